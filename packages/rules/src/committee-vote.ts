import { smallestMajority, isMajority } from './majority.js';

/** A vote of the standing committee (常委会表决), in whole people. */
export interface CommitteeVote {
  /** 全体组成人员 */
  readonly members: number;
  readonly present: number;
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

export interface CommitteeOutcome {
  readonly passed: boolean;
  /** The smallest number of votes that is more than half of all members. */
  readonly needed: number;
}

/**
 * Decided with more than half of all members of the standing committee; who is absent stays in the base.
 * Whoever is present votes for, against, or abstains (not to press a key is to abstain), so the three sum to the present.
 * @returns the outcome, or what does not add up, in words. Source: R-LIST-06.
 */
export function committeeOutcome(vote: CommitteeVote): CommitteeOutcome | { readonly problem: string } {
  const numbers = [vote.members, vote.present, vote.for, vote.against, vote.abstain];
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 0)) return { problem: '人数应当是整数。' };
  if (vote.members === 0) return { problem: '全体组成人员应当多于零。' };
  if (vote.present > vote.members)
    return { problem: `出席${vote.present}人多于全体组成人员${vote.members}人，请核对。` };
  const sum = vote.for + vote.against + vote.abstain;
  if (sum !== vote.present) return { problem: `赞成、反对、弃权合计${sum}人，与出席${vote.present}人不符，请核对。` };
  return { passed: isMajority(vote.for, vote.members), needed: smallestMajority(vote.members) };
}
