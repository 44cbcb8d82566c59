import { assertNever } from './assert-never.js';
import type { BallotParameters } from './ballot-rules.js';

export interface Base {
  readonly kind: BallotParameters['majorityBase'];
  /** The number of which more than half is needed; null where the rules ask for no majority. */
  readonly size: number | null;
  /** The smallest number of votes that is a majority; null where none is asked for. */
  readonly needed: number | null;
}

/** More than half, never half: R-MAJOR-02. */
export const isMajority = (votesFor: number, base: number): boolean => 2 * votesFor > base;

/** The smallest number of votes that is more than half of `base`. */
export const smallestMajority = (base: number): number => Math.floor(base / 2) + 1;

/**
 * The base of the majority (过半数基数). Absent delegates, missing and invalid ballots stay in the base of all
 * delegates; ballots whose owner did not press a key stay in the base of valid ballots.
 * Source: R-MAJOR-01.
 */
export function baseOf(
  kind: BallotParameters['majorityBase'],
  numbers: { readonly delegates: number; readonly present: number; readonly valid: number },
): Base {
  const of = (size: number): Base => ({ kind, size, needed: smallestMajority(size) });
  switch (kind) {
    case 'all_delegates':
      return of(numbers.delegates);
    case 'present':
      return of(numbers.present);
    case 'valid':
      return of(numbers.valid);
    case 'none':
      return { kind, size: null, needed: null };
    default:
      return assertNever(kind);
  }
}

/** Whether a project with so many votes may be adopted at all. Against and abstain do not count: R-MAJOR-03. */
export const passes = (votesFor: number, base: Base): boolean => base.size === null || isMajority(votesFor, base.size);

/** The base in words, e.g. 全体代表235人. */
export function baseInWords(base: Base): string {
  switch (base.kind) {
    case 'all_delegates':
      return `全体代表${base.size}人`;
    case 'present':
      return `实到代表${base.size}人`;
    case 'valid':
      return `有效票${base.size}张`;
    case 'none':
      return '按得票多少确定';
    default:
      return assertNever(base.kind);
  }
}
