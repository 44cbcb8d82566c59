import { eq } from 'drizzle-orm';
import { publicFields } from '../screening/listed.js';
import { first, type Rows, type Tx } from '@piaojue/db';
import { append } from '../audit/append.js';
import { newId, type Deps } from '../deps.js';
import { isRefused, type Result } from '../result.js';
import { todayOf } from '../suggestions/days.js';
import { writeLetters } from '../suggestions/letters.js';
import { keptAs } from '../suggestions/stock-texts.js';

import { keepPrepared, prepareDisclosureAct, publishDisclosureAct } from '../years/disclosures.js';
import {
  closeCollectingAct,
  createYearAct,
  setYearAct,
  startCollectingAct,
  startScreeningAct,
  stateAfter,
} from '../years/service.js';
import { updateYear, yearRow } from '../years/store.js';
import { commented2024 } from './comments-2024.js';
import { placeRows } from './data.js';
import type { DemoPeople } from './ledger.js';
import { noticeOf, stockTexts } from './notices.js';
import { Dice } from './prng.js';
import { proposals2024 } from './proposals-2024.js';
import { dayAfter, put } from './put.js';
import { demoStations } from './stations.js';
import { collected2024, supportRows, window2024 } from './year-2024.js';
import { collected2025 } from './year-2025.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

export function must<T>(value: Result<T>): T {
  if (isRefused(value)) throw new Error(`demo: ${JSON.stringify(value)}`);
  return value as T;
}

/** The same server at another time of its history. */
export const at = (deps: Deps, time: string): Deps => ({ ...deps, now: () => new Date(time) });

/** Everything up to the day the window opens, through the acts that a clerk does. */
async function openedYear(
  deps: Deps,
  people: DemoPeople,
  year: number,
  { from, until, fundFen }: { from: string; until: string; fundFen: number | null },
): Promise<void> {
  const before = (days: number): Deps => at(deps, `${dayAfter(from, -days)}T02:00:00.000Z`);
  const created = must(await createYearAct(before(7), people.clerk, { year }));
  must(
    await setYearAct(before(6), { accountId: people.clerk, roles: ['clerk'] }, year, {
      version: created.version,
      settings: {
        notice: noticeOf(year, from, until),
        collectFrom: from,
        collectUntil: until,
        perPerson: 10,
        fundFen,
        places: 20,
        leastSurplus: 20,
      },
    }),
  );
  const notice = must(
    await prepareDisclosureAct(before(5), people.clerk, year, {
      kind: 'notice',
      title: `${year}年民生实事项目征集公告`,
    }),
  );
  must(await publishDisclosureAct(before(3), people.govOffice, year, notice.id));
  must(await startCollectingAct(at(deps, `${from}T00:00:00.000Z`), people.clerk, year));
}

/** Prepared by one, let out by another, at the times of the demo's history. */
function* disclosed(
  tx: Tx,
  random: Deps['random'],
  given: {
    id: string;
    kind: 'comment_period' | 'candidates';
    title: string;
    content: Record<string, unknown>;
    people: DemoPeople;
    at: string;
  },
): Query<void> {
  const { id, kind, title, content, people, at: time } = given;
  const row = yield* keepPrepared(tx, random, { id, year: 2024, kind, title, content, by: people.clerk, at: time });
  const { disclosure } = tx.t;
  yield* first(
    tx.q
      .update(disclosure)
      .set({ reviewedBy: people.committee, publishedAt: time })
      .where(eq(disclosure.id, id))
      .returning(),
  );
  yield* append(tx, {
    type: 'disclosure_published',
    at: time,
    data: { disclosure: id, year: 2024, kind, hash: row.hash, preparedBy: people.clerk, by: people.committee },
  });
}

/**
 * The front half of the demo's years: 2024 from the notice to the 25 candidates, 2025 open for collecting. The acts on a
 * year go through its services, so the log has them; the mass of rows is written at once and named in one entry.
 */
