import type { RuleId } from './rule-ids.js';

/** Where the printed slips (表决票) are. All whole numbers; `accepted` counts ballots of both channels. */
export interface SlipCounts {
  readonly present: number;
  readonly printed: number;
  readonly issued: number;
  readonly spoiled: number;
  readonly left: number;
  readonly accepted: number;
}

export interface SlipProblem {
  readonly code: 'more_issued_than_present' | 'more_accepted_than_issued' | 'slips_do_not_add_up';
  readonly rule: RuleId;
  readonly sentence: string;
}

/** accepted ≤ issued ≤ present and printed = issued + spoiled + left, at every moment. */
export function checkSlips({ present, printed, issued, spoiled, left, accepted }: SlipCounts): SlipProblem[] {
  const problems: SlipProblem[] = [];
  if (issued > present) {
    const sentence = `发出表决票${issued}张，多于实到代表${present}人。`;
    problems.push({ code: 'more_issued_than_present', rule: 'R-SLIP-01', sentence });
  }
  if (accepted > issued) {
    const sentence = `收到表决票${accepted}张，多于发出的${issued}张，本次票决无效。`;
    problems.push({ code: 'more_accepted_than_issued', rule: 'R-SLIP-02', sentence });
  }
  if (printed !== issued + spoiled + left) {
    const sentence = `印制${printed}张，与发出${issued}张、作废${spoiled}张、剩余${left}张之和不一致。`;
    problems.push({ code: 'slips_do_not_add_up', rule: 'R-SLIP-03', sentence });
  }
  return problems;
}

/** Whether one more slip may be handed out: R-SLIP-01. */
export const mayIssue = ({ present, issued, left }: Pick<SlipCounts, 'present' | 'issued' | 'left'>): boolean =>
  issued < present && left > 0;

/** Whether one more ballot may be accepted: R-SLIP-02. */
export const mayAccept = ({ issued, accepted }: Pick<SlipCounts, 'issued' | 'accepted'>): boolean => accepted < issued;
