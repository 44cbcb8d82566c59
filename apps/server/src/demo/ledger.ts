import { type Rows, type Tx } from '@piaojue/db';
import { suggestionChannelNames } from '@piaojue/rules';
import { newId } from '../deps.js';
import { gramsOf } from '../suggestions/grams.js';
import { eventId, newCode, type SuggestionRow } from '../suggestions/store.js';
import type { Dice } from './prng.js';
import { put } from './put.js';
import type { Said } from './said.js';
import type { DemoStations } from './stations.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type EventRow = Tx['t']['suggestionEvent']['$inferSelect'];
type ReceptionRow = Tx['t']['reception']['$inferSelect'];

/** The accounts that the demo's history names, by what they do. */
export interface DemoPeople {
  readonly clerk: string;
  readonly govOffice: string;
  readonly committee: string;
  readonly delegate: string;
  /** Account of a unit's person, where the demo has one. */
  readonly unit: (name: string) => string | undefined;
}

/** What is written of a year in one go. */
export class Ledger {
  readonly rows: SuggestionRow[] = [];
  readonly events: EventRow[] = [];
  readonly receptions: ReceptionRow[] = [];
  readonly #people: { seq: number; name: string; phone: string; email: string }[] = [];
  readonly #said = new Map<number, number>();
  readonly #given: { year: 2024 | 2025; dice: Dice; people: DemoPeople; stations: DemoStations; from: number };
  readonly #cases = new Map<string, number>();

  constructor(given: { year: 2024 | 2025; dice: Dice; people: DemoPeople; stations: DemoStations; from: number }) {
    this.#given = given;
  }

  /** Enters what somebody said; `change` is how it stands today. */
  enter(said: Said, receivedAt: string, change: Partial<SuggestionRow> = {}): SuggestionRow {
    const { year, dice, people, stations, from } = this.#given;
    const { channel, category, title, content, reason, advice, placeCode, placeNote, kind } = said;
    const seq = from + this.rows.length + 1;
    const stationId =
      channel === 'mobile_station'
        ? stations.teams[year]
        : channel === 'station'
          ? stations.near(placeCode ?? '')
          : null;
    const received = {
      hotline: people.govOffice,
      email: people.clerk,
      letter: people.clerk,
      delegate: people.delegate,
    };
    const row: SuggestionRow = {
      seq,
      year,
      code: newCode(dice.bytes),
      category,
      title,
      content,
      reason,
      advice,
      placeCode,
      placeNote,
      x: null,
      y: null,
      channel,
      sourceRef: this.#sourceRef(channel, receivedAt),
      clientId: null,
      suggesterKind: kind,
      stationId,
      receivedBy:
        channel === 'web'
          ? null
          : channel === 'department'
            ? people.govOffice
            : (received[channel as keyof typeof received] ?? people.delegate),
      receivedAt,
      state: 'received',
      shown: true,
      golden: false,
      supports: 0,
      mergedInto: null,
      splitFrom: null,
      carriedFrom: null,
      version: 1,
      grams: gramsOf(title, content, placeNote),
      ...change,
    };
    this.rows.push(row);
    if (Object.values(said.suggester).some(Boolean)) this.#people.push({ seq, ...said.suggester });
    this.say(row, receivedAt, 'received', `已收到（${suggestionChannelNames[channel]}）。`, { by: row.receivedBy });
    return row;
  }

  /** Number of the hotline case or the letter: by day, one after another. */
  #sourceRef(channel: string, receivedAt: string): string | null {
    const prefix = { hotline: 'LY12345-', letter: '来信' }[channel];
    if (prefix === undefined) return null;
    const key = prefix + receivedAt.slice(0, 10).replaceAll('-', '');
    const number = (this.#cases.get(key) ?? 0) + 1;
    this.#cases.set(key, number);
    return `${key}${String(number).padStart(3, '0')}`;
  }

