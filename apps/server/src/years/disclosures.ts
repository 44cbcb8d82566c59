import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import type { BodyOf, Disclosure, prepareDisclosure, prepareNoticeChange } from '@piaojue/contract';
import { canonicalText, digestOf } from '@piaojue/record';
import { suggestionDecisions } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { writeLetters } from '../suggestions/letters.js';
import {
  accountNames,
  disclosureById,
  disclosuresOf,
  noticeParts,
  publishedDisclosures,
  publishedNotice,
  standingDisclosures,
  updateYear,
  yearRow,
  type DisclosureRow,
  type YearRow,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

const lineOf = (row: DisclosureRow, names: ReadonlyMap<string, string>): Disclosure => ({
  id: row.id,
  year: row.year,
  kind: row.kind as Disclosure['kind'],
  title: row.title,
  hash: row.hash,
  preparedBy: names.get(row.preparedBy) ?? '',
  preparedAt: row.preparedAt,
  reviewedBy: row.reviewedBy === null ? null : (names.get(row.reviewedBy) ?? ''),
  publishedAt: row.publishedAt,
  withdrawnAt: row.withdrawnAt,
});

export const listDisclosuresAct = (deps: Deps, me: SignedIn, year: number) =>
  deps.store.read(function* (tx) {
    const names = yield* accountNames(tx);
    const rows = yield* disclosuresOf(tx, year);
    const acts = me.roles.some((role) => ['clerk', 'gov_office', 'committee'].includes(role));
    return {
      disclosures: rows.map((row) => {
        const waits = acts && row.publishedAt === null && row.withdrawnAt === null;
        return {
          ...lineOf(row, names),
          content: row.content,
          mayReview: waits && row.preparedBy !== me.accountId,
          mayWithdraw: waits,
        };
      }),
    };
  });

export const readRegisterAct = (deps: Deps) =>
  deps.store.read(function* (tx) {
    const names = yield* accountNames(tx);
    return { disclosures: (yield* publishedDisclosures(tx)).map((row) => lineOf(row, names)) };
  });

/** Decisions that stand and that nobody outside has heard of: of each suggestion the newest, where it is its state now. */
export function* unannounced({ q, t }: Tx, year: number): Query<{ id: string; act: string }[]> {
  const { suggestionEvent: e } = t;
  const rows = yield* all(
    q
      .select({ id: e.id, act: e.act, state: t.suggestion.state })
      .from(e)
      .innerJoin(t.suggestion, eq(t.suggestion.seq, e.seq))
      .where(
        and(
          eq(t.suggestion.year, year),
          isNull(e.announcedAt),
          inArray(e.act, [...suggestionDecisions]),
          // An older one that was never announced is no news once a later one stands.
          sql`not exists (select 1 from ${e} as later where later.seq = ${e.seq} and later.id > ${e.id} and later.act in ('adopt', 'pool', 'decline'))`,
        ),
      )
      .orderBy(asc(e.at), asc(e.id)),
  );
  return rows.filter(({ act, state }) => decided[act] === state).map(({ id, act }) => ({ id, act }));
}
const decided: Readonly<Record<string, string>> = { adopt: 'adopted', pool: 'pooled', decline: 'declined' };

const noticeOf = ({ notice, collectFrom, collectUntil }: YearRow) => ({ notice, collectFrom, collectUntil });

export async function prepareDisclosureAct(
  deps: Deps,
  by: string,
  year: number,
  { kind, title }: BodyOf<typeof prepareDisclosure>,
): Promise<Result<Disclosure, 'not_found' | 'nothing_to_publish' | 'already_prepared' | 'wrong_phase' | 'until_past'>> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx) {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    const earlier = yield* disclosuresOf(tx, year);
    if (earlier.some((each) => each.kind === kind && each.publishedAt === null && each.withdrawnAt === null))
      return refuse('already_prepared');
    let content: Record<string, unknown>;
    if (kind === 'notice') {
      if (row.state !== 'prepare') return refuse('wrong_phase', { state: row.state });
      if (earlier.some((each) => each.kind === kind && each.publishedAt !== null))
        return refuse('nothing_to_publish', '征集公告已经公开；要延期或者更正的，另发公告。');
      if (row.notice === '') return refuse('nothing_to_publish', '征集公告还没有写。');
      if (row.collectFrom === null || row.collectUntil === null)
        return refuse('nothing_to_publish', '征集起止日期还没有填。');
      if (row.collectUntil < todayOf(deps)) return refuse('until_past');
      content = noticeOf(row);
    } else {
      const events = yield* unannounced(tx, year);
      if (events.length === 0) return refuse('nothing_to_publish', '没有还未公布的处理结果。');
      const count = (act: string) => events.filter((event) => event.act === act).length;
      content = {
        events: events.map((event) => event.id),
        adopted: count('adopt'),
        pooled: count('pool'),
        declined: count('decline'),
      };
    }
    return yield* keepPrepared(tx, deps.random, { id, year, kind, title, content, by, at });
  });
}

