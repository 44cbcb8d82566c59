import { and, asc, eq, isNotNull, ne } from 'drizzle-orm';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import {
  receivedAtTime,
  receivedOnDay,
  type AccountRole,
  type BodyOf,
  type Suggestion,
  type SuggestionInput,
  type SuggestionLine,
  type addSuggestion,
} from '@piaojue/contract';
import { suggestionActsIn, suggestionChannelNames } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { showingsOf, type ShowingRow } from '../years/showings.js';
import { accountNames } from '../years/store.js';
import { receivedFault, receivedSpan } from './received-on.js';
import { todayOf } from './days.js';
import { similarTo } from './similar.js';
import {
  addSuggestions,
  eventsOf,
  newCode,
  photosOf,
  say,
  suggestionBySeq,
  suggestionLines,
  type NewSuggestion,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** Whoever handles suggestions; an auditor reads without names and phones. */
export const handles = ({ roles }: SignedIn): boolean =>
  roles.some((role) => role === 'clerk' || role === 'gov_office');

export const readSuggestionAct = (deps: Deps, me: SignedIn, seq: number): Promise<Result<Suggestion, 'not_found'>> =>
  deps.store.read((tx) => suggestionView(tx, me, seq));

/** When the public could read it and when no more is no step of its handling: it stands in the register. */
const toldInside = ({ at, shown, by }: ShowingRow) => ({
  at,
  act: shown ? 'show' : 'hide',
  text: shown ? '公开展示。' : '不再公开展示。',
  by,
  announced: true,
});

export function* suggestionView(tx: Tx, me: SignedIn, seq: number): Query<Result<Suggestion, 'not_found'>> {
  const { q, t } = tx;
  const row = yield* suggestionBySeq(tx, seq);
  const [line] = yield* suggestionLines(tx, eq(t.suggestion.seq, seq), { limit: 1 });
  if (!row || !line) return refuse('not_found');
  const names = yield* accountNames(tx);
  const other = function* (of: number | null): Query<{ seq: number; title: string } | null> {
    const found = of === null ? undefined : yield* suggestionBySeq(tx, of);
    return found ? { seq: found.seq, title: found.title } : null;
  };
  const earlier = row.carriedFrom === null ? undefined : yield* suggestionBySeq(tx, row.carriedFrom);
  const suggester = handles(me)
    ? yield* first(q.select().from(t.suggester).where(eq(t.suggester.seq, seq)))
    : undefined;
  const station =
    row.stationId === null
      ? undefined
      : yield* first(q.select({ name: t.station.name }).from(t.station).where(eq(t.station.id, row.stationId)));
  const handovers = yield* all(q.select().from(t.handover).where(eq(t.handover.seq, seq)).orderBy(t.handover.number));
  const letters = yield* all(q.select().from(t.letter).where(eq(t.letter.seq, seq)).orderBy(t.letter.at));
  const proposals = yield* all(
    q
      .select({
        id: t.proposal.id,
        year: t.proposal.year,
        fields: t.proposal.fields,
        unit: t.proposal.unit,
        state: t.proposal.state,
      })
      .from(t.proposalOrigin)
      .innerJoin(t.proposal, eq(t.proposal.id, t.proposalOrigin.proposalId))
      // A draft is its unit's own matter.
      .where(and(eq(t.proposalOrigin.seq, seq), ne(t.proposal.state, 'draft'), isNotNull(t.proposal.submittedAt))),
  );
  return {
    ...line,
    code: row.code,
    content: row.content,
    reason: row.reason,
    advice: row.advice,
    placeCode: row.placeCode,
    placeNote: row.placeNote,
    suggesterKind: row.suggesterKind,
    suggester: suggester ? { name: suggester.name, phone: suggester.phone, email: suggester.email } : null,
    station: station?.name ?? null,
    receivedBy: row.receivedBy === null ? null : (names.get(row.receivedBy) ?? ''),
    sourceRef: row.sourceRef,
    mergedInto: yield* other(row.mergedInto),
    splitFrom: yield* other(row.splitFrom),
    mergedFrom: yield* suggestionLines(tx, eq(t.suggestion.mergedInto, seq), { limit: 200 }),
    splitInto: yield* suggestionLines(tx, eq(t.suggestion.splitFrom, seq)),
    carriedFrom: earlier ? { seq: earlier.seq, year: earlier.year } : null,
    carriedInto: yield* all(
      q
        .select({ seq: t.suggestion.seq, year: t.suggestion.year })
        .from(t.suggestion)
        .where(eq(t.suggestion.carriedFrom, seq))
        .orderBy(asc(t.suggestion.year)),
    ),
    events: [
      ...(yield* eventsOf(tx, seq)).map(({ announcedAt, ...event }) => ({ ...event, announced: announcedAt !== null })),
      ...(yield* showingsOf(tx, row)).map(toldInside),
    ]
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ at, act, text, by, announced }) => ({
        at,
        act,
        text,
        by: by === null ? null : (names.get(by) ?? ''),
        announced,
      })),
    handovers: handovers.map((each) => ({ ...each, title: row.title, issuedBy: names.get(each.issuedBy) ?? '' })),
    letters: letters.map(({ at, subject, body, sentAt, failure }) => ({ at, subject, body, sentAt, failure })),
    photos: (yield* photosOf(tx, 'suggestion', String(seq))).map(({ id, name, size }) => ({ id, name, size })),
    proposals: proposals.map(({ id, year, fields, unit, state }) => ({
      id,
      year,
      name: String(fields['name'] ?? ''),
      unit,
      state,
    })),
    version: row.version,
    acts: suggestionActsIn(row.state),
  };
}

