import { assertNever } from './assert-never.js';
import type { BallotRules } from './ballot-rules.js';
import type { ProjectId } from './outcome.js';

/** What a teller sees in the row of one project. */
export type PaperMark = 'for' | 'against' | 'abstain' | 'none' | 'illegible';
/** What the row counts as. */
export type Choice = 'for' | 'against' | 'abstain';

export interface PaperRow {
  readonly project: ProjectId;
  readonly mark: PaperMark;
}

/** One section (栏) of a sheet with its own places; most sheets have one. */
export interface PaperSection {
  readonly places: number;
  readonly rows: readonly PaperRow[];
}

export type InvalidReason = 'credential_used' | 'over_pick' | 'under_pick' | 'blank' | 'illegible';

/** An invalid ballot counts for no project; a void section for none of its own. */
export type PaperVerdict =
  | { readonly kind: 'invalid'; readonly reason: InvalidReason }
  | {
      readonly kind: 'valid';
      readonly choices: ReadonlyMap<ProjectId, Choice>;
      readonly voidSections: readonly number[];
    };

/** Why a ballot is invalid, in the words of the 计票结果报告单. */
export const invalidReasonNames: Readonly<Record<InvalidReason, string>> = {
  credential_used: '已电子投票',
  over_pick: '超选',
  under_pick: '少选',
  blank: '空白',
  illegible: '无法辨认',
};

/**
 * Whether a paper ballot (纸质表决票) counts, and as what. Unreadable rows of a ballot that otherwise counts are
 * abstentions, so that every line still sums to the valid ballots (R-VALID-05).
 * @param slip  `credentialUsed`: the slip's credential has voted electronically, or its paper was counted before.
 * Not checked: marks by which a ballot could be recognised; that is the scrutineers' judgement.
 */
export function ballotValidity(
  rules: BallotRules,
  sections: readonly PaperSection[],
  slip: { readonly credentialUsed: boolean } = { credentialUsed: false },
): PaperVerdict {
  const rows = sections.flatMap((section) => section.rows);
  if (slip.credentialUsed) return invalid('credential_used'); // R-VALID-06: one person, one vote over all channels
  if (rules.illegible === 'whole_void' && rows.some(({ mark }) => mark === 'illegible')) return invalid('illegible');
  if (rows.every(({ mark }) => mark === 'illegible')) return invalid('illegible'); // nothing readable is left
  if (rows.every(({ mark }) => mark === 'none')) {
    if (rules.blank === 'invalid') return invalid('blank'); // R-VALID-03
    return valid(
      rows.map(({ project }) => [project, 'abstain']),
      [],
    );
  }
  const read = sections.map((section) => readSection(rules, section));
  const voided = read.flatMap(({ failure }, number) => (failure === undefined ? [] : [number]));
  const failure = read.find((section) => section.failure !== undefined)?.failure;
  const wholeFails = rules.overPick === 'void_ballot' || voided.length === sections.length;
  if (failure !== undefined && wholeFails) return invalid(failure); // T06
  return valid(
    read.flatMap((section) => (section.failure === undefined ? section.choices : [])),
    voided,
  );
}

interface ReadSection {
  readonly failure: InvalidReason | undefined;
  readonly choices: [ProjectId, Choice][];
}

function readSection(rules: BallotRules, { places, rows }: PaperSection): ReadSection {
  const choices = rows.map(({ project, mark }): [ProjectId, Choice] => [project, choiceOf(rules, mark)]);
  const picked = choices.filter(([, choice]) => choice === 'for').length;
  switch (rules.pickRule) {
    case 'no_limit':
      return { failure: undefined, choices };
    case 'at_most_n': // R-VALID-01
      return { failure: picked > places ? 'over_pick' : undefined, choices };
    case 'exactly_n': // R-VALID-02
      return { failure: picked > places ? 'over_pick' : picked < places ? 'under_pick' : undefined, choices };
    default:
      return assertNever(rules.pickRule);
  }
}

function choiceOf(rules: BallotRules, mark: PaperMark): Choice {
  switch (mark) {
    case 'for':
    case 'against':
    case 'abstain':
      return mark;
    case 'illegible':
      return 'abstain';
    case 'none': // R-VALID-04
      return rules.unmarkedItem === 'approve' ? 'for' : rules.unmarkedItem;
    default:
      return assertNever(mark);
  }
}

const invalid = (reason: InvalidReason): PaperVerdict => ({ kind: 'invalid', reason });
const valid = (choices: Iterable<readonly [ProjectId, Choice]>, voidSections: readonly number[]): PaperVerdict => ({
  kind: 'valid',
  choices: new Map(choices),
  voidSections,
});