/**
 * Also for what other areas make public (公示、候选项目): the same register, the same two people. The hash of what waits is in
 * the log: the number, drawn by chance, keeps it from being guessed before it is public.
 */
export function* keepPrepared(
  tx: Tx,
  random: Deps['random'],
  given: {
    id: string;
    year: number;
    kind: Disclosure['kind'];
    title: string;
    content: Record<string, unknown>;
    by: string;
    at: string;
  },
): Query<Disclosure> {
  const { id, year, kind, title, by, at } = given;
  const content = { nonce: newId(random), ...given.content };
  const row: DisclosureRow = {
    id,
    year,
    kind,
    title,
    content,
    hash: digestOf(content),
    preparedBy: by,
    preparedAt: at,
    reviewedBy: null,
    publishedAt: null,
    withdrawnAt: null,
  };
  yield* first(tx.q.insert(tx.t.disclosure).values(row).returning());
  yield* append(tx, { type: 'disclosure_prepared', at, data: { disclosure: id, year, kind, hash: row.hash, by } });
  return lineOf(row, yield* accountNames(tx));
}

/** What a kind of disclosure does when it becomes public, and whether what was prepared still holds; each area adds its own. */
interface Kind {
  holds?(tx: Tx, row: DisclosureRow): Query<boolean>;
  effect?(tx: Tx, row: DisclosureRow, at: string, random: Deps['random']): Query<void>;
}
const kinds = new Map<string, Kind>();
export const onPublished = (kind: Disclosure['kind'], given: Kind): void => void kinds.set(kind, given);

onPublished('notice', {
  *holds(tx, { year, content }) {
    const row = (yield* yearRow(tx, year))!;
    const before = yield* publishedNotice(tx, year);
    if (!followsAnother(content))
      return (
        row.state === 'prepare' && before === undefined && noticeParts.every((part) => content[part] === row[part])
      );
    return mayFollow(row) && before?.id === content.follows && !beginsAnew(row, content);
  },
  *effect(tx, { year, content }) {
    if (!followsAnother(content)) return;
    const { collectFrom, collectUntil } = content;
    yield* updateYear(tx, (yield* yearRow(tx, year))!, { collectFrom, collectUntil });
  },
});

/** A notice that moves the dates of a published one, or mends it. */
type Following = { notice: string; collectFrom: string; collectUntil: string; follows: string };
const followsAnother = (content: Record<string, unknown>): content is Following => 'follows' in content;
const mayFollow = ({ state, collectClosedAt }: YearRow): boolean =>
  state === 'prepare' || (state === 'collect' && collectClosedAt === null);
/** The beginning is past once the window is open. */
const beginsAnew = (row: YearRow, { collectFrom }: Pick<Following, 'collectFrom'>): boolean =>
  row.collectOpenedAt !== null && collectFrom !== row.collectFrom;

export async function prepareNoticeChangeAct(
  deps: Deps,
  by: string,
  year: number,
  { title, notice, collectFrom, collectUntil }: BodyOf<typeof prepareNoticeChange>,
): Promise<
  Result<
    Disclosure,
    | 'not_found'
    | 'notice_not_published'
    | 'collecting_closed'
    | 'already_prepared'
    | 'dates_reversed'
    | 'until_past'
    | 'window_begun'
  >