export const readSimilarAct = (
  deps: Deps,
  seq: number,
): Promise<Result<{ similar: (SuggestionLine & { likeness: number })[] }, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const row = yield* suggestionBySeq(tx, seq);
    if (!row) return refuse('not_found');
    const found = yield* similarTo(tx, {
      year: row.year,
      title: row.title,
      content: row.content,
      placeCode: row.placeCode,
      placeNote: row.placeNote,
      except: seq,
      most: 20,
    });
    const similar: (SuggestionLine & { likeness: number })[] = [];
    for (const each of found) {
      const [line] = yield* suggestionLines(tx, eq(tx.t.suggestion.seq, each.seq), { limit: 1 });
      if (line) similar.push({ ...line, likeness: each.likeness });
    }
    return { similar };
  });

/** What the ledger keeps of an idea, whatever way it came. */
export const newSuggestion = (
  input: SuggestionInput,
  came: Omit<NewSuggestion, keyof SuggestionInput | 'x' | 'y' | 'suggester'>,
): NewSuggestion => {
  const { point, ...rest } = input;
  return { ...rest, ...came, x: point?.x ?? null, y: point?.y ?? null };
};

export function* placeIsKnown({ q, t }: Tx, code: string | null): Query<boolean> {
  if (code === null) return true;
  return (yield* first(q.select({ code: t.place.code }).from(t.place).where(eq(t.place.code, code)))) !== undefined;
}

/** Which channels each office may write in the ledger by hand. */
const channelsOf: Partial<Record<AccountRole, readonly BodyOf<typeof addSuggestion>['channel'][]>> = {
  clerk: ['email', 'letter', 'hotline', 'delegate', 'department', 'clerk'],
  gov_office: ['email', 'letter', 'hotline', 'department', 'clerk'],
  delegate: ['delegate'],
  unit: ['department'],
};

export async function addSuggestionAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { channel, sourceRef: typedRef, receivedOn, suggestion: input }: BodyOf<typeof addSuggestion>,
): Promise<
  Result<
    { seq: number; code: string },
    'source_repeated' | 'place_unknown' | 'wrong_channel' | 'day_in_future' | 'received_too_early'
  >
> {
  if (!me.roles.some((role) => channelsOf[role]?.includes(channel))) return refuse('wrong_channel');
  const at = timeOf(deps);
  const code = newCode(deps.random);
  const today = todayOf(deps);
  // As a list of them is read: the digits of a Chinese keyboard are digits.
  const sourceRef = typedRef?.normalize('NFKC') ?? null;
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    const fault = receivedOn === null ? undefined : receivedFault(receivedOn, yield* receivedSpan(tx, year, today));
    if (fault) return fault;
    if (!(yield* placeIsKnown(tx, input.placeCode))) return refuse('place_unknown');
    if (sourceRef !== null) {
      const same = yield* first(
        q
          .select({ seq: t.suggestion.seq })
          .from(t.suggestion)
          .where(and(eq(t.suggestion.channel, channel), eq(t.suggestion.sourceRef, sourceRef))),
      );
      if (same) return refuse('source_repeated', `台账里的第 ${same.seq} 条就是它`);
    }
    const [seq = 0] = yield* addSuggestions(tx, [
      newSuggestion(input, {
        year,
        code,
        channel,
        sourceRef,
        clientId: null,
        stationId: null,
        receivedBy: me.accountId,
        receivedAt: receivedOn === null ? receivedAtTime(new Date(at)) : receivedOnDay(receivedOn),
        shown: false,
      }),
    ]);
    yield* say(tx, {
      seq,
      at,
      act: 'received',
      text: `已收到，由${me.displayName}登记（${suggestionChannelNames[channel]}）。`,
      by: me.accountId,
    });
    yield* append(tx, { type: 'suggestion_received', at, data: { year, seq, channel, by: me.accountId } });
    return { seq, code };
  });
}
