import { and, eq, ne, type SQL } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { likeness, pairsOf, shares } from './grams.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** At and above this likeness two suggestions are shown as similar (measured: docs/measurements.md). */
export const similarFrom = 0.3;

/** Pairs that nearly every suggestion holds say nothing about likeness. */
const common = new Set([
  '建议',
  '希望',
  '我们',
  '村民',
  '居民',
  '群众',
  '解决',
  '问题',
  '增加',
  '建设',
  '改造',
  '新建',
  '安装',
  '请求',
]);

export interface Similar {
  readonly seq: number;
  readonly likeness: number;
}

/**
 * The suggestions of a year that say much the same as a title and a text, most alike first. The index names those that share
 * pairs of characters with the title, likeness is then measured on title (two thirds) and content (one third).
 * @param also  a further condition, such as "shown to the public".
 */
export function* similarTo(
  tx: Tx,
  given: { year: number; title: string; content: string; except?: number; also?: SQL | undefined; most?: number },
): Query<Similar[]> {
  const { q, t } = tx;
  const titlePairs = pairsOf(given.title);
  const asked = [...titlePairs].filter((pair) => !common.has(pair)).slice(0, 24);
  if (asked.length === 0) return [];
  const contentPairs = pairsOf(given.content);
  const rows = yield* all(
    q
      .select({ seq: t.suggestion.seq, title: t.suggestion.title, content: t.suggestion.content })
      .from(t.suggestion)
      .where(
        and(
          eq(t.suggestion.year, given.year),
          ne(t.suggestion.state, 'merged'),
          ne(t.suggestion.state, 'split'),
          given.also,
          shares(tx, asked),
        ),
      )
      .limit(200),
  );
  return rows
    .filter(({ seq }) => seq !== given.except)
    .map(({ seq, title, content }) => {
      const byTitle = likeness(titlePairs, pairsOf(title));
      if (contentPairs.size === 0) return { seq, likeness: byTitle };
      return { seq, likeness: (2 * byTitle + likeness(contentPairs, pairsOf(content))) / 3 };
    })
    .filter((each) => each.likeness >= similarFrom)
    .toSorted((a, b) => b.likeness - a.likeness || a.seq - b.seq)
    .slice(0, given.most ?? 8);
}
