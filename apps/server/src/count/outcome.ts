import type { ProjectTotals } from '@piaojue/ballot-crypto';
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
  revoteSetup,
  type BallotRules,
  type CountInput,
  type Outcome,
} from '@piaojue/rules';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { blankVote, freeze, movedTo } from '../votes/service.js';
import {
  candidatesOf,
  insertCandidates,
  insertVote,
  nextRoundOf,
  outcomeOf,
  paperOf,
  updateVote,
  voteById,
  type VoteRow,
} from '../votes/store.js';
import { summaryOf } from '../votes/summary.js';
import { standing, voteView } from '../votes/view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The project of a candidate, the same in every round: its number on the list. */
const projectId = (listNumber: number): string => String(listNumber);

/** What the scrutineers report, both channels side by side; slips serve either one. */
export function* countInputOf(
  tx: Tx,
  vote: VoteRow,
  boxed: number,
  totals: readonly ProjectTotals[],
): Query<CountInput> {
  if (vote.kind === 'satisfaction')
    throw new Error(`vote ${vote.id}: a satisfaction ballot is counted by no rule here`);
  const candidates = standing(yield* candidatesOf(tx, vote.id));
  const paper = (yield* paperOf(tx, vote.id))?.totals as PaperTotals | undefined;
  const lineOf = new Map(paper?.projects.map((line) => [line.listNumber, line]));
  return {
    delegates: vote.rules.delegateTotal,
    present: vote.presentAtOpen ?? 0,
    issued: (vote.issued ?? 0) + (paper?.issued ?? 0),
    returned: boxed + (paper?.returned ?? 0),
    invalid: (paper?.invalidOverPick ?? 0) + (paper?.invalidIllegible ?? 0),
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

/** The chair confirms what the rules make of the count. Where they ask the presidium, its decision is applied first. */
export async function confirmAct(
  deps: Deps,
  by: string,
  voteId: string,
  { decision, chosen }: BodyOf<typeof confirmOutcome>,
): Promise<
  Result<Vote, 'not_found' | 'wrong_phase' | 'decision_needed' | 'decision_invalid' | 'outcome_not_confirmable'>
> {
  const at = timeOf(deps);
  const view = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const to = movedTo(vote, 'confirm');
    if (isRefused(to)) return to;
    const row = yield* outcomeOf(tx, voteId);
    if (!vote || !row) return refuse('not_found');
    let { outcome } = row;
    if (!isCounted(outcome)) return refuse('outcome_not_confirmable', outcome.kind);
    if (outcome.kind === 'presidium') {
      if (decision.trim() === '') return refuse('decision_needed');
      const applied = applyPresidiumDecision(
        yield* adoptedRules(tx, vote),
        outcome,
        presidiumDecision(outcome.question, decision.trim(), chosen.map(projectId)),
      );
      if (!applied.ok) return refuse('decision_invalid', applied.refusal);
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
        decision: hexDigest(decision.trim()),
        by,
      },
    });
    return yield* voteView(tx, voteId);
  });
  deps.live.touch();
  return view;
}

/** 再次投票: the next round on the slips already in hand, frozen at once with the projects that the rules name. */
export async function revoteAct(deps: Deps, by: string, voteId: string) {
  const at = timeOf(deps);
  const id = newId(deps.random);
  const view = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const row = yield* outcomeOf(tx, voteId);
    if (vote?.state !== 'confirmed' || !row) return refuse('wrong_phase');
    if (yield* nextRoundOf(tx, voteId)) return refuse('revote_exists');
    const setup = revoteSetup(row.outcome, yield* adoptedRules(tx, vote));
    if (!setup) return refuse('no_revote_due');
    const [uuid, ...revoteUuids] = vote.revoteUuids;
    if (!uuid) return refuse('no_round_left');
    const made = yield* insertVote(tx, {
      ...blankVote,
      id,
      sittingId: vote.sittingId,
      title: vote.title,
      kind: vote.kind,
      group: vote.group,
      round: setup.round,
      previousVoteId: voteId,
      uuid,
      revoteUuids,
      rules: setup.rules,
      createdAt: at,
    });
    if (!made) throw new Error(`vote ${id} exists`);
    const again = standing(yield* candidatesOf(tx, voteId)).filter(({ listNumber }) =>
      setup.candidates.includes(projectId(listNumber)),
    );
    yield* insertCandidates(
      tx,
      again.map((candidate) => ({
        ...candidate,
        id: `${id.slice(0, 20)}${String(candidate.listNumber).padStart(4, '0')}`,
        voteId: id,
      })),
    );
    yield* append(tx, {
      type: 'revote_set_up',
      at,
      data: {
        vote: id,
        previous: voteId,
        round: setup.round,
        reason: setup.reason,
        candidates: again.length,
        places: setup.places,
        by,
      },
    });
    const frozen = yield* freeze(tx, made, by, at);
    if (isRefused(frozen)) throw new Error(`round ${setup.round} cannot be frozen: ${frozen.refusal}`);
    return summaryOf(frozen, again.length);
  });
  deps.live.touch();
  return view;
}
