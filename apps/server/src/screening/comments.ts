import { createHash } from 'node:crypto';
import { publicFields } from './listed.js';
import { and, count, eq, gte, or } from 'drizzle-orm';
import { first, type Tx } from '@piaojue/db';
import type { BodyOf, Disclosure, prepareCommentPeriod, sendComment } from '@piaojue/contract';
import { canonicalText } from '@piaojue/record';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import type { Gate } from '../collecting/gate.js';
import type { ProofRefusal } from '../collecting/proof.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { keepPrepared, onPublished } from '../years/disclosures.js';
import { standingDisclosures, updateYear, yearRow } from '../years/store.js';
import { isOpen, listRows, listedFields, publishedPeriod, type PublishedProject } from './papers.js';
import { nameOf, proposalById, yearListRow, type Query, type YearListRow } from './store.js';

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
    const open = (yield* listRows(tx, list)).filter(isOpen);
    if (open.length > 0) return refuse('still_sent_back', open.map(nameOf));
    const content = { from, until, projects: yield* projectsNow(tx, list) };
    return yield* keepPrepared(tx, deps.random, {
      id,
      year,
      kind: 'comment_period',
      title,
      content,
      by: me.accountId,
      at,
    });
  });
}

/** What the public would read of the list now. */
function* projectsNow(tx: Tx, list: YearListRow): Query<PublishedProject[]> {
  const projects: PublishedProject[] = [];
  for (const row of yield* listRows(tx, list))
    if (row.state !== 'withdrawn')
      projects.push({
        id: row.id,
        listNumber: row.listNumber!,
        fields: publicFields(yield* listedFields(tx, row, new Map())),
      });
  return projects;
}

onPublished('comment_period', {
  /** A list that changed since, or was decided on, is not shown for comments. */
  *holds(tx, { year, content }) {
    const row = (yield* yearRow(tx, year))!;
    const list = yield* yearListRow(tx, year);
    if (!list || row.state !== 'standing_committee_review' || row.commentOpenedAt !== null) return false;
    if ((yield* listRows(tx, list)).some(isOpen)) return false;
    const { projects } = content as { projects: PublishedProject[] };
    return canonicalText(projects as never) === canonicalText((yield* projectsNow(tx, list)) as never);
  },
  *effect(tx, { year, content }, at) {
    const row = (yield* yearRow(tx, year))!;
    const { from, until } = content as { from: string; until: string };
    yield* updateYear(tx, row, { commentFrom: from, commentUntil: until, commentOpenedAt: at });
  },
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
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * What stands in place of the device once the words are erased: the same words sent again are known by it, while it tells
 * neither the words nor who else wrote from that device.
 */
export const erasedDevice = (device: string, proposalId: string, text: string): string =>
  digestOf(`piaojue erased comment ${device} ${proposalId} ${text}`);

type CommentRefusal =
  | 'not_found'
  | 'comments_not_open'
  | 'too_many_comments'
  | 'no_script_limit'
  | 'too_many_requests'
  | 'busy'
  | ProofRefusal;

/** Whoever sends has no name here: a device is known by the hash of a random number that its browser keeps. */
export async function sendCommentAct(
  deps: Deps,
  { limits, challenges }: Gate,
  from: string,
  id: string,
  { text, device, proof }: BodyOf<typeof sendComment>,
): Promise<Result<{ received: true }, CommentRefusal>> {
  const now = deps.now().getTime();
  if (!limits.comment.take(from, now)) return refuse('too_many_requests');
  const hash = digestOf(`piaojue comment ${device}`);
  if (proof !== null) {
    const refused = await challenges.spend(proof, `comment ${id} ${hash} ${digestOf(text)}`);
    if (refused) return refused;
  } else if (!limits.commentWithoutScript.take(from, now) || !limits.commentWithoutScriptInAll.take('', now))
    return refuse('no_script_limit');

  const at = timeOf(deps);
  const commentId = newId(deps.random);
  const aMinuteAgo = new Date(now - 60_000).toISOString();
  return deps.store.write(function* (tx): Query<Result<{ received: true }, CommentRefusal>> {
    const { q, t } = tx;
    const row = yield* proposalById(tx, id);
    const published = row ? yield* publishedPeriod(tx, row.year) : undefined;
    // Only what was published can be commented on; anything else does not exist here.
    if (!row || !published?.some((each) => each.id === id)) return refuse('not_found');
    const year = (yield* yearRow(tx, row.year))!;
    if (year.commentClosedAt !== null) return refuse('comments_not_open');
    const ofDevice = eq(t.publicComment.device, hash);
    // The same words again are the answer that got lost on the way, not a second comment.
    const before = yield* first(
      q
        .select({ id: t.publicComment.id })
        .from(t.publicComment)
        .where(
          and(
            eq(t.publicComment.proposalId, id),
            or(and(ofDevice, eq(t.publicComment.text, text)), eq(t.publicComment.device, erasedDevice(hash, id, text))),
          ),
        ),
    );
    if (before) return { received: true };
    const of = yield* first(q.select({ n: count() }).from(t.publicComment).where(ofDevice));
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
          erasedAt: null,
        })
        .returning({ id: t.publicComment.id }),
    );
    return { received: true };
  });
}
