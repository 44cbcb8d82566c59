import type { Outcome } from './outcome.js';
import type { SlipCounts } from './slips.js';
import type { VoteState } from './vote-states.js';

/** What is known in the hall at a moment; the console fills it from the database. `null`: not reported yet. */
export interface SittingFacts extends SlipCounts {
  /** 会议全称, e.g. 偃师区第二届人民代表大会第四次会议. */
  readonly session: string;
  /** What is decided, e.g. 2024年度民生实事项目. */
  readonly subject: string;
  readonly delegates: number;
  readonly candidates: number;
  readonly places: number;
  /** Hands for the 票决办法 and for the list of scrutineers (举手表决). */
  readonly handsForRules: number | null;
  readonly handsForScrutineers: number | null;
  /** Paper boxes inspected and sealed before everybody (检查并密封票箱). */
  readonly boxesSealed: boolean;
  /** The electronic box shown to be empty. */
  readonly electronicBoxEmpty: boolean;
  /** Slips left over after check-in, their credentials voided. */
  readonly leftVoided: boolean;
  readonly voteState: VoteState;
  readonly returned: number | null;
  readonly invalid: number | null;
  readonly outcome: Outcome['kind'] | null;
  /** 总监票人 signed the 计票结果报告单. */
  readonly reportSigned: boolean;
  readonly announced: boolean;
}
