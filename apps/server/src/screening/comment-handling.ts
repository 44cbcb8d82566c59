import { and, asc, count, desc, eq, gt, isNull, like, lt, or, type SQL } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type {
  BodyOf,
  CommentErasure,
  PublicComment,
  QueryOf,
  ReplyOf,
  eraseComment,
  listComments,
  replyToComment,
  showComment,
} from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { personalPieces } from '../suggestions/personal.js';
import { registerShowing } from '../years/showings.js';
import { erasedDevice } from './comments.js';
import { nameOf, proposalById, type Query } from './store.js';

type CommentRow = Tx['t']['publicComment']['$inferSelect'];
const commentView = (row: CommentRow, name: string, reason?: CommentErasure): PublicComment => ({
  id: row.id,
  proposalId: row.proposalId,
  name,
  text: row.text,
  at: row.at,
  shown: row.shown,
  reply: row.reply,
  repliedAt: row.repliedAt,
  erased: row.erasedAt === null ? null : { at: row.erasedAt, reason: reason ?? null },
});

/** Why words were erased stands in the log alone. */
function* erasuresOf({ q, t }: Tx, rows: readonly CommentRow[]): Query<Map<string, CommentErasure>> {
  if (rows.every(({ erasedAt }) => erasedAt === null)) return new Map();
  const entries = yield* all(
    q.select({ entry: t.logLeaf.entry }).from(t.logLeaf).where(like(t.logLeaf.entry, '%"type":"comment_erased"%')),
  );
  return new Map(
    entries.map(({ entry }) => {
      const { data } = JSON.parse(entry) as { data: { comment: string; reason: CommentErasure } };
      return [data.comment, data.reason];
    }),
  );
}

const onPage = 50;

/**
 * Oldest first, 50 a page, and in this order whatever becomes of them. A page goes on from a comment that the reader has
 * seen, not from a number of pages: what drops out of a choice (待答复, 未公开) then shifts nothing.
 */
export const listCommentsAct = (
  deps: Deps,
  year: number,
  { only, after, before }: QueryOf<typeof listComments>,
): Promise<ReplyOf<typeof listComments>> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const { publicComment: c, proposal: p } = t;
    const kept = isNull(c.erasedAt);
    const choices = { waiting: and(kept, eq(c.reply, '')), hidden: and(kept, eq(c.shown, false)) };
    const ofYear = eq(p.year, year);
    const chosen = only && choices[only];
    const countOf = function* (...where: (SQL | undefined)[]): Query<number> {
      const joined = q.select({ n: count() }).from(c).innerJoin(p, eq(p.id, c.proposalId));
      return Number((yield* first(joined.where(and(ofYear, ...where))))?.n ?? 0);
    };
    const from = yield* first(
      q
        .select({ at: c.at, id: c.id })
        .from(c)
        .where(eq(c.id, after ?? before ?? '')),
    );
    const later = (at: { at: string; id: string }) => or(gt(c.at, at.at), and(eq(c.at, at.at), gt(c.id, at.id)));
    const earlier = (at: { at: string; id: string }) => or(lt(c.at, at.at), and(eq(c.at, at.at), lt(c.id, at.id)));
    const backwards = from !== undefined && after === undefined;
    const rows = yield* all(
      q
        .select({ comment: c, proposal: p })
        .from(c)
        .innerJoin(p, eq(p.id, c.proposalId))
        .where(and(ofYear, chosen, from && (backwards ? earlier(from) : later(from))))
        .orderBy(...(backwards ? [desc(c.at), desc(c.id)] : [asc(c.at), asc(c.id)]))
        .limit(onPage),
    );
    if (backwards) rows.reverse();
    const start = rows[0]?.comment ?? from;
    const reasons = yield* erasuresOf(
      tx,
      rows.map(({ comment }) => comment),
    );
    return {
      total: yield* countOf(),
      waiting: yield* countOf(choices.waiting),
      hidden: yield* countOf(choices.hidden),
      chosen: yield* countOf(chosen),
      passed: start ? yield* countOf(chosen, earlier(start)) : 0,
      comments: rows.map(({ comment, proposal }) => commentView(comment, nameOf(proposal), reasons.get(comment.id))),
    };
  });

async function changeComment<R extends string>(
  deps: Deps,
  me: SignedIn,
  id: string,
  type: string,
  change: (row: CommentRow, at: string) => Partial<CommentRow> | Refusal<R>,
  reason?: CommentErasure,
): Promise<Result<PublicComment, 'not_found' | R>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<PublicComment, 'not_found' | R>> {
    const { q, t } = tx;
    const ofId = eq(t.publicComment.id, id);
    const before = yield* first(q.select().from(t.publicComment).where(ofId));
    if (!before) return refuse('not_found');
    const changed = change(before, at);
    if ('refusal' in changed) return changed;
    const of = (yield* proposalById(tx, before.proposalId))!;
    // Asked for twice it is done once.
    if (Object.keys(changed).length === 0)
      return commentView(before, nameOf(of), (yield* erasuresOf(tx, [before])).get(id));
    const [row] = yield* all(q.update(t.publicComment).set(changed).where(ofId).returning());
    if (!row) return refuse('not_found');
    const by = me.accountId;
    yield* append(tx, {
      type,
      at,
      data: { year: of.year, proposal: of.id, comment: id, by, ...(reason && { reason }) },
    });
    if (row.shown !== before.shown) {
      const { year } = of;
      yield* registerShowing(tx, { year, kind: 'comment', shown: row.shown, refs: [id], by, at }, deps.random);
    }
    return commentView(row, nameOf(of), reason);
  });
}

/** What looks personal is shown only after somebody looked at it. */
export const showCommentAct = (
  deps: Deps,
  me: SignedIn,
  id: string,
  { shown, looked = false }: BodyOf<typeof showComment>,
) =>
  changeComment<'personal_data' | 'comment_erased'>(deps, me, id, shown ? 'comment_shown' : 'comment_hidden', (row) => {
    const { text, erasedAt } = row;
    if (row.shown === shown) return {};
    if (erasedAt !== null) return refuse('comment_erased');
    const pieces = shown && !looked ? personalPieces(text) : [];
    return pieces.length > 0 ? refuse('personal_data', { pieces }) : { shown };
  });

/** The words are gone for good, and with them what could lead to whoever wrote them; the log names the comment and no word of it. */
export const eraseCommentAct = (deps: Deps, me: SignedIn, id: string, { reason }: BodyOf<typeof eraseComment>) =>
  changeComment<never>(
    deps,
    me,
    id,
    'comment_erased',
    ({ erasedAt, device, proposalId, text }, at) =>
      erasedAt === null ? { text: '', shown: false, erasedAt: at, device: erasedDevice(device, proposalId, text) } : {},
    reason,
  );

/** In place of the reply that was read; one that somebody else has written meanwhile stays. */
export const replyToCommentAct = (
  deps: Deps,
  me: SignedIn,
  id: string,
  { text, before }: BodyOf<typeof replyToComment>,
) =>
  changeComment<'conflict' | 'comment_erased'>(deps, me, id, 'comment_answered', (row, at) => {
    if (row.erasedAt !== null) return refuse('comment_erased');
    if (row.reply !== (before ?? '')) return refuse('conflict');
    return { reply: text, repliedBy: me.accountId, repliedAt: at };
  });

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
