import { createHash } from 'node:crypto';
import { and, asc, count, eq, gte } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { BodyOf, CandidateFields, Disclosure, PublicComment, prepareCommentPeriod } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { keepPrepared, onPublished } from '../years/disclosures.js';
import { standingDisclosures, updateYear, yearRow } from '../years/store.js';
import { isOpen, listRows, listedFields } from './papers.js';
import { nameOf, proposalById, yearListRow, type Query } from './store.js';

/** What the public reads of a project: without the person in charge, preparations and notes, which are for the offices. */
export const publicFields = (fields: CandidateFields): CandidateFields => ({
  ...fields,
  contact: '',
  readiness: '',
  note: '',
});

type PrepareRefusal = 'not_found' | 'already_prepared' | 'comments_were_open' | 'deadline_past' | 'still_sent_back';

export async function prepareCommentPeriodAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { title, from, until }: BodyOf<typeof prepareCommentPeriod>,
): Promise<Result<Disclosure, PrepareRefusal>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  if (until < from || until < todayOf(deps)) return refuse('deadline_past');
  return deps.store.write(function* (tx): Query<Result<Disclosure, PrepareRefusal>> {
    const row = yield* yearRow(tx, year);
    const list = yield* yearListRow(tx, year);
    if (!row || !list) return refuse('not_found');
    if (row.commentOpenedAt !== null) return refuse('comments_were_open');
    const waiting = (yield* standingDisclosures(tx, year)).some(
      (each) => each.kind === 'comment_period' && each.publishedAt === null,
    );
    if (waiting) return refuse('already_prepared');
    const rows = (yield* listRows(tx, list)).filter(({ state }) => state !== 'withdrawn');
    const open = rows.filter(isOpen);
    if (open.length > 0) return refuse('still_sent_back', open.map(nameOf));
    const projects = [];
    for (const each of rows)
      projects.push({
        id: each.id,
        listNumber: each.listNumber!,
        fields: publicFields(yield* listedFields(tx, each, new Map())),
      });
    const content = { from, until, projects };
    return yield* keepPrepared(tx, { id, year, kind: 'comment_period', title, content, by: me.accountId, at });
  });
}

onPublished('comment_period', function* (tx, { year, content }, at) {
  const row = (yield* yearRow(tx, year))!;
  const { from, until } = content as { from: string; until: string };
  yield* updateYear(tx, row, { commentFrom: from, commentUntil: until, commentOpenedAt: at });
});

export async function closeCommentPeriodAct(
  deps: Deps,
  me: SignedIn,
  year: number,
): Promise<Result<{ closedAt: string }, 'not_found' | 'comments_not_open'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<{ closedAt: string }, 'not_found' | 'comments_not_open'>> {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    if (row.commentOpenedAt === null || row.commentClosedAt !== null) return refuse('comments_not_open');
    yield* updateYear(tx, row, { commentClosedAt: at });
    yield* append(tx, { type: 'comments_closed', at, data: { year, by: me.accountId } });
    return { closedAt: at };
  });
}

const mostOfDevice = 20;
const mostOfMinute = 120;