export async function seedYears(deps: Deps, people: DemoPeople): Promise<void> {
  const today = todayOf(deps);
  const window2025 = { from: dayAfter(today, -20), until: dayAfter(today, 10) };
  const stations = demoStations(today, window2025, people.delegate);
  await deps.store.write(function* (tx) {
    const { q, t } = tx;
    yield* put(placeRows(), (part) => q.insert(t.place).values(part).returning({ code: t.place.code }));
    yield* put(stations.stations, (part) => q.insert(t.station).values(part).returning({ id: t.station.id }));
    yield* put(stations.members, (part) =>
      q.insert(t.stationMember).values(part).returning({ id: t.stationMember.id }),
    );
    yield* put(stations.duties, (part) => q.insert(t.duty).values(part).returning({ id: t.duty.id }));
    const texts = stockTexts.map(([use, title, body]) => ({ id: newId(deps.random), ...keptAs(use, title), body }));
    yield* put(texts, (part) =>
      q.insert(t.stockText).values(part).onConflictDoNothing().returning({ id: t.stockText.id }),
    );
  });

  await openedYear(deps, people, 2024, { ...window2024, fundFen: 40_000_000_000 });
  const collected = collected2024(people, stations);
  const screened = proposals2024(people, collected);
  await deps.store.write(function* (tx) {
    yield* collected.ledger.write(tx);
    const supports = supportRows(collected.ledger.rows, new Dice(9));
    yield* put(collected.handovers, (part) =>
      tx.q.insert(tx.t.handover).values(part).returning({ id: tx.t.handover.id }),
    );
    // What was solved was told at once; the decisions wait for their round.
    const solved = collected.ledger.events.filter(({ act }) => act === 'solve');
    yield* writeLetters(tx, solved, '2023-11-21T02:00:00.000Z', new Dice(1121).bytes);
    yield* put(supports, (part) => tx.q.insert(tx.t.support).values(part).returning({ at: tx.t.support.at }));
    yield* append(tx, {
      type: 'demo_suggestions_filled',
      at: `${window2024.until}T12:00:00.000Z`,
      data: { year: 2024, suggestions: collected.ledger.rows.length, receptions: collected.ledger.receptions.length },
    });
  });
  must(await closeCollectingAct(at(deps, '2023-10-15T14:00:00.000Z'), people.clerk, 2024));
  must(await startScreeningAct(at(deps, '2023-10-20T02:00:00.000Z'), people.clerk, 2024));
  await deps.store.write((tx) => screened.write(tx));
  const answers = must(
    await prepareDisclosureAct(at(deps, '2023-11-30T02:00:00.000Z'), people.clerk, 2024, {
      kind: 'answers',
      title: '2024年民生实事项目建议处理结果',
    }),
  );
  must(await publishDisclosureAct(at(deps, '2023-12-01T02:00:00.000Z'), people.govOffice, 2024, answers.id));
  await decided2024(deps, people, screened);

  await openedYear(deps, people, 2025, { ...window2025, fundFen: null });
  const now = collected2025(people, stations, {
    from: window2025.from,
    until: dayAfter(today, -1),
    after: collected.ledger.rows.length,
  });
  await deps.store.write(function* (tx) {
    yield* now.write(tx);
    yield* append(tx, {
      type: 'demo_suggestions_filled',
      at: `${dayAfter(today, -1)}T12:00:00.000Z`,
      data: { year: 2025, suggestions: now.ledger.rows.length, receptions: now.ledger.receptions.length },
    });
  });
}

/** The list goes to the standing committee, is shown to the public, and the candidates are fixed. */
async function decided2024(deps: Deps, people: DemoPeople, screened: ReturnType<typeof proposals2024>): Promise<void> {
  const { yearList, votes, listed } = screened;
  const projects = listed.map(({ fields, ...rest }) => ({ ...rest, fields: publicFields(fields) }));
  const ids = [newId(deps.random), newId(deps.random)] as const;
  await deps.store.write(function* (tx) {
    yield* first(tx.q.insert(tx.t.yearList).values(yearList).returning({ year: tx.t.yearList.year }));
    const row = (yield* yearRow(tx, 2024))!;
    const reviewed = yield* updateYear(tx, row, {
      state: stateAfter(row, 'submit_to_standing_committee'),
      commentFrom: '2023-12-14',
      commentUntil: '2023-12-21',
      commentOpenedAt: '2023-12-14T01:00:00.000Z',
      commentClosedAt: '2023-12-21T10:00:00.000Z',
    });
    yield* append(tx, {
      type: 'list_submitted',
      at: yearList.submittedAt,
      data: {
        year: 2024,
        projects: listed.length,
        hash: yearList.listHash,
        minutes: yearList.minutesNumber,
        by: people.govOffice,
      },
    });
    yield* disclosed(tx, deps.random, {
      id: ids[0],
      kind: 'comment_period',
      title: '2024年民生实事建议项目公示',
      content: { from: '2023-12-14', until: '2023-12-21', projects },
      people,
      at: '2023-12-14T01:00:00.000Z',
    });
    yield* commented2024(tx, { listed, people, dice: new Dice(1214) });
    const fixed = stateAfter(reviewed, 'fix_candidates');
    yield* updateYear(tx, reviewed, { state: fixed });
    yield* append(tx, {
      type: 'committee_voted',
      at: yearList.decidedAt!,
      data: { year: 2024, record: yearList.candidatesHash ?? '', by: people.clerk },
      withheld: { salt: new Dice(2024).bytes(32), clear: votes },
    });
    yield* disclosed(tx, deps.random, {
      id: ids[1],
      kind: 'candidates',
      title: '2024年民生实事候选项目',
      content: { list: yearList.candidatesHash, projects },
      people,
      at: '2023-12-29T01:00:00.000Z',
    });
    yield* append(tx, {
      type: 'candidates_fixed',
      at: '2023-12-29T01:00:00.000Z',
      data: { year: 2024, ...votes, candidates: listed.length, reserves: 0, list: yearList.candidatesHash },
    });
  });
  deps.live.touch();
}
