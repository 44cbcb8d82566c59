import { all, first, type Tx } from '@piaojue/db';
import type { BodyOf, ReplyOf, carryProposal } from '@piaojue/contract';
import { poolProposalStates } from '@piaojue/rules';
import { eq } from 'drizzle-orm';
import type { SignedIn } from '../accounts/sessions.js';
import { unitNames } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { held, mostOfUnit, newDraft } from '../screening/proposals.js';
import { isUnit } from '../screening/sight.js';
import {
  draftOf,
  originSeqs,
  proposalsOfUnit,
  updateProposal,
  type ProposalRow,
  type Query,
} from '../screening/store.js';
import { carriedFrom, knownOf } from '../screening/taken-up.js';
import { yearRow } from '../years/store.js';
import { refusedYear } from './years.js';

type Carried = Result<
  ReplyOf<typeof carryProposal>,
  | 'not_found'
  | 'conflict'
  | 'wrong_step'
  | 'wrong_phase'
  | 'year_not_later'
  | 'already_carried'
  | 'not_your_act'
  | 'too_many_proposals'
  | 'unit_unknown'
>;

/**
 * 用作某年度项目建议: a new draft of the same unit that begins with what the old one says. The old one stays as it is, its
 * version too: that a unit writes something is its own matter, and so its act has no entry of its own in the log either;
 * the entry of the submission names where it began. What the government office gives is an act of the office.
 */
export async function carryProposalAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { proposalId, version }: BodyOf<typeof carryProposal>,
): Promise<Carried> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx): Query<Carried> {
    const it = yield* held(tx, me, proposalId, version);
    if (isRefused(it)) return it;
    const { row } = it;
    const own = isUnit(me, row.unit);
    if (!own && !me.roles.includes('gov_office')) return refuse('not_your_act');
    if (!(poolProposalStates as readonly string[]).includes(row.state))
      return refuse('wrong_step', { state: row.state });
    const into = yield* yearRow(tx, year);
    if (!into) return refuse('not_found');
    const wrongYear = refusedYear(row.year, into);
    if (wrongYear) return wrongYear;
    const before = (yield* carriedFrom(tx, [row.id])).find((each) => each.year === year);
    if (before && knownOf(me, before)) return refuse('already_carried');

    if (own && (yield* proposalsOfUnit(tx, year, row.unit)).length >= mostOfUnit) return refuse('too_many_proposals');
    if (!own && !(yield* unitNames(tx)).includes(row.unit)) return refuse('unit_unknown', `没有“${row.unit}”的账号。`);
    if (before) yield* give(tx, before, me.accountId);
    else {
      const given = { id, year, unit: row.unit, fields: draftOf(row.fields), carriedFrom: row.id };
      yield* newDraft(tx, { ...given, givenBy: own ? null : me.accountId }, me.accountId, at);
      yield* copyOrigins(tx, row.id, id);
    }
    if (!own)
      yield* append(tx, {
        type: 'proposal_given',
        at,
        data: { proposal: row.id, from: row.year, year, unit: row.unit, by: me.accountId },
      });
    return { year, id: own ? id : null, unit: row.unit };
  });
}

/**
 * The unit has begun by itself, which the office may not learn: it gives what is there already, and is answered as if it had
 * not been. What the unit had thrown away is a draft again.
 */
function* give(tx: Tx, draft: ProposalRow, by: string): Query<void> {
  const { q, t } = tx;
  if (draft.state === 'withdrawn') yield* updateProposal(tx, draft, { state: 'draft', givenBy: by });
  // Not a change of what it says: whoever of the unit writes at this moment is not in conflict.
  else
    yield* first(
      q.update(t.proposal).set({ givenBy: by }).where(eq(t.proposal.id, draft.id)).returning({ id: t.proposal.id }),
    );
}

function* copyOrigins(tx: Tx, from: string, to: string): Query<void> {
  const { q, t } = tx;
  const seqs = yield* originSeqs(tx, from);
  for (let i = 0; i < seqs.length; i += 300)
    yield* all(
      q
        .insert(t.proposalOrigin)
        .values(seqs.slice(i, i + 300).map((seq) => ({ proposalId: to, seq })))
        .returning({ seq: t.proposalOrigin.seq }),
    );
}
