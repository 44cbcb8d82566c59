import * as contract from '@piaojue/contract';
import { emptyDraft, type DraftFields, type Proposal } from '@piaojue/contract';
import { criteria, type YearState } from '@piaojue/rules';
import { emptyCongress, fresh, type Person, type World, type WorldOptions } from './world.js';

/** A year while it is screened, and the people of the three houses. */
export interface Screening {
  readonly world: World;
  readonly year: number;
  readonly params: { readonly year: string };
  readonly housing: Person;
  readonly roads: Person;
  readonly office: Person;
  readonly clerk: Person;
  readonly member: Person;
  readonly delegate: Person;
  readonly auditor: Person;
}

export const housingUnit = '区住建局';
export const roadsUnit = '区交通局';

/** Somebody of a unit, signed in. */
export const unitPerson = (world: World, username: string, unit: string): Promise<Person> =>
  world.person(username, ['unit'], unit);

export async function yearInScreening(
  options: WorldOptions & { state?: YearState; places?: number } = {},
): Promise<Screening> {
  const world = await emptyCongress(options);
  const year = 2024;
  const { state = 'screen', places = 2 } = options;
  await world.database.sql(
    `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (${year}, '${state}', '', 3, ${places}, 20, 1, 'z')`,
  );
  return {
    world,
    year,
    params: { year: String(year) },
    housing: await unitPerson(world, 'housing', housingUnit),
    roads: await unitPerson(world, 'roads', roadsUnit),
    office: await world.as('gov_office'),
    clerk: await world.as('clerk'),
    member: await world.as('committee'),
    delegate: await world.as('delegate'),
    auditor: await world.as('auditor'),
  };
}

export const wholeFields = (name: string, totalFen = 100_000_000): DraftFields => ({
  ...emptyDraft,
  name,
  category: '城乡住房',
  nature: '改扩建',
  location: '城关镇',
  content: `${name}的建设内容和规模`,
  brief: `${name}简述`,
  targets: [{ item: '改造小区', quantity: 2.5, unit: '个' }],
  totalFen,
  yearFen: totalFen,
  funding: { upperLevelFen: 0, districtFen: totalFen, bondFen: 0, otherFen: 0 },
  start: '2024-03',
  finish: '2024-11',
  milestones: ['一季度完成设计', '四季度验收'],
  beneficiaries: '小区居民',
  beneficiaryCount: 100,
  contact: '张三 0379-1234567',
});

export async function draftOf(
  { params }: Pick<Screening, 'params'>,
  unit: Person,
  name: string,
  fields: DraftFields = wholeFields(name),
): Promise<Proposal> {
  const made = await unit.call(contract.createProposal, { params, body: { name } });
  return unit.call(contract.saveProposal, {
    params: { proposalId: made.id },
    body: { version: made.version, fields: inYearOf(params.year, fields), note: null },
  });
}

/** The same months in another year. */
export const inYearOf = (year: string, fields: DraftFields): DraftFields => ({
  ...fields,
  start: fields.start.replace('2024', year),
  finish: fields.finish.replace('2024', year),
});

type MoveAct = contract.BodyOf<typeof contract.moveProposal>['act'];
export const move = (person: Person, { id, version }: { id: string; version: number }, act: MoveAct, reason = '') =>
  person.call(contract.moveProposal, { params: { proposalId: id }, body: { act, version, reason } });
export const tryMove = (person: Person, { id, version }: { id: string; version: number }, act: MoveAct, reason = '') =>
  person.ask(contract.moveProposal, { params: { proposalId: id }, body: { act, version, reason } });

export const submitted = async (s: Screening, unit: Person, name: string, fields?: DraftFields): Promise<Proposal> =>
  move(unit, await draftOf(s, unit, name, fields ?? wholeFields(name)), 'submit');

export const marked = (office: Person, { id, version }: { id: string; version: number }): Promise<Proposal> =>
  office.call(contract.setMarks, {
    params: { proposalId: id },
    body: {
      version,
      marks: criteria.map((criterion) => ({ criterion, met: 'yes' as const, score: 4, reason: '符合' })),
    },
  });

/** Submitted, marked, on the short list and in order. */
export async function shortList(s: Screening, names: readonly string[]): Promise<Proposal[]> {
  const list: Proposal[] = [];
  for (const [i, name] of names.entries()) {
    const one = await submitted(s, i % 2 === 0 ? s.housing : s.roads, name);
    list.push(await move(s.office, await marked(s.office, one), 'shortlist'));
  }
  await putInOrder(
    s,
    list.map(({ id }) => id),
  );
  return list;
}

/** From the order that the office sees to this one. */
export async function putInOrder({ office, params }: Screening, order: string[]) {
  const { proposals } = await office.call(contract.readScreening, { params });
  const before = proposals.filter(({ state }) => state === 'shortlisted').map(({ id }) => id);
  return office.ask(contract.setListOrder, { params, body: { before, order } });
}

export async function submitTheList(s: Screening, list: readonly { id: string; version: number }[]) {
  await fresh(s.office);
  return s.office.ask(contract.submitList, {
    params: s.params,
    body: {
      minutesNumber: '第12次',
      minutesDate: '2024-02-20',
      proposals: list.map(({ id, version }) => ({ id, version })),
    },
  });
}

/** A list of these projects before the standing committee. */
export async function listBeforeCommittee(
  names: readonly string[],
  options: WorldOptions & { places?: number } = {},
): Promise<{ s: Screening; ids: string[] }> {
  const s = await yearInScreening(options);
  const list = await shortList(s, names);
  const sent = await submitTheList(s, list);
  if (sent.status !== 200) throw new Error(sent.text);
  return { s, ids: list.map(({ id }) => id) };
}

export const everybodyFor = { members: 31, present: 25, for: 20, against: 3, abstain: 2 };

export async function decide(
  s: Screening,
  candidates: readonly string[],
  more: Partial<contract.BodyOf<typeof contract.decideCandidates>> = {},
) {
  await fresh(s.clerk);
  const { papers } = await s.clerk.call(contract.readPapers, { params: s.params });
  return s.clerk.ask(contract.decideCandidates, {
    params: s.params,
    body: {
      meeting: '区二届人大常委会第十次会议',
      heldOn: '2024-02-25',
      vote: everybodyFor,
      candidates: [...candidates],
      acceptsDifferential: false,
      acceptsChanged: false,
      listed: papers.filter(({ state }) => state !== 'withdrawn').map(({ id, version }) => ({ id, version })),
      ...more,
    },
  });
}
