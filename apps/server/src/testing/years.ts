import * as contract from '@piaojue/contract';
import type { SuggestionInput, YearSettings } from '@piaojue/contract';
import { idea } from './samples/idea.js';
import { emptyCongress, type Person, type World, type WorldOptions } from './world.js';

/** A year in which suggestions are collected, and the people who handle them. */
export interface Collecting {
  readonly world: World;
  readonly year: number;
  readonly clerk: Person;
  readonly office: Person;
  readonly committee: Person;
  /** Of 区水利局 and 区交通局. */
  readonly water: Person;
  readonly roads: Person;
}

export const water = '区水利局';
export const roads = '区交通运输局';

export const settings: YearSettings = {
  notice: '现向社会公开征集民生实事项目建议。',
  collectFrom: '2024-03-01',
  collectUntil: '2024-04-01',
  perPerson: 3,
  fundFen: 30_000_000_000,
  places: 20,
  leastSurplus: 20,
};

/** Towns and villages, as the clerk imports them. */
export const placeTable = [
  ['编码', '镇（街道）', '村（社区）', '横', '纵'],
  ['FD', '府店镇', '', '60', '80'],
  ['FD01', '府店镇', '安乐村', '', ''],
  ['GX', '顾县镇', '', '40', '40'],
  ['GX01', '顾县镇', '新村', '', ''],
  ['GX02', '顾县镇', '安乐村', '', ''],
];

/** A year with a written notice, not yet public. */
export async function yearInPreparation(options: WorldOptions = {}): Promise<Collecting> {
  const world = await emptyCongress(options);
  const [clerk, office, committee] = [
    await world.as('clerk'),
    await world.as('gov_office'),
    await world.as('committee'),
  ];
  const year = 2025;
  await clerk.call(contract.createYear, { body: { year } });
  await clerk.call(contract.importPlaces, {
    body: { format: 'json', content: JSON.stringify(placeTable), commit: true },
  });
  await clerk.call(contract.setYear, { params: { year: String(year) }, body: { version: 1, settings } });
  return {
    world,
    year,
    clerk,
    office,
    committee,
    water: await world.person('shuili', ['unit'], water),
    roads: await world.person('jiaotong', ['unit'], roads),
  };
}

/** Prepared by the clerk, reviewed and let out by the government office. */
export async function disclose({ clerk, office, year }: Collecting, kind: 'notice' | 'answers'): Promise<void> {
  const prepared = await clerk.call(contract.prepareDisclosure, {
    params: { year: String(year) },
    body: { kind, title: kind === 'notice' ? '征集公告' : '处理结果' },
  });
  await office.call(contract.publishDisclosure, { params: { year: String(year), disclosureId: prepared.id } });
}

/** The window is open. */
export async function yearCollecting(options: WorldOptions = {}): Promise<Collecting> {
  const collecting = await yearInPreparation(options);
  await disclose(collecting, 'notice');
  await collecting.clerk.call(contract.startCollecting, { params: { year: String(collecting.year) } });
  return collecting;
}

/** Entered by the clerk. @returns its number in the ledger. */
export async function entered({ clerk, year }: Collecting, given: Partial<SuggestionInput> = {}): Promise<number> {
  const { seq } = await clerk.call(contract.addSuggestion, {
    params: { year: String(year) },
    body: { channel: 'letter', sourceRef: null, receivedOn: null, suggestion: idea(given) },
  });
  return seq;
}

export const read = ({ clerk }: Collecting, seq: number) =>
  clerk.call(contract.readSuggestion, { params: { seq: String(seq) } });
