import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import type { PublicLine, ToldState } from '@piaojue/contract';
import { suggestionDecisions, type SuggestionState } from '@piaojue/rules';
import { suggestionLines } from '../suggestions/store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

const afterAct = { adopt: 'adopted', pool: 'pooled', decline: 'declined' } as const;
const isDecided = (state: SuggestionState): state is 'adopted' | 'pooled' | 'declined' =>
  state === 'adopted' || state === 'pooled' || state === 'declined';

/** What may be said of where each stands: a decision that was not announced is none yet. */
export function* statesTold(
  { q, t }: Tx,
  rows: readonly { readonly seq: number; readonly state: SuggestionState }[],
): Query<Map<number, ToldState>> {
  const told = new Map<number, ToldState>(rows.map(({ seq, state }) => [seq, isDecided(state) ? 'undecided' : state]));
  const decided = rows.filter(({ state }) => isDecided(state)).map(({ seq }) => seq);
  if (decided.length === 0) return told;
  const events = yield* all(
    q
      .select({ seq: t.suggestionEvent.seq, act: t.suggestionEvent.act })
      .from(t.suggestionEvent)
      .where(
        and(
          inArray(t.suggestionEvent.seq, decided),
          inArray(t.suggestionEvent.act, [...suggestionDecisions, 'reopen']),
          isNotNull(t.suggestionEvent.announcedAt),
        ),
      )
      .orderBy(asc(t.suggestionEvent.at), asc(t.suggestionEvent.id)),
  );
  for (const { seq, act } of events)
    told.set(seq, act === 'reopen' ? 'undecided' : afterAct[act as keyof typeof afterAct]);
  return told;
}

/** What happened, as far as it was announced; and no word of the reopening of a decision that nobody heard of. */
export function* eventsTold({ q, t }: Tx, seq: number): Query<{ at: string; act: string; text: string }[]> {
  const rows = yield* all(
    q
      .select({ at: t.suggestionEvent.at, act: t.suggestionEvent.act, text: t.suggestionEvent.text })
      .from(t.suggestionEvent)
      .where(and(eq(t.suggestionEvent.seq, seq), isNotNull(t.suggestionEvent.announcedAt)))
      .orderBy(asc(t.suggestionEvent.at), asc(t.suggestionEvent.id)),
  );
  const known = (act: string) => (suggestionDecisions as readonly string[]).includes(act) || act === 'solve';
  return rows.filter(({ act }, i) => act !== 'reopen' || rows.slice(0, i).some((row) => known(row.act)));
}

export function* publicLines(
  tx: Tx,
  where: Parameters<typeof suggestionLines>[1],
  some?: Parameters<typeof suggestionLines>[2],
): Query<PublicLine[]> {
  const lines = yield* suggestionLines(tx, where, some);
  const states = yield* statesTold(tx, lines);
  return lines.map(({ seq, year, category, title, excerpt, place, receivedAt, supports, golden }) => ({
    seq,
    year,
    category,
    title,
    excerpt,
    place,
    receivedAt,
    supports,
    golden,
    state: states.get(seq) ?? 'undecided',
  }));
}
