import type { Tx } from '@piaojue/db';
import type { SuggestionRow } from '../suggestions/store.js';
import { projects } from './data.js';
import { Ledger, receiveVisitors, type DemoPeople } from './ledger.js';
import { Outcomes2024, outcomeOf } from './outcomes-2024.js';
import { Dice } from './prng.js';
import { momentBetween } from './put.js';
import { sayings2024 } from './said.js';
import type { DemoStations } from './stations.js';

export const window2024 = { from: '2023-09-01', until: '2023-10-15' } as const;

export interface Collected {
  readonly ledger: Ledger;
  /** The leading suggestions that each project grew from, by the project's id. */
  readonly origins: ReadonlyMap<string, SuggestionRow[]>;
  readonly handovers: Outcomes2024['handovers'];
}

/**
 * The 1,092 suggestions of 2024 with what became of them: the first of a topic leads, the others were merged into it, and
 * most leading ones were turned into the proposal of their project; what is put right, pooled or declined counts with it.
 */
export function collected2024(people: DemoPeople, stations: DemoStations): Collected {
  const dice = new Dice(1092);
  const ledger = new Ledger({ year: 2024, dice, people, stations, from: 0 });
  const leading = new Map<string, SuggestionRow>();
  const origins = new Map<string, SuggestionRow[]>(projects.map(({ id }) => [id, []]));
  const outcomes = new Outcomes2024({ ledger, dice: new Dice(382), people });
  const drawn = new Dice(710);
  const names = new Map(projects.map(({ id, name, lead_unit }) => [id, { name, unit: lead_unit }]));
  for (const said of sayings2024()) {
    const row = ledger.enter(said, momentBetween(window2024.from, window2024.until, said.moment));
    if (row.stationId !== null && dice.chance(0.35))
      ledger.receive(row.stationId, row.receivedAt, { opinion: row.title, seq: row.seq, visitors: 1 + dice.below(2) });
    const first = leading.get(said.topic);
    if (first) ledger.merge(row, first, momentBetween('2023-10-16', '2023-10-27', dice.next()));
    else {
      leading.set(said.topic, row);
      origins.get(said.project)?.push(row);
      Object.assign(row, { state: 'adopted', version: 2, golden: dice.chance(0.02), supports: dice.below(9) });
      const { name = '', unit = '' } = names.get(said.project) ?? {};
      const outcome = outcomeOf(row, said.project, drawn);
      if (outcome !== 'adopted') {
        outcomes.settle(row, outcome, { name, unit });
        continue;
      }
      ledger.say(
        row,
        momentBetween('2023-11-06', '2023-11-24', dice.next()),
        'adopt',
        `您的建议已转为项目建议“${name}”的来源，由${unit}研究。是否列入当年民生实事项目，由区人民代表大会票决确定。`,
        { by: people.govOffice, announcedAt: null },
      );
    }
  }
  const open = stations.stations.filter(({ level }) => level !== 'mobile').map(({ id }) => id);
  receiveVisitors(ledger, dice, [...open, stations.teams[2024], stations.teams[2024]], 260, () =>
    momentBetween(window2024.from, '2023-12-20', dice.next()),
  );
  return { ledger, origins, handovers: outcomes.handovers };
}

/** 附议 of the public: made by devices that nobody knows. */
export const supportRows = (rows: readonly SuggestionRow[], dice: Dice): Tx['t']['support']['$inferSelect'][] =>
  rows.flatMap(({ seq, supports, receivedAt }) =>
    Array.from({ length: supports }, () => ({
      seq,
      device: Buffer.from(dice.bytes(32)).toString('hex'),
      at: receivedAt,
    })),
  );