> {
  const at = timeOf(deps);
  const id = newId(deps.random);
  if (collectUntil < collectFrom) return refuse('dates_reversed');
  if (collectUntil < todayOf(deps)) return refuse('until_past');
  return deps.store.write(function* (tx) {
    const row = yield* yearRow(tx, year);
    if (!row) return refuse('not_found');
    const before = yield* publishedNotice(tx, year);
    if (!before) return refuse('notice_not_published');
    if (!mayFollow(row)) return refuse('collecting_closed');
    if (beginsAnew(row, { collectFrom })) return refuse('window_begun');
    const standing = yield* standingDisclosures(tx, year);
    if (standing.some((each) => each.kind === 'notice' && each.publishedAt === null)) return refuse('already_prepared');
    const content = { notice, collectFrom, collectUntil, follows: before.id } satisfies Following;
    return yield* keepPrepared(tx, deps.random, { id, year, kind: 'notice', title, content, by, at });
  });
}

onPublished('answers', {
  *effect(tx, row, at, random) {
    const ids = (row.content as { events: string[] }).events;
    const decided = { adopt: [] as number[], pool: [] as number[], decline: [] as number[] };
    for (let from = 0; from < ids.length; from += 200) {
      const told = yield* all(
        tx.q
          .update(tx.t.suggestionEvent)
          .set({ announcedAt: at })
          .where(
            and(
              inArray(tx.t.suggestionEvent.id, ids.slice(from, from + 200)),
              isNull(tx.t.suggestionEvent.announcedAt),
            ),
          )
          .returning(),
      );
      yield* writeLetters(tx, told, at, random);
      for (const { act, seq } of told) if (act in decided) decided[act as keyof typeof decided].push(seq);
    }
    yield* append(tx, {
      type: 'decisions_announced',
      at,
      data: {
        disclosure: row.id,
        year: row.year,
        adopted: decided.adopt,
        pooled: decided.pool,
        declined: decided.decline,
      },
    });
  },
});

export async function publishDisclosureAct(
  deps: Deps,
  by: string,
  year: number,
  id: string,
): Promise<Result<Disclosure, 'not_found' | 'wrong_person' | 'already_published' | 'content_changed'>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx) {
    const row = yield* disclosureById(tx, year, id);
    if (!row) return refuse('not_found');
    if (row.publishedAt !== null || row.withdrawnAt !== null) return refuse('already_published');
    if (row.preparedBy === by) return refuse('wrong_person');
    const kind = kinds.get(row.kind);
    if (kind?.holds && !(yield* kind.holds(tx, row))) return refuse('content_changed');
    const [published] = yield* all(
      tx.q
        .update(tx.t.disclosure)
        .set({ reviewedBy: by, publishedAt: at })
        .where(eq(tx.t.disclosure.id, id))
        .returning(),
    );
    yield* append(tx, {
      type: 'disclosure_published',
      at,
      data: { disclosure: id, year, kind: row.kind, hash: row.hash, preparedBy: row.preparedBy, by },
    });
    if (kind?.effect) yield* kind.effect(tx, row, at, deps.random);
    return lineOf(published!, yield* accountNames(tx));
  });
  deps.live.touch();
  return done;
}

export async function withdrawDisclosureAct(
  deps: Deps,
  by: string,
  year: number,
  id: string,
): Promise<Result<Disclosure, 'not_found' | 'already_published'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const row = yield* disclosureById(tx, year, id);
    if (!row) return refuse('not_found');
    if (row.publishedAt !== null || row.withdrawnAt !== null) return refuse('already_published');
    const [withdrawn] = yield* all(
      tx.q.update(tx.t.disclosure).set({ withdrawnAt: at }).where(eq(tx.t.disclosure.id, id)).returning(),
    );
    yield* append(tx, { type: 'disclosure_withdrawn', at, data: { disclosure: id, year, kind: row.kind, by } });
    return lineOf(withdrawn!, yield* accountNames(tx));
  });
}

/** The exact content of what is public, in the form of which the register gives the SHA-256. */
export const publicContentAct = (deps: Deps, id: string): Promise<Result<string, 'not_found'>> =>
  deps.store.read(function* ({ q, t }) {
    const row = yield* first(q.select().from(t.disclosure).where(eq(t.disclosure.id, id)));
    return row?.publishedAt ? canonicalText(row.content as never) : refuse('not_found');
  });
