import { moneyFaults, submissionFaults, type DraftFields } from '@piaojue/contract';
import { readTyped, type FieldKey, type Typed } from './proposal-form.js';

export type Faults = Readonly<Partial<Record<FieldKey, string>>>;

/** What is wrong at each field: while somebody types the contradictions of the money, when asked all that is missing. */
export function faultsOf(typed: Typed, year: number, all: boolean): Faults {
  // What is no number is as good as missing: in JSON it becomes null.
  const fields = JSON.parse(JSON.stringify(readTyped(typed).fields)) as DraftFields;
  const faults = all ? submissionFaults(fields, year) : moneyFaults(fields);
  return Object.fromEntries(faults.map(({ path, message }) => [path, message]));
}
