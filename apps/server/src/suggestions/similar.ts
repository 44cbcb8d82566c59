import { and, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { places } from '../years/store.js';
import { likeness, pairsOf, sharingMost } from './grams.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** At and above this likeness two suggestions are shown as similar (measured: docs/measurements.md). */
export const similarFrom = 0.2;

/** So many are read and compared. */
const mostRead = 200;

/** Pairs that nearly every suggestion holds say nothing about likeness. */
const common = new Set(
  '建议 希望 我们 村民 居民 群众 解决 问题 增加 建设 改造 新建 安装 请求 尽快 反映 没有 领导 来电 政府 能不 不能 就好 好了'.split(
    ' ',
  ),
);
/** How much of the likeness of words counts where the places differ, and where one of them is not known exactly. */
const elsewhere = 0.15;
const perhaps = 0.65;
/** A title word by word the same is always worth a look, whatever places the two name. */
const sameHeading = 0.5;

export interface Similar {
  readonly seq: number;
  readonly likeness: number;
}
interface Text {
  readonly title: string;
  readonly content: string;
  readonly placeCode?: string | null;
  readonly placeNote?: string;
}
type PlaceRow = Tx['t']['place']['$inferSelect'];

/** A text without the names of its place: these are compared on their own. */
interface Read {
  /** The title as typed, for those who say the same word by word. */
  readonly heading: ReadonlySet<string>;
  readonly title: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
  readonly words: string;
  readonly place: PlaceRow | undefined;
  readonly note: ReadonlySet<string>;
}

function reader(rows: readonly PlaceRow[]): (text: Text) => Read {
  const byCode = new Map(rows.map((row) => [row.code, row]));
  const names = rows.filter(({ townCode }) => townCode !== null);
  const towns = rows.filter(({ townCode }) => townCode === null);
  return ({ title, content, placeCode, placeNote = '' }) => {
    const words = `${title}\n${content}`;
    const given = byCode.get(placeCode ?? '');
    // Whoever names no village, or only its town, often has it in the text.
    const named = names.find(
      ({ name, townCode }) => words.includes(name) && (given === undefined || given.code === townCode),
    );
    const place = given?.townCode != null ? given : (named ?? given ?? towns.find(({ name }) => words.includes(name)));
    const town = place?.townCode == null ? place : byCode.get(place.townCode);
    const local = pairsOf(`${town?.name ?? ''}${place === town ? '' : (place?.name ?? '')}${placeNote}`);
    for (const pair of pairsOf(`${place?.name ?? ''}\n${placeNote}`)) local.add(pair);
    const plain = (text: string): Set<string> =>
      new Set([...pairsOf(text)].filter((pair) => !local.has(pair) && !common.has(pair)));
    return { heading: pairsOf(title), title: plain(title), all: plain(words), words, place, note: pairsOf(placeNote) };
  };
}

/** 1 = at the same place, as far as the two say. */
function sharedPlace(a: Read, b: Read): number {
  if (!a.place || !b.place) return perhaps;
  if (a.place.code !== b.place.code)
    return a.place.code === b.place.townCode || b.place.code === a.place.townCode ? perhaps : elsewhere;
  if (a.note.size === 0 && b.note.size === 0) return 1;
  if (a.note.size > 0 && b.note.size > 0) return likeness(a.note, b.note) > 0.6 ? 1 : elsewhere;
  // One says the spot in a field of its own, the other in the text or not at all.
  const [said, text] = a.note.size > 0 ? [a.note, b.words] : [b.note, a.words];
  return held(said, pairsOf(text)) > 0.8 ? 1 : perhaps;
}

/** The share of the first that the second holds. */
function held(part: ReadonlySet<string>, whole: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of part) if (whole.has(pair)) shared += 1;
  return part.size === 0 ? 0 : shared / part.size;
}

/**
 * How alike two suggestions are, 0 to 1: half by all their words, half by how much of each title the other one holds (people
 * say in the text what others put into the title); less where the places differ.
 */
const alike = (a: Read, b: Read): number =>
  Math.max(
    (likeness(a.all, b.all) / 2 + (held(a.title, b.all) + held(b.title, a.all)) / 4) * sharedPlace(a, b),
    likeness(a.heading, b.heading) > 0.9 ? sameHeading : 0,
  );

/**
 * The suggestions of a year that say much the same as a title and a text, most alike first. The index names those that
 * share pairs of characters, likeness is then measured on them.
 * One that was merged speaks for the one that leads it.
 * @param also  a further condition on those that are named, such as "shown to the public".
 */
export function* similarTo(
  tx: Tx,
  given: Text & { year: number; except?: number; also?: SQL | undefined; most?: number },
): Query<Similar[]> {
  const { q, t } = tx;
  const read = reader(yield* places(tx));
  const wanted = read(given);
  // Title and place choose; the text helps where the title is short.
  const asked = [...new Set([...wanted.title, ...(wanted.place ? pairsOf(wanted.place.name) : []), ...wanted.all])];
  if (asked.length === 0) return [];
  const among = and(eq(t.suggestion.year, given.year), ne(t.suggestion.state, 'split'), given.also);
  const rows = yield* all(
    q
      .select({
        seq: t.suggestion.seq,
        title: t.suggestion.title,
        content: t.suggestion.content,
        placeCode: t.suggestion.placeCode,
        placeNote: t.suggestion.placeNote,
        mergedInto: t.suggestion.mergedInto,
      })
      .from(t.suggestion)
      .where(inArray(t.suggestion.seq, sql`(${sharingMost(tx, asked.slice(0, 16), among, mostRead)})`)),
  );
  const best = new Map<number, number>();
  for (const row of rows) {
    const seq = row.mergedInto ?? row.seq;
    const is = alike(wanted, read(row));
    if (row.seq === given.except || seq === given.except || is < similarFrom) continue;
    best.set(seq, Math.max(best.get(seq) ?? 0, is));
  }
  const named = yield* namedOnly(tx, rows, best, given.also);
  return named
    .map((seq) => ({ seq, likeness: best.get(seq)! }))
    .toSorted((a, b) => b.likeness - a.likeness || a.seq - b.seq)
    .slice(0, given.most ?? 8);
}

/** Of those found, the ones that `also` holds for: the leading ones were not asked yet. */
function* namedOnly(
  { q, t }: Tx,
  rows: readonly { seq: number; mergedInto: number | null }[],
  found: ReadonlyMap<number, number>,
  also: SQL | undefined,
): Query<number[]> {
  const asked = new Set(rows.filter(({ mergedInto }) => mergedInto === null).map(({ seq }) => seq));
  const seqs = [...found.keys()];
  const leading = seqs.filter((seq) => !asked.has(seq));
  if (leading.length === 0) return seqs;
  const known = yield* all(
    q
      .select({ seq: t.suggestion.seq })
      .from(t.suggestion)
      .where(and(inArray(t.suggestion.seq, leading), ne(t.suggestion.state, 'split'), also)),
  );
  return [...seqs.filter((seq) => asked.has(seq)), ...known.map(({ seq }) => seq)];
}
