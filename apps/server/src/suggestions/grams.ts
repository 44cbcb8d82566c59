import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from '@piaojue/db';

/**
 * Full-text search in Chinese without a dictionary: a text is indexed by every character and every two characters in a
 * row, a Latin word or number as a whole. The database's own index does the rest (FTS5; tsvector). Words are written in
 * ASCII, so that no tokenizer, locale or collation has a say.
 */
const wordOf = (gram: string): string =>
  'u' + [...gram].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(5, '0')).join('');

const runs = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const han = /\p{Script=Han}/u;

/** Pieces of text in the order they stand; `single` adds the characters one by one. */
function piecesOf(text: string, single: boolean): string[] {
  const pieces: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (!han.test(run)) {
      pieces.push(run.slice(0, 40));
      continue;
    }
    const characters = [...run];
    for (const [i, character] of characters.entries()) {
      if (single || characters.length === 1) pieces.push(character);
      const next = characters[i + 1];
      if (next !== undefined) pieces.push(character + next);
    }
  }
  return pieces;
}

/** What is kept beside a suggestion for the index: each word once. */
export const gramsOf = (...texts: readonly string[]): string =>
  [...new Set(texts.flatMap((text) => piecesOf(text, true)).map(wordOf))].join(' ');

/** The search over a text at hand: whether it holds every part of what was asked. */
export function holds(text: string, asked: string): boolean {
  const wanted = piecesOf(asked, false);
  const held = new Set(piecesOf(text, true));
  return wanted.length > 0 && wanted.every((piece) => held.has(piece));
}

/** The pairs of characters that likeness is measured by. */
export const pairsOf = (text: string): Set<string> => new Set(piecesOf(text, false));

/** How alike two texts are, 0 to 1: twice the shared pairs over all pairs (Dice). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}

/** Numbers of the suggestions that hold every part of what was asked; undefined where nothing can be asked by. */
export function matchingSeqs({ dialect, t }: Tx, asked: string): SQL | undefined {
  const words = [...new Set(piecesOf(asked, false).map(wordOf))].slice(0, 40);
  if (words.length === 0) return undefined;
  return dialect === 'sqlite'
    ? sql`select rowid from suggestion_search where suggestion_search match ${words.join(' AND ')}`
    : sql`select ${t.suggestion.seq} from ${t.suggestion} where to_tsvector('simple', ${t.suggestion.grams}) @@ to_tsquery('simple', ${words.join(' & ')})`;
}

export function matches(tx: Tx, asked: string): SQL | undefined {
  const seqs = matchingSeqs(tx, asked);
  return seqs && sql`${tx.t.suggestion.seq} in (${seqs})`;
}

/**
 * The numbers of those suggestions, out of which `where` names, that share most of the words; likeness is measured on
 * them. The condition stands inside: what it leaves out must not take the places of the others.
 */
export function sharingMost({ dialect, t }: Tx, words: readonly string[], where: SQL | undefined, most: number): SQL {
  const known = words.map(wordOf);
  const among = where ?? sql`1 = 1`;
  if (dialect === 'sqlite')
    return sql`select ${t.suggestion.seq} from suggestion_search join ${t.suggestion} on ${t.suggestion.seq} = suggestion_search.rowid where suggestion_search match ${known.join(' OR ')} and ${among} order by suggestion_search.rank limit ${most}`;
  const query = sql`to_tsquery('simple', ${known.join(' | ')})`;
  const text = sql`to_tsvector('simple', ${t.suggestion.grams})`;
  return sql`select ${t.suggestion.seq} from ${t.suggestion} where ${text} @@ ${query} and ${among} order by ts_rank(${text}, ${query}) desc, ${t.suggestion.seq} limit ${most}`;
}