  say(
    row: SuggestionRow,
    at: string,
    act: string,
    text: string,
    { by, ref = null, announcedAt = at }: { by: string | null; ref?: string | null; announcedAt?: string | null },
  ): void {
    const n = (this.#said.get(row.seq) ?? 0) + 1;
    this.#said.set(row.seq, n);
    this.events.push({ id: eventId(row.seq, n), seq: row.seq, at, act, text, by, ref, announcedAt });
  }

  merge(row: SuggestionRow, into: SuggestionRow, at: string): void {
    Object.assign(row, { state: 'merged', mergedInto: into.seq, version: row.version + 1 });
    this.say(row, at, 'merge', `与第${into.seq}条“${into.title}”说的是同一件事，合并办理，有了结果一并答复您。`, {
      by: this.#given.people.clerk,
      ref: String(into.seq),
    });
  }

  /** 接待 at a station; `row`: the suggestion made of it. */
  receive(stationId: string, at: string, given: Partial<ReceptionRow>): void {
    const { dice, people, year } = this.#given;
    const hex = Buffer.from(dice.bytes(16)).toString('hex');
    this.receptions.push({
      id: newId(dice.bytes),
      clientId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`,
      year,
      stationId,
      at,
      by: people.delegate,
      visitors: 1,
      opinion: '',
      solved: false,
      solvedHow: '',
      seq: null,
      syncedAt: at,
      ...given,
    });
  }

  *write({ q, t }: Tx): Query<void> {
    yield* put(this.rows, (part) => q.insert(t.suggestion).values(part).returning({ seq: t.suggestion.seq }));
    yield* put(this.#people, (part) => q.insert(t.suggester).values(part).returning({ seq: t.suggester.seq }));
    yield* put(this.events, (part) =>
      q.insert(t.suggestionEvent).values(part).returning({ seq: t.suggestionEvent.seq }),
    );
    yield* put(this.receptions, (part) => q.insert(t.reception).values(part).returning({ id: t.reception.id }));
    yield* put(this.#showings(), (part) => q.insert(t.showing).values(part).returning({ id: t.showing.id }));
  }

  /** What the public reads was let through in the evening of the day it came. */
  #showings(): Tx['t']['showing']['$inferInsert'][] {
    const { year, dice, people } = this.#given;
    const days = new Map<string, number[]>();
    for (const { seq, shown, receivedAt } of this.rows) {
      const day = receivedAt.slice(0, 10);
      if (shown) days.set(day, [...(days.get(day) ?? []), seq]);
    }
    return [...days].map(([day, refs]) => ({
      id: newId(dice.bytes),
      year,
      kind: 'suggestion',
      shown: true,
      refs,
      by: people.clerk,
      at: `${day}T12:30:00.000Z`,
    }));
  }
}

const solvedHow = [
  '当场联系村委会，第二天已经修好。',
  '陪同到镇便民服务中心办结。',
  '联系供电所，当天恢复。',
  '讲清政策，群众表示理解。',
  '协调双方达成一致，签了协议。',
  '转镇民政所，当周办理。',
];
const smallMatters = [
  '村口路灯不亮',
  '医保缴费不会在手机上办',
  '邻里因排水闹矛盾',
  '门前的树枝碰电线',
  '残疾证到期不知怎么换',
  '垃圾桶满了没人清',
  '咨询宅基地翻建手续',
  '浇地排队起了争执',
  '孩子转学需要什么材料',
  '低保年审漏报材料',
];

/**
 * Receptions beside those that became suggestions: most visitors ask or tell, some have an opinion, and about seven of ten
 * opinions are settled on the spot, as the year-end report of 栾川 counts them (1,450 visits, 370 opinions, 260 settled).
 */
export function receiveVisitors(
  ledger: Ledger,
  dice: Dice,
  stationIds: readonly string[],
  count: number,
  at: () => string,
): void {
  for (let i = 0; i < count; i += 1) {
    const hasOpinion = dice.chance(0.45);
    const solved = hasOpinion && dice.chance(0.8);
    ledger.receive(dice.pick(stationIds), at(), {
      visitors: 1 + dice.below(hasOpinion ? 3 : 5),
      opinion: hasOpinion ? dice.pick(smallMatters) : '',
      solved,
      solvedHow: solved ? dice.pick(solvedHow) : '',
    });
  }
}
