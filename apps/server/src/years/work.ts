import { and, count, eq, inArray, isNotNull, isNull, lt, ne, type SQL } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { ReplyOf, readYearWork } from '@piaojue/contract';
import { criteria } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { refuse, type Result } from '../result.js';
import type { Deps } from '../deps.js';
import { sheetOf } from '../screening/revisions.js';
import { todayOf } from '../suggestions/days.js';
import { standingDisclosures, yearRow, type YearRow } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Work = ReplyOf<typeof readYearWork>;

const nothing: Work = {
  received: 0,
  handoversOpen: 0,
  handoversLate: 0,
  handoversReplied: 0,
  toReview: 0,
  opinionsAsked: 0,
  opinionsLate: 0,
  returned: 0,
  questions: 0,
  toMark: 0,
  toRelist: 0,
  papersUnsigned: false,
  commentsHidden: 0,
  candidatesUnprepared: false,
};

/** What of a year waits for this person, counted: each office its own, a unit only what is its own. */
export const readYearWorkAct = (deps: Deps, me: SignedIn, year: number): Promise<Result<Work, 'not_found'>> =>
  deps.store.read(function* (tx): Query<Result<Work, 'not_found'>> {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    const has = (...roles: string[]): boolean => me.roles.some((role) => roles.includes(role));
    const today = todayOf(deps);
    return {
      ...nothing,
      ...(has('unit') && me.unit ? yield* ofUnit(tx, year, me.unit, today) : {}),
      ...(has('clerk', 'gov_office') ? yield* ofHandlers(tx, year) : {}),
      ...(has('gov_office') ? yield* ofOffice(tx, row) : {}),
      ...(has('clerk') ? yield* ofClerk(tx, row) : {}),
      ...(has('committee', 'delegate') ? { papersUnsigned: yield* unsigned(tx, row, me.accountId) } : {}),
      ...(has('clerk', 'gov_office', 'committee') ? { toReview: yield* waitingFor(tx, row, me.accountId) } : {}),
    };
  });

function* number({ q }: Tx, from: Tx['t'][keyof Tx['t']], where: SQL | undefined): Query<number> {
  const row = yield* first(
    q
      .select({ n: count() })
      .from(from as Tx['t']['proposal'])
      .where(where),
  );
  return Number(row?.n ?? 0);
}

function* ofUnit(tx: Tx, year: number, unit: string, today: string): Query<Partial<Work>> {
  const { q, t } = tx;
  const handed = and(eq(t.handover.year, year), eq(t.handover.unit, unit), eq(t.handover.state, 'issued'));
  const mine = q
    .select({ id: t.proposal.id })
    .from(t.proposal)
    .where(and(eq(t.proposal.year, year), eq(t.proposal.unit, unit)));
  const asked = yield* all(
    q
      .select({ deadline: t.opinion.deadline })
      .from(t.opinion)
      .innerJoin(t.proposal, eq(t.proposal.id, t.opinion.proposalId))
      .where(
        and(
          eq(t.proposal.year, year),
          eq(t.opinion.unit, unit),
          isNull(t.opinion.answeredAt),
          inArray(t.proposal.state, ['submitted', 'returned', 'shortlisted', 'listed']),
        ),
      ),
  );
  return {
    handoversOpen: yield* number(tx, t.handover, handed),
    handoversLate: yield* number(tx, t.handover, and(handed, lt(t.handover.deadline, today))),
    opinionsAsked: asked.length,
    opinionsLate: asked.filter(({ deadline }) => deadline < today).length,
    returned: yield* number(
      tx,
      t.proposal,
      and(eq(t.proposal.year, year), eq(t.proposal.unit, unit), eq(t.proposal.state, 'returned')),
    ),
    questions:
      (yield* number(tx, t.question, and(inArray(t.question.proposalId, mine), isNull(t.question.answeredAt)))) +
      (yield* number(
        tx,
        t.remark,
        and(inArray(t.remark.proposalId, mine), eq(t.remark.kind, 'change'), isNull(t.remark.settledAt)),
      )),
  };
}

function* ofHandlers(tx: Tx, year: number): Query<Partial<Work>> {
  const { t } = tx;
  return {
    received: yield* number(tx, t.suggestion, and(eq(t.suggestion.year, year), eq(t.suggestion.state, 'received'))),
    handoversReplied: yield* number(tx, t.handover, and(eq(t.handover.year, year), eq(t.handover.state, 'replied'))),
  };
}

function* ofOffice(tx: Tx, { year, state }: YearRow): Query<Partial<Work>> {
  const { q, t } = tx;
  if (state === 'standing_committee_review')
    return {
      // Sent back, rewritten, and not yet on the list again.
      toRelist: yield* number(
        tx,
        t.proposal,
        and(
          eq(t.proposal.year, year),
          inArray(t.proposal.state, ['submitted', 'shortlisted']),
          isNotNull(t.proposal.listNumber),
        ),
      ),
    };
  if (state !== 'screen') return {};
  const rows = yield* all(
    q
      .select({ id: t.proposal.id })
      .from(t.proposal)
      .where(and(eq(t.proposal.year, year), inArray(t.proposal.state, ['submitted', 'shortlisted']))),
  );
  let toMark = 0;
  for (const { id } of rows) if ((yield* sheetOf(tx, id)).counted.length < criteria.length) toMark += 1;
  return { toMark };
}

function* ofClerk(tx: Tx, { year, state }: YearRow): Query<Partial<Work>> {
  const { q, t } = tx;
  const rows =
    state === 'standing_committee_review'
      ? yield* all(
          q
            .select({ n: count() })
            .from(t.publicComment)
            .innerJoin(t.proposal, eq(t.proposal.id, t.publicComment.proposalId))
            .where(
              and(
                eq(t.proposal.year, year),
                eq(t.publicComment.shown, false),
                eq(t.publicComment.reply, ''),
                isNull(t.publicComment.erasedAt),
              ),
            ),
        )
      : [];
  const candidates = (yield* standingDisclosures(tx, year)).some(({ kind }) => kind === 'candidates');
  return {
    commentsHidden: Number(rows[0]?.n ?? 0),
    candidatesUnprepared: state === 'candidates_fixed' && !candidates,
  };
}

function* unsigned({ q, t }: Tx, { year, state }: YearRow, accountId: string): Query<boolean> {
  if (state !== 'standing_committee_review' && state !== 'candidates_fixed') return false;
  const receipt = yield* first(
    q
      .select({ at: t.paperReceipt.at })
      .from(t.paperReceipt)
      .where(and(eq(t.paperReceipt.year, year), eq(t.paperReceipt.accountId, accountId))),
  );
  return receipt === undefined;
}

function* waitingFor(tx: Tx, { year }: YearRow, accountId: string): Query<number> {
  const { t } = tx;
  return yield* number(
    tx,
    t.disclosure,
    and(
      eq(t.disclosure.year, year),
      isNull(t.disclosure.publishedAt),
      isNull(t.disclosure.withdrawnAt),
      ne(t.disclosure.preparedBy, accountId),
    ),
  );
}
