import type { Ciphertext } from '../ballot/ballot-record.js';
import { parseBallot, readCiphertext } from '../ballot/ballot-record.js';
import type { Election } from '../election/election.js';
import { cellsIn } from '../election/questions.js';
import type { Element } from '../group/group.js';
import { hexDigest } from '../record/digest.js';
import { fields, hex64, integer, list, readCanonical } from '../record/shape.js';

interface Sum {
  readonly alpha: Element;
  readonly beta: Element;
}

/** The product of the ciphertexts of some ballots, cell by cell. Never changed: adding makes a new one. */
export interface Tally {
  readonly cells: readonly (readonly Sum[])[];
  /** number of ballots in it = total weight */
  readonly ballots: number;
}

export function emptyTally({ group, questions }: Election): Tally {
  const none: Sum = { alpha: group.neutral, beta: group.neutral };
  return { cells: questions.map((question) => Array.from({ length: cellsIn(question) }, () => none)), ballots: 0 };
}

/**
 * @param raw a ballot that `readBallot` and `checkBallotProofs` have accepted: membership is not tested again.
 * @throws RangeError when it is not even of this election's shape.
 */
export function addToTally(election: Election, tally: Tally, raw: string): Tally {
  const { group } = election;
  const ballot = parseBallot(raw);
  if (ballot?.answers.length !== tally.cells.length) throw new RangeError('not a ballot of this election');
  const again = new Map<string, Element>(); // encoding D repeats ciphertexts
  const decode = (text: string): Element => {
    const known = again.get(text) ?? group.decodeAgain(text);
    again.set(text, known);
    return known;
  };
  const cells = tally.cells.map((row, i) => {
    const choices = ballot.answers[i]!.choices;
    if (choices.length !== row.length) throw new RangeError('not a ballot of this election');
    return row.map((sum, j): Sum => {
      const { alpha, beta } = choices[j]!;
      return { alpha: group.multiply(sum.alpha, decode(alpha)), beta: group.multiply(sum.beta, decode(beta)) };
    });
  });
  return { cells, ballots: tally.ballots + 1 };
}

/** Encrypted sums of these accepted ballots, in any order; the last of each credential counts, if it has several. */
export function encryptedTallyOf(election: Election, ballots: readonly string[]): Tally {
  const last = new Map<string, string>();
  for (const raw of ballots) last.set(parseBallot(raw)!.credential, raw);
  return [...last.values()].reduce((tally, raw) => addToTally(election, tally, raw), emptyTally(election));
}

/** The encrypted tally record of belenios.md 3.6. */
export function tallyRecord({ group }: Election, tally: Tally): string {
  const texts = group.encodeAll(tally.cells.flat().flatMap(({ alpha, beta }) => [alpha, beta]));
  let at = 0;
  return JSON.stringify(tally.cells.map((row) => row.map(() => ({ alpha: texts[at++]!, beta: texts[at++]! }))));
}

/** `{"num_tallied":…,"total_weight":…,"encrypted_tally":…}` */
export const sizedTallyRecord = (rawTally: string, ballots: number): string =>
  JSON.stringify({ num_tallied: ballots, total_weight: ballots, encrypted_tally: hexDigest(rawTally) });

export const readSizedTally = (raw: string) =>
  readCanonical(raw, (value) => {
    const from = fields(value);
    return {
      num_tallied: integer(from.num_tallied),
      total_weight: integer(from.total_weight),
      encrypted_tally: hex64(from.encrypted_tally),
    };
  });

/**
 * The ciphertexts of a tally record, with their membership tested.
 * @returns undefined unless it is canonical, of the election's shape, and all are elements.
 * Not checked: that it is the product of the ballots (compare with `tallyRecord`).
 */
export function readTally(
  { group, questions }: Election,
  raw: string,
): readonly (readonly (Ciphertext & DecodedCiphertext)[])[] | undefined {
  const rows = readCanonical(raw, (value) => list(value, (row) => list(row, readCiphertext)));
  if (rows === undefined || rows.length !== questions.length) return undefined;
  if (rows.some((row, i) => row.length !== cellsIn(questions[i]!))) return undefined;
  const known = new Map<string, Element | undefined>();
  const decode = (text: string) => {
    if (!known.has(text)) known.set(text, group.decode(text));
    return known.get(text);
  };
  const read = rows.map((row) =>
    row.map((c) => ({ ...c, alphaElement: decode(c.alpha), betaElement: decode(c.beta) })),
  );
  const complete = read.every((row) => row.every((c) => c.alphaElement !== undefined && c.betaElement !== undefined));
  return complete ? (read as (Ciphertext & DecodedCiphertext)[][]) : undefined;
}

interface DecodedCiphertext {
  readonly alphaElement: Element;
  readonly betaElement: Element;
}
