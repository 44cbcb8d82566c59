import type { Election } from '../election/election.js';
import type { Element, Group } from '../group/group.js';
import { inverseModulo, modulo } from '../record/scalar.js';
import { fields, integer, list, readCanonical } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import type { Trustee, Trustees } from '../trustee/trustees-record.js';
import { smallLogs } from './discrete-log.js';
import { checkPartialDecryption, type PartialFailure } from './partial-decryption.js';
import { readTally } from './tally.js';

/** A delivered part: owner as in the archive, and the raw partial decryption. */
export interface DeliveredPart {
  readonly owner: number;
  readonly partial: string;
}

export type ResultFailure = 'tally_malformed' | 'trustee_part_missing' | 'too_few_valid_parts' | 'value_out_of_range';

export interface RefusedPart {
  readonly owner: number;
  readonly failed: PartialFailure | 'owner_unknown' | 'owner_twice' | 'factor_wrong_though_proven';
  readonly subject?: string;
}

export interface Result {
  readonly ok: true;
  /** the result record */
  readonly record: string;
  /** per question, per cell: number of ballots with that cell 1 */
  readonly values: readonly (readonly number[])[];
  /** whose parts made it. Only these may go into the archive: Belenios' tools refuse an archive with a bad part. */
  readonly used: readonly number[];
  readonly refused: readonly RefusedPart[];
}

interface CheckedPart {
  readonly trustee: Trustee;
  readonly factors: readonly (readonly Element[])[];
}

/**
 * Combines what the trustees delivered: every Single, and the first t valid members of every Pedersen group. A part
 * that fails its check is left out and named. When the numbers are no counts of ballots although all proofs hold
 * (weak Fiat–Shamir), the other subsets of t members are tried, and those left out are named.
 * @param ballots number of ballots in the tally: every value must be within 0..ballots.
 * @param rawTally recomputed from the ballots by the caller.
 */
export function resultOf(
  election: Election,
  trustees: Trustees,
  rawTally: string,
  parts: readonly DeliveredPart[],
  ballots: number,
): Result | (Refusal<ResultFailure> & { readonly refused: readonly RefusedPart[] }) {
  if (readTally(election, rawTally) === undefined) return { ...refuse('tally_malformed'), refused: [] };
  return combineParts(election, trustees, rawTally, checkParts(election, trustees, rawTally, parts), ballots);
}

/** `resultOf` for parts that have been checked already. */
export function combineParts(
  election: Election,
  trustees: Trustees,
  rawTally: string,
  { valid, refused }: CheckedParts,
  ballots: number,
): Result | (Refusal<ResultFailure> & { readonly refused: readonly RefusedPart[] }) {
  const { group } = election;
  const tally = readTally(election, rawTally)!;
  const choices: CheckedPart[][][] = [];
  for (const [i, entry] of trustees.entries.entries()) {
    const own = valid.filter((part) => part.trustee.entry === i).sort((a, b) => a.trustee.owner - b.trustee.owner);
    if (own.length < entry.threshold) {
      const owner = trustees.all.find((t) => t.entry === i)!.owner;
      const failed = entry.kind === 'Single' ? 'trustee_part_missing' : 'too_few_valid_parts';
      return { ...refuse(failed, `trustee ${owner}`), refused };
    }
    choices.push(subsets(own, entry.threshold));
  }
  const log = smallLogs(group, ballots);
  for (const chosen of product(choices)) {
    const values = decrypt(group, tally, chosen, log);
    if (values === undefined) continue;
    const used = chosen.flat().map((part) => part.trustee.owner);
    return { ok: true, record: resultRecord(values), values, used, refused: [...refused, ...leftOut(choices, chosen)] };
  }
  return { ...refuse('value_out_of_range'), refused };
}

export interface CheckedParts {
  readonly valid: readonly CheckedPart[];
  readonly refused: readonly RefusedPart[];
}

export const resultRecord = (values: readonly (readonly number[])[]): string => JSON.stringify({ result: values });

export const readResult = (raw: string): number[][] | undefined =>
  readCanonical(raw, (value) => ({ result: list(fields(value).result, (row) => list(row, integer)) }))?.result;

export function checkParts(
  election: Election,
  trustees: Trustees,
  rawTally: string,
  parts: readonly DeliveredPart[],
): CheckedParts {
  const valid: CheckedPart[] = [];
  const refused: RefusedPart[] = [];
  for (const { owner, partial } of parts) {
    const trustee = trustees.all.find((t) => t.owner === owner);
    if (trustee === undefined) refused.push({ owner, failed: 'owner_unknown' });
    else if (valid.some((part) => part.trustee.owner === owner)) refused.push({ owner, failed: 'owner_twice' });
    else {
      const checked = checkPartialDecryption(election, rawTally, trustee.publicKey, partial);
      if (checked.ok) valid.push({ trustee, factors: checked.factors });
      else
        refused.push({
          owner,
          failed: checked.failed,
          ...(checked.subject === undefined ? {} : { subject: checked.subject }),
        });
    }
  }
  return { valid, refused };
}

/** Values of every cell, or undefined as soon as one is no number of ballots. */
function decrypt(
  group: Group,
  tally: NonNullable<ReturnType<typeof readTally>>,
  chosen: readonly (readonly CheckedPart[])[],
  log: ReturnType<typeof smallLogs>,
): number[][] | undefined {
  const weighted = chosen.flatMap((own) => own.map((part) => ({ part, lambda: lagrange(part, own, group.order) })));
  const values: number[][] = [];
  for (const [i, row] of tally.entries()) {
    const read: number[] = [];
    for (const [j, { betaElement }] of row.entries()) {
      const mask = weighted.reduce((total, { part, lambda }) => {
        const factor = part.factors[i]![j]!;
        return group.multiply(total, lambda === 1n ? factor : group.power(factor, lambda));
      }, group.neutral);
      const value = log(group.multiply(betaElement, group.inverse(mask)));
      if (value === undefined) return undefined;
      read.push(value);
    }
    values.push(read);
  }
  return values;
}

/** lambda_d = product of k/(k-d) over the other members k; 1 for a Single. */
function lagrange(part: CheckedPart, own: readonly CheckedPart[], order: bigint): bigint {
  const d = BigInt(part.trustee.index);
  return own.reduce((lambda, other) => {
    const k = BigInt(other.trustee.index);
    return k === d ? lambda : modulo(lambda * k * inverseModulo(k - d, order), order);
  }, 1n);
}

/** Parts with valid proofs that every working choice had to do without. */
function leftOut(
  choices: readonly (readonly CheckedPart[][])[],
  chosen: readonly (readonly CheckedPart[])[],
): RefusedPart[] {
  return choices.flatMap((subsetsOf, i) => {
    const first = subsetsOf[0]!;
    const suspects = first.filter((part) => !chosen[i]!.includes(part));
    return suspects.map((part) => ({ owner: part.trustee.owner, failed: 'factor_wrong_though_proven' as const }));
  });
}

/** All subsets of that size, the one of the first members first. */
export function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function* product<T>(choices: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = choices;
  if (first === undefined) return yield [];
  for (const item of first) for (const more of product(rest)) yield [item, ...more];
}