/** Whoever sends has no name here: a device is known by the hash of a random number that its browser keeps. */
export async function sendCommentAct(
  deps: Deps,
  id: string,
  { text, device }: { text: string; device: string },
): Promise<Result<{ received: true }, 'not_found' | 'comments_not_open' | 'too_many_comments' | 'busy'>> {
  const at = timeOf(deps);
  const commentId = newId(deps.random);
  const hash = createHash('sha256').update(`piaojue comment ${device}`).digest('hex');
  const aMinuteAgo = new Date(deps.now().getTime() - 60_000).toISOString();
  return deps.store.write(function* (tx): Query<
    Result<{ received: true }, 'not_found' | 'comments_not_open' | 'too_many_comments' | 'busy'>
  > {
    const { q, t } = tx;
    const row = yield* proposalById(tx, id);
    const published = row ? yield* publishedPeriod(tx, row.year) : undefined;
    // Only what was published can be commented on; anything else does not exist here.
    if (!row || !published?.some((each) => each.id === id)) return refuse('not_found');
    const year = (yield* yearRow(tx, row.year))!;
    if (year.commentClosedAt !== null) return refuse('comments_not_open');
    const of = yield* first(q.select({ n: count() }).from(t.publicComment).where(eq(t.publicComment.device, hash)));
    if (Number(of?.n ?? 0) >= mostOfDevice) return refuse('too_many_comments');
    const lately = yield* first(
      q.select({ n: count() }).from(t.publicComment).where(gte(t.publicComment.at, aMinuteAgo)),
    );
    if (Number(lately?.n ?? 0) >= mostOfMinute) return refuse('busy');
    yield* first(
      q
        .insert(t.publicComment)
        .values({
          id: commentId,
          proposalId: id,
          text,
          at,
          device: hash,
          shown: false,
          reply: '',
          repliedBy: null,
          repliedAt: null,
        })
        .returning({ id: t.publicComment.id }),
    );
    return { received: true };
  });
}

export interface PublishedProject {
  readonly id: string;
  readonly listNumber: number;
  readonly fields: CandidateFields;
}

function* publishedPeriod(tx: Tx, year: number): Query<PublishedProject[] | undefined> {
  const row = (yield* standingDisclosures(tx, year)).find(
    ({ kind, publishedAt }) => kind === 'comment_period' && publishedAt !== null,
  );
  return row ? (row.content as { projects: PublishedProject[] }).projects : undefined;
}

type CommentRow = Tx['t']['publicComment']['$inferSelect'];
const commentView = (row: CommentRow, name: string): PublicComment => ({
  id: row.id,
  proposalId: row.proposalId,
  name,
  text: row.text,
  at: row.at,
  shown: row.shown,
  reply: row.reply,
  repliedAt: row.repliedAt,
});

export const listCommentsAct = (deps: Deps, year: number): Promise<{ comments: PublicComment[] }> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const rows = yield* all(
      q
        .select({ comment: t.publicComment, proposal: t.proposal })
        .from(t.publicComment)
        .innerJoin(t.proposal, eq(t.proposal.id, t.publicComment.proposalId))
        .where(eq(t.proposal.year, year))
        .orderBy(asc(t.publicComment.at), asc(t.publicComment.id))
        .limit(2000),
    );
    return { comments: rows.map(({ comment, proposal }) => commentView(comment, nameOf(proposal))) };
  });

async function changeComment(
  deps: Deps,
  me: SignedIn,
  id: string,
  type: string,
  change: (at: string) => Partial<CommentRow>,
): Promise<Result<PublicComment, 'not_found'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<PublicComment, 'not_found'>> {
    const { q, t } = tx;
    const [row] = yield* all(q.update(t.publicComment).set(change(at)).where(eq(t.publicComment.id, id)).returning());
    if (!row) return refuse('not_found');
    const of = (yield* proposalById(tx, row.proposalId))!;
    yield* append(tx, { type, at, data: { year: of.year, proposal: of.id, by: me.accountId } });
    return commentView(row, nameOf(of));
  });
}

export const showCommentAct = (deps: Deps, me: SignedIn, id: string, shown: boolean) =>
  changeComment(deps, me, id, shown ? 'comment_shown' : 'comment_hidden', () => ({ shown }));
export const replyToCommentAct = (deps: Deps, me: SignedIn, id: string, text: string) =>
  changeComment(deps, me, id, 'comment_answered', (at) => ({ reply: text, repliedBy: me.accountId, repliedAt: at }));

/** Comments let through, of one project, oldest first. */
export function* shownComments({ q, t }: Tx, proposalId: string): Query<CommentRow[]> {
  return yield* all(
    q
      .select()
      .from(t.publicComment)
      .where(and(eq(t.publicComment.proposalId, proposalId), eq(t.publicComment.shown, true)))
      .orderBy(asc(t.publicComment.at)),
  );
}
