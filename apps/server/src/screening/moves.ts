import type { Tx } from '@piaojue/db';
import type { BodyOf, Proposal, moveProposal, relistProposal, shortlistProposals } from '@piaojue/contract';
import { nextProposalState, type ProposalAct } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { held, incomplete } from './proposals.js';
import { mayRelist, permitFor } from './sight.js';
import {
  codeOf,
  countSubmitted,
  keepVersion,
  proposalById,
  submittedNote,
  updateProposal,
  type ProposalRow,
  type Query,
} from './store.js';
import { proposalView } from './view.js';

type MoveRefusal = 'not_found' | 'conflict' | 'wrong_phase' | 'incomplete' | 'reason_needed' | 'not_your_act';

const entryOf: Readonly<Record<BodyOf<typeof moveProposal>['act'], string>> = {
  submit: 'proposal_submitted',
  return: 'proposal_returned',
  shortlist: 'proposal_shortlisted',
  unlist: 'proposal_unlisted',
  reject: 'proposal_rejected',
  list: 'proposal_relisted',
  send_back: 'proposal_sent_back',
  withdraw: 'proposal_withdrawn',
  reopen: 'proposal_reopened',
};

/** The state after `act`; the caller has asked the permits. */
const stateAfter = (row: ProposalRow, act: ProposalAct): ProposalRow['state'] => {
  const state = nextProposalState(row.state, act);
  if (!state) throw new Error(`${act} in ${row.state}`);
  return state;
};

/** Of what is on the list the public knows the ids: which one the houses dealt with comes out with what they decide. */
export const aboutListed = ({ year, id }: Pick<ProposalRow, 'year' | 'id'>, by: string, random: Deps['random']) => ({
  data: { year, by },
  withheld: { salt: random(32), clear: { proposal: id } },
});

const leavesList: readonly ProposalAct[] = ['withdraw', 'unlist', 'reject'];

/** Moves it and says so in the log. A draft that is thrown away was never anybody else's: no entry. */
export function* moved(
  tx: Tx,
  row: ProposalRow,
  act: BodyOf<typeof moveProposal>['act'],
  given: { by: string; at: string; reason: string; random: Deps['random'] },
): Query<ProposalRow> {
  const { by, at, reason, random } = given;
  const change: Partial<ProposalRow> = { state: stateAfter(row, act), stateReason: reason };
  // What the standing committee asked for is read until the office lists it again.
  if (act === 'submit' && row.listNumber !== null) change.stateReason = row.stateReason;
  if (leavesList.includes(act)) change.listNumber = null;
  if (act === 'submit') {
    const code = codeOf(row) || `${row.year}-${String((yield* countSubmitted(tx, row.year)) + 1).padStart(2, '0')}`;
    change.submittedAt = at;
    change.fields = { ...row.fields, code };
  }
  const changed = yield* updateProposal(tx, row, change);
  if (act === 'submit') yield* keepVersion(tx, changed, submittedNote, by, at);
  if (changed.submittedAt !== null)
    yield* append(tx, {
      type: entryOf[act],
      at,
      ...(row.listNumber === null
        ? // Where its draft began is said once it is no draft any more.
          { data: { year: row.year, proposal: row.id, ...(row.carriedFrom && { carriedFrom: row.carriedFrom }), by } }
        : aboutListed(row, by, random)),
    });
  return changed;
}

export async function moveProposalAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { act, version, reason }: BodyOf<typeof moveProposal>,
): Promise<Result<Proposal, MoveRefusal>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<Result<Proposal, MoveRefusal>> {
    const it = yield* held(tx, me, id, version);
    if (isRefused(it)) return it;
    const { row, sight, year } = it;
    const permit = permitFor(me, row, year.state, act);
    if (typeof permit === 'string') return refuse(permit, { state: row.state });
    if (permit.needsReason && reason === '') return refuse('reason_needed');
    if (act === 'submit') {
      const faults = yield* incomplete(tx, row);
      if (faults) return faults;
    }
    const changed = yield* moved(tx, row, act, { by: me.accountId, at, reason, random: deps.random });
    return yield* proposalView(tx, me, changed, sight);
  });
  deps.live.touch();
  return done;
}

/** 初步候选 is a stage of the office alone: whatever comes back from the standing committee passes it within one act. */
export async function relistProposalAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version }: BodyOf<typeof relistProposal>,
): Promise<Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase'>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<
    Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase'>
  > {
    const it = yield* held(tx, me, id, version);
    if (isRefused(it)) return it;
    const { row, sight, year } = it;
    if (!mayRelist(me, row, year.state)) return refuse('wrong_phase', { state: row.state });
    const ready =
      row.state === 'submitted' ? yield* updateProposal(tx, row, { state: stateAfter(row, 'shortlist') }) : row;
    const changed = yield* moved(tx, ready, 'list', { by: me.accountId, at, reason: '', random: deps.random });
    return yield* proposalView(tx, me, changed, sight);
  });
  deps.live.touch();
  return done;
}

export async function shortlistProposalsAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { proposals }: BodyOf<typeof shortlistProposals>,
): Promise<Result<{ changed: number }, 'not_found' | 'conflict' | 'wrong_phase'>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx): Query<
    Result<{ changed: number }, 'not_found' | 'conflict' | 'wrong_phase'>
  > {
    for (const { id, version } of proposals) {
      const row = yield* proposalById(tx, id);
      if (!row || row.year !== year || row.submittedAt === null) return refuse('not_found');
      const problem: Refusal<'conflict' | 'wrong_phase'> | undefined =
        row.version !== version
          ? refuse('conflict')
          : row.state !== 'submitted'
            ? refuse('wrong_phase', { state: row.state })
            : undefined;
      if (problem) return problem;
      yield* moved(tx, row, 'shortlist', { by: me.accountId, at, reason: '', random: deps.random });
    }
    return { changed: proposals.length };
  });
  deps.live.touch();
  return done;
}
