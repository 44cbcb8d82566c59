import { eq } from 'drizzle-orm';
import { first, type Tx } from '@piaojue/db';
import type { BodyOf, Question, Remark, addRemark } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { accountNames, yearRow } from '../years/store.js';
import { listedIn } from './listed.js';
import { aboutListed } from './moves.js';
import { isUnit } from './sight.js';
import { proposalById, yearListRow, type ProposalRow, type Query } from './store.js';
import { questionView, remarkView } from './view.js';

/** A project of the papers while they lie before the standing committee. Anything else does not exist for its readers. */
function* onPapers(tx: Tx, id: string): Query<ProposalRow | Refusal<'not_found' | 'wrong_phase'>> {
  const row = yield* proposalById(tx, id);
  const list = row ? yield* yearListRow(tx, row.year) : undefined;
  if (!row || !list || !listedIn(list).some((each) => each.id === id)) return refuse('not_found');
  const { state } = (yield* yearRow(tx, row.year))!;
  return state === 'standing_committee_review' ? row : refuse('wrong_phase', { state });
}

/** Questions are asked of a project until the sitting begins; delegates read the papers before it. */
function* beforeSitting(tx: Tx, id: string): Query<ProposalRow | Refusal<'not_found' | 'wrong_phase'>> {
  const row = yield* onPapers(tx, id);
  if (!isRefused(row) || row.refusal === 'not_found') return row;
  const found = (yield* proposalById(tx, id))!;
  const { state } = (yield* yearRow(tx, found.year))!;
  return ['candidates_fixed', 'review_in_session'].includes(state) ? found : row;
}

export async function askQuestionAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  text: string,
): Promise<Result<Question, 'not_found' | 'wrong_phase'>> {
  const at = timeOf(deps);
  const questionId = newId(deps.random);
  return deps.store.write(function* (tx): Query<Result<Question, 'not_found' | 'wrong_phase'>> {
    const row = yield* beforeSitting(tx, id);
    if (isRefused(row)) return row;
    const asked = yield* first(
      tx.q
        .insert(tx.t.question)
        .values({
          id: questionId,
          proposalId: id,
          by: me.accountId,
          at,
          text,
          answer: '',
          answeredBy: null,
          answeredAt: null,
        })
        .returning(),
    );
    yield* append(tx, { type: 'question_asked', at, ...aboutListed(row, me.accountId, deps.random) });
    return questionView(asked!, yield* accountNames(tx));
  });
}

export async function answerQuestionAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  text: string,
): Promise<Result<Question, 'not_found' | 'already_answered'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Question, 'not_found' | 'already_answered'>> {
    const { q, t } = tx;
    const row = yield* first(q.select().from(t.question).where(eq(t.question.id, id)));
    const of = row ? yield* proposalById(tx, row.proposalId) : undefined;
    if (!row || !of || !isUnit(me, of.unit)) return refuse('not_found');
    if (row.answeredAt !== null) return refuse('already_answered');
    const answered = yield* first(
      q
        .update(t.question)
        .set({ answer: text, answeredBy: me.accountId, answeredAt: at })
        .where(eq(t.question.id, id))
        .returning(),
    );
    yield* append(tx, { type: 'question_answered', at, ...aboutListed(of, me.accountId, deps.random) });
    return questionView(answered!, yield* accountNames(tx));
  });
}

export async function addRemarkAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { kind, text }: BodyOf<typeof addRemark>,
): Promise<Result<Remark, 'not_found' | 'wrong_phase'>> {
  const at = timeOf(deps);
  const remarkId = newId(deps.random);
  return deps.store.write(function* (tx): Query<Result<Remark, 'not_found' | 'wrong_phase'>> {
    const row = yield* onPapers(tx, id);
    if (isRefused(row)) return row;
    const said = yield* first(
      tx.q
        .insert(tx.t.remark)
        .values({
          id: remarkId,
          proposalId: id,
          kind,
          text,
          by: me.accountId,
          at,
          settled: '',
          settledBy: null,
          settledAt: null,
        })
        .returning(),
    );
    yield* append(tx, { type: 'remark_made', at, ...aboutListed(row, me.accountId, deps.random) });
    return remarkView(said!, yield* accountNames(tx));
  });
}

export async function settleRemarkAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  text: string,
): Promise<Result<Remark, 'not_found' | 'already_answered'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Remark, 'not_found' | 'already_answered'>> {
    const { q, t } = tx;
    const row = yield* first(q.select().from(t.remark).where(eq(t.remark.id, id)));
    const of = row ? yield* proposalById(tx, row.proposalId) : undefined;
    if (!row || !of || !(me.roles.includes('clerk') || isUnit(me, of.unit))) return refuse('not_found');
    if (row.settledAt !== null) return refuse('already_answered');
    const settled = yield* first(
      q
        .update(t.remark)
        .set({ settled: text, settledBy: me.accountId, settledAt: at })
        .where(eq(t.remark.id, id))
        .returning(),
    );
    yield* append(tx, { type: 'remark_settled', at, ...aboutListed(of, me.accountId, deps.random) });
    return remarkView(settled!, yield* accountNames(tx));
  });
}
