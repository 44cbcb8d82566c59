/**
 * 法定人数: two thirds or more of all delegates are present. Counted again at the vote, not only at the opening.
 * @param present  实到代表, whole people. @param all  全体代表 (frozen 实有代表数), whole people.
 * Source: R-QUORUM-01.
 */
export const hasQuorum = (present: number, all: number): boolean => 3 * present >= 2 * all;

/** The smallest number present that makes a quorum of `all`. */
export const smallestQuorum = (all: number): number => Math.floor((2 * all + 2) / 3);
