import { moneyFaults, submissionFaults, type DraftFields, type Proposal } from '@piaojue/contract';
import { readTyped, type FieldKey, type Typed } from './proposal-form.js';

export type Faults = Readonly<Partial<Record<FieldKey, string>>>;
/** Said at each of their six inputs (moneyProblem). */
const money: readonly FieldKey[] = ['totalFen', 'yearFen', 'funding'];

/**
 * What is wrong at each field: while somebody types what cannot be kept and the contradictions of the money, when asked
 * all that is missing.
 */
export function faultsOf(typed: Typed, of: Pick<Proposal, 'year' | 'unit'>, all: boolean): Faults {
  const read = readTyped(typed);
  // What is no number is as good as missing: in JSON it becomes null.
  const fields = JSON.parse(JSON.stringify(read.fields)) as DraftFields;
  const faults = all ? submissionFaults(fields, of) : moneyFaults(fields);
  return Object.fromEntries([
    ...faults.map(({ path, message }) => [path, message]),
    ...read.faults
      .filter(({ path }) => !money.includes(path))
      .map(({ path, label, message }) => [path, path === 'targets' ? `${label}：${message}` : message]),
  ]) as Faults;
}
