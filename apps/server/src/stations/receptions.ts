import type { Rows, Tx } from '@piaojue/db';
import { first } from '@piaojue/db';
import {
  receivedAtTime,
  type BodyOf,
  type QueryOf,
  type ReplyOf,
  type listStationFigures,
  type readStationLog,
  type sendReception,
} from '@piaojue/contract';
import { suggestionChannelNames } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { dayInWords, todayOf } from '../suggestions/days.js';
import { receivedSpan } from '../suggestions/received-on.js';
import { newSuggestion, placeIsKnown } from '../suggestions/service.js';
import { saysTheSame } from '../collecting/other-text.js';
import { addSuggestions, newCode, say, suggestionBySeq, type SuggestionRow } from '../suggestions/store.js';
import { accountNames, yearsNewestFirst, type YearRow } from '../years/store.js';
import { channelOf, isInDays } from './service.js';
import {
  figuresOf,
  receptionByClient,
  receptionsOf,
  stationById,
  stationLine,
  stations,
  type ReceptionRow,
} from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** The day in Beijing at a time. */
const dayOf = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10);
/** The clock of a phone may be wrong by so much. */
const slack = 10 * 60_000;

const takes = ({ state }: YearRow): boolean => state === 'collect' || state === 'screen';

/**
 * The year whose window was open on the day of the reception, whenever its phone found the network again; else the year
 * under way: the one that is collecting or screening, or the newest. A suggestion that comes when its year takes none any
 * more goes into the year under way, so that it is not lost.
 */
function* yearsOf(tx: Tx, day: string): Query<{ ofReception: YearRow; ofSuggestion: YearRow } | undefined> {
  const years = yield* yearsNewestFirst(tx);
  const now =
    years.find(({ state }) => state === 'collect') ?? years.find(({ state }) => state === 'screen') ?? years[0];
  if (!now) return undefined;
  const then = years.find(
    ({ collectOpenedAt, collectClosedAt }) =>
      collectOpenedAt !== null &&
      dayOf(collectOpenedAt) <= day &&
      (collectClosedAt === null || day <= dayOf(collectClosedAt)),
  );
  return { ofReception: then ?? now, ofSuggestion: then && takes(then) ? then : now };
}

type Refusals =
  | 'not_found'
  | 'another_person'
  | 'station_closed'
  | 'outside_days'
  | 'time_wrong'
  | 'time_too_early'
  | 'no_year'
  | 'not_collecting'
  | 'place_unknown'
  | 'sent_otherwise';

/** Is what is sent under this number what was stored under it? Another text must not be answered as if it were there. */
const isSameReception = (
  row: ReceptionRow,
  kept: SuggestionRow | undefined,
  { visitors, opinion, solved, solvedHow, suggestion }: BodyOf<typeof sendReception>,
): boolean =>
  row.visitors === visitors &&
  row.opinion === opinion &&
  row.solved === solved &&
  row.solvedHow === (solved ? solvedHow : '') &&
  // One that was handled since may have been put right: then what was said at the reception decides alone.
  (suggestion === null
    ? kept === undefined
    : kept !== undefined && (kept.version > 1 || saysTheSame(kept, suggestion)));

/**
 * Writes down a reception, and the suggestion made of it. A phone that was offline sends late and may send again: what it
 * sent before is answered as it was then, whatever has become of the station.
 */
