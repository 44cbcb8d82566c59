import type { CandidateFields, PaperTotals, Vote, confirmOutcome, BodyOf } from '@piaojue/contract';
import { first, type Rows, type Tx } from '@piaojue/db';
import { eq } from 'drizzle-orm';
import { hexDigest } from '@piaojue/ballot-crypto';
import {
  applyPresidiumDecision,
  decide,
  decideRevote,
  isCounted,
  presidiumDecision,
  presidiumRefusals,
  type BallotRules,
  type CountInput,
  type Outcome,
} from '@piaojue/rules';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { hallProblem } from '../votes/hall.js';
import { movedTo } from '../votes/service.js';
import { candidatesOf, outcomeOf, updateVote, voteById, type VoteRow } from '../votes/store.js';
import { standing, voteView } from '../votes/view.js';
import { isRequested } from '../votes/two-people.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The project of a candidate, the same in every round: its number on the list. */
export const projectId = (listNumber: number): string => String(listNumber);

/** The electronic channel of a count: ballots in the box, and the sums of the projects in the order of the list. */
export interface ElectronicCount {
  readonly boxed: number;
  readonly totals: readonly { readonly for?: number; readonly against?: number; readonly abstain: number }[];
}

/** What the scrutineers report, both channels side by side; slips serve either one. */
export function* countInputOf(
  tx: Tx,
  vote: VoteRow,
  { boxed, totals }: ElectronicCount,
  paper: PaperTotals,
): Query<CountInput> {
  if (vote.kind === 'satisfaction')
    throw new Error(`vote ${vote.id}: a satisfaction ballot is counted by no rule here`);
  const candidates = standing(yield* candidatesOf(tx, vote.id));
  const lineOf = new Map(paper.projects.map((line) => [line.listNumber, line]));
  return {
    delegates: vote.rules.delegateTotal,
    present: vote.presentAtOpen ?? 0,
    issued: (vote.issued ?? 0) + paper.issued,
    returned: boxed + paper.returned,
    invalid: paper.invalidOverPick + paper.invalidIllegible,
    projects: candidates.map(({ listNumber, fields }, i) => {
      const line = lineOf.get(listNumber);
      return {
        project: projectId(listNumber),
        listNumber,
        title: (fields as CandidateFields).name,
        electronic: { for: totals[i]?.for ?? 0, against: totals[i]?.against ?? 0, abstain: totals[i]?.abstain ?? 0 },
        paper: { for: line?.for ?? 0, against: line?.against ?? 0, abstain: line?.abstain ?? 0 },
      };
    }),
  };
}

/** The adopted rules: those of the first round; later rounds carry rules made from them. */
export function* adoptedRules(tx: Tx, vote: VoteRow): Query<BallotRules> {
  let at = vote;
  while (at.previousVoteId) {
    const before = yield* voteById(tx, at.previousVoteId);
    if (!before) throw new Error(`round before ${at.id} is missing`);
    at = before;
  }
  return at.rules;
}

export function* outcomeFor(tx: Tx, vote: VoteRow, input: CountInput): Query<Outcome> {
  if (!vote.previousVoteId) return decide(vote.rules, input);
  const before = yield* outcomeOf(tx, vote.previousVoteId);
  if (!before) throw new Error(`vote ${vote.id} has no earlier outcome`);
  return decideRevote(yield* adoptedRules(tx, vote), input, before.outcome);
}

const questionOf = (outcome: Outcome) => (outcome.kind === 'presidium' ? outcome.question : 'shortfall');

/** The chair confirms what the rules make of the count. Where they ask the presidium, its decision is applied first. */
export async function confirmAct(
  deps: Deps,
  by: string,
  voteId: string,
  { decision, chosen, course }: BodyOf<typeof confirmOutcome>,
): Promise<
  Result<
    Vote,
    | 'not_found'
    | 'wrong_phase'
    | 'decision_needed'
    | 'decision_invalid'
    | 'outcome_not_confirmable'
    | 'paper_pending'
    | 'hall_not_recorded'
  >
> {
  const at = timeOf(deps);
  const view = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const to = movedTo(vote, 'confirm');
    if (isRefused(to)) return to;
    const row = yield* outcomeOf(tx, voteId);
    if (!vote || !row) return refuse('not_found');
    if (yield* isRequested(tx, voteId, 'correct')) return refuse('paper_pending');
    let { outcome } = row;
    if (!isCounted(outcome)) return refuse('outcome_not_confirmable', outcome.kind);
    const unsigned = yield* hallProblem(tx, vote, 'confirm');
    if (unsigned) return unsigned;
    const isAsked = outcome.kind === 'presidium' || (outcome.kind === 'shortfall' && course !== undefined);
    if (!isAsked && (decision.trim() !== '' || chosen.length > 0 || course !== undefined))
      return refuse('decision_invalid', ['这个结果按票决办法已经确定，没有要主席团决定的事项。请不填决定，直接确认。']);
    if (isAsked) {
      if (decision.trim() === '') return refuse('decision_needed');
      const applied = applyPresidiumDecision(
        yield* adoptedRules(tx, vote),
        outcome,
        presidiumDecision(questionOf(outcome), decision.trim(), chosen.map(projectId), course),
      );
      if (!applied.ok) return refuse('decision_invalid', presidiumRefusals[applied.refusal]);
      outcome = applied.outcome;
    }
    yield* first(
      tx.q
        .update(tx.t.outcome)
        .set({ outcome, decision: decision.trim() || null, confirmedBy: by, confirmedAt: at })
        .where(eq(tx.t.outcome.voteId, voteId))
        .returning({ voteId: tx.t.outcome.voteId }),
    );
    yield* updateVote(tx, voteId, { state: to });
    yield* append(tx, {
      type: 'outcome_confirmed',
      at,
      data: {
        vote: voteId,
        outcome: outcome.kind,
        adopted: isCounted(outcome) ? [...outcome.adopted] : [],
        chosen: [...chosen],
        course: isAsked ? (course ?? null) : null,
        decision: hexDigest(decision.trim()),
        by,
      },
    });
    return yield* voteView(tx, voteId);
  });
  deps.live.touch();
  return view;
}