export async function sendReceptionAct(
  deps: Deps,
  me: SignedIn,
  stationId: string,
  { as }: QueryOf<typeof sendReception>,
  body: BodyOf<typeof sendReception>,
): Promise<Result<ReplyOf<typeof sendReception>, Refusals>> {
  if (as !== undefined && as !== me.accountId) return refuse('another_person');
  const syncedAt = timeOf(deps);
  const [id, newOne] = [newId(deps.random), newCode(deps.random)];
  return deps.store.write(function* (tx): Query<Result<ReplyOf<typeof sendReception>, Refusals>> {
    const { clientId, suggestion, ...reception } = body;
    const before = yield* receptionByClient(tx, clientId);
    if (before) {
      const kept = before.seq === null ? undefined : yield* suggestionBySeq(tx, before.seq);
      if (!isSameReception(before, kept, body)) return refuse('sent_otherwise');
      return { clientId, seq: before.seq, code: kept?.code ?? null };
    }
    const station = yield* stationById(tx, stationId);
    if (!station) return refuse('not_found');
    const at = new Date(reception.at).toISOString();
    // What happened while it was open is written down, however late its phone finds the network.
    if (station.closed && !(station.closedAt !== null && at <= station.closedAt)) return refuse('station_closed');
    if (Date.parse(at) > Date.parse(syncedAt) + slack) return refuse('time_wrong');
    const day = dayOf(at);
    if (!isInDays(station, day))
      return refuse('outside_days', `${station.openFrom ?? ''} 至 ${station.openUntil ?? ''}`);
    const years = yield* yearsOf(tx, day);
    if (!years) return refuse('no_year');
    const { from } = yield* receivedSpan(tx, years.ofReception.year, todayOf(deps));
    if (day < from) return refuse('time_too_early', `最早可以填${dayInWords(from)}。`);

    let seq: number | null = null;
    const channel = channelOf(station);
    if (suggestion) {
      if (!takes(years.ofSuggestion)) return refuse('not_collecting');
      if (!(yield* placeIsKnown(tx, suggestion.placeCode))) return refuse('place_unknown');
      const receivedAt = receivedAtTime(new Date(at > syncedAt ? syncedAt : at));
      [seq = null] = yield* addSuggestions(tx, [
        newSuggestion(suggestion, {
          year: years.ofSuggestion.year,
          code: newOne,
          channel,
          sourceRef: null,
          clientId,
          stationId,
          receivedBy: me.accountId,
          receivedAt,
          shown: false,
        }),
      ]);
      yield* say(tx, {
        seq: seq!,
        at: syncedAt,
        act: 'received',
        text: `已收到，由${me.displayName}在${station.name}登记（${suggestionChannelNames[channel]}）。`,
        by: me.accountId,
      });
      yield* append(tx, {
        type: 'suggestion_received',
        at: syncedAt,
        data: { year: years.ofSuggestion.year, seq: seq!, channel, by: me.accountId },
      });
    }
    yield* first(
      tx.q
        .insert(tx.t.reception)
        .values({
          ...reception,
          at,
          id,
          clientId,
          year: years.ofReception.year,
          stationId,
          by: me.accountId,
          solvedHow: reception.solved ? reception.solvedHow : '',
          seq,
          syncedAt,
        })
        .returning({ id: tx.t.reception.id }),
    );
    yield* append(tx, {
      type: 'reception_recorded',
      at: syncedAt,
      data: { station: stationId, visitors: reception.visitors, solved: reception.solved, by: me.accountId },
    });
    return { clientId, seq, code: seq === null ? null : newOne };
  });
}

export const listStationFiguresAct = (deps: Deps, year: number): Promise<ReplyOf<typeof listStationFigures>> =>
  deps.store.read(function* (tx) {
    const receptions = yield* receptionsOf(tx, year);
    return {
      stations: (yield* stations(tx)).map((row) => ({
        ...stationLine(row),
        figures: figuresOf(receptions.filter(({ stationId }) => stationId === row.id)),
      })),
    };
  });

export const readStationLogAct = (
  deps: Deps,
  id: string,
  { year, month }: QueryOf<typeof readStationLog>,
): Promise<Result<ReplyOf<typeof readStationLog>, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const tree = yield* stations(tx);
    if (!tree.some((each) => each.id === id)) return refuse('not_found');
    const within = [id];
    for (const above of within)
      within.push(...tree.filter(({ parentId }) => parentId === above).map((each) => each.id));
    const rows = yield* receptionsOf(tx, Number(year), within);
    const monthOf = ({ at }: { at: string }): string => dayOf(at).slice(0, 7);
    const months = [...new Set(rows.map(monthOf))];
    const names = yield* accountNames(tx);
    return {
      total: figuresOf(rows),
      months: months.map((each) => ({ month: each, ...figuresOf(rows.filter((row) => monthOf(row) === each)) })),
      receptions: rows
        .filter((row) => month !== undefined && monthOf(row) === month)
        .map(({ id: receptionId, at, stationId, by, visitors, opinion, solved, solvedHow, seq }) => ({
          id: receptionId,
          at,
          station: tree.find((each) => each.id === stationId)?.name ?? '',
          by: names.get(by) ?? '',
          visitors,
          opinion,
          solved,
          solvedHow,
          seq,
        })),
    };
  });
