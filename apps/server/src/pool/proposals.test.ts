import * as contract from '@piaojue/contract';
import type { Proposal } from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { entriesOf, found, yearAsItStands } from '../testing/pool.js';
import { idea } from '../testing/samples/idea.js';
import {
  decide,
  draftOf,
  inYearOf,
  housingUnit,
  listBeforeCommittee,
  move,
  roadsUnit,
  submitted,
  tryMove,
  wholeFields,
  yearInScreening,
  type Screening,
} from '../testing/screening.js';
import type { Person, WorldOptions } from '../testing/world.js';

const next = { year: '2025' };
const reason = '今年资金安排不了';

/** A proposal of the housing unit that was left out in 2024, and 2025 in which it may be taken up. */
async function leftOut(options: WorldOptions = {}): Promise<{ s: Screening; old: Proposal }> {
  const s = await yearInScreening(options);
  await yearAsItStands(s.world, 2025, 'collect');
  const { seq } = await s.clerk.call(contract.addSuggestion, {
    params: s.params,
    body: { channel: 'clerk', sourceRef: null, receivedOn: null, suggestion: idea({ title: '小区没有电梯' }) },
  });
  await s.clerk.call(contract.showSuggestions, { body: { seqs: [seq], shown: true } });
  let one = await draftOf(s, s.housing, '老旧小区改造');
  one = await s.housing.call(contract.setOrigins, {
    params: { proposalId: one.id },
    body: { version: one.version, seqs: [seq] },
  });
  one = await move(s.housing, one, 'submit');
  return { s, old: await move(s.office, one, 'reject', reason) };
}

const take = (person: Person, { id, version }: Pick<Proposal, 'id' | 'version'>, params = next) =>
  person.ask(contract.carryProposal, { params, body: { proposalId: id, version } });
const readIt = (person: Person, proposalId: string) => person.call(contract.readProposal, { params: { proposalId } });
const poolOf = async (person: Person) => (await person.call(contract.listPool, { query: {} })).lines;
const draftsOf = async (person: Person) => (await person.call(contract.listProposals, { params: next })).proposals;

describe.each(dialects)('a proposal of the pool in a later year on %s', (dialect) => {
  test('R-STATE-06: its unit begins a draft with what it said; nobody else learns of it before it is submitted', async () => {
    const { s, old } = await leftOut({ dialect });
    const entries = await s.world.count('log_leaf');
    const taken = await take(s.housing, old);
    expect(taken.body).toEqual({ year: 2025, id: expect.any(String), unit: housingUnit });
    const draft = await readIt(s.housing, taken.body.id!);
    expect(draft).toMatchObject({
      state: 'draft',
      year: 2025,
      unit: housingUnit,
      code: '',
      version: 1,
      suggestionCount: 1,
      carriedFrom: { id: old.id, year: 2024, name: '老旧小区改造' },
      given: false,
      mayEdit: true,
    });
    expect(draft.fields).toEqual(old.fields);
    expect(draft.origins).toEqual(old.origins);
    expect((await readIt(s.housing, old.id)).carriedInto).toEqual([{ year: 2025, id: draft.id }]);
    expect((await poolOf(s.housing))[0]).toMatchObject({ takenUp: [{ year: 2025, id: draft.id }], into: [] });
    expect((await take(s.housing, old)).refusal).toBe('already_carried');

    // for the others there is no such draft, and nothing has changed.
    expect(await s.world.count('log_leaf')).toBe(entries);
    for (const person of [s.office, s.clerk, s.auditor]) {
      const { version, carriedInto } = await readIt(person, old.id);
      expect([version, carriedInto]).toEqual([old.version, []]);
      expect((await poolOf(person))[0]?.takenUp).toEqual([]);
      expect(await draftsOf(person)).toEqual([]);
      const asked = await person.ask(contract.readProposal, { params: { proposalId: draft.id } });
      expect(asked.refusal).toBe('not_found');
    }
    // Its months are those of the old year, and are asked for before it is submitted.
    expect((await tryMove(s.housing, draft, 'submit')).refusal).toBe('incomplete');
    const dated = await s.housing.call(contract.saveProposal, {
      params: { proposalId: draft.id },
      body: { version: draft.version, fields: inYearOf('2025', draft.fields), note: null },
    });
    const sent = await move(s.housing, dated, 'submit');
    expect(sent.code).toBe('2025-01');
    expect((await poolOf(s.office))[0]).toMatchObject({ takenUp: [{ year: 2025, id: draft.id }], into: [] });
    expect((await readIt(s.clerk, draft.id)).carriedFrom).toMatchObject({ id: old.id, year: 2024 });
    expect((await entriesOf(s.world, 'proposal_submitted')).at(-1)).toMatchObject({ carriedFrom: old.id });
    expect((await take(s.office, old)).refusal).toBe('already_carried');
  });

  test('given by the government office, it is on the desk of its unit, and the office sees that it gave it, no more', async () => {
    const { s, old } = await leftOut({ dialect });
    expect((await take(s.office, old)).body).toEqual({ year: 2025, id: null, unit: housingUnit });
    const [draft] = await draftsOf(s.housing);
    expect(await readIt(s.housing, draft!.id)).toMatchObject({ state: 'draft', given: true, suggestionCount: 1 });
    expect(await entriesOf(s.world, 'proposal_given')).toEqual([
      { proposal: old.id, from: 2024, year: 2025, unit: housingUnit, by: s.office.accountId },
    ]);
    expect((await poolOf(s.office))[0]).toMatchObject({ takenUp: [{ year: 2025, id: null }], into: [] });
    expect(await draftsOf(s.office)).toEqual([]);
    for (const person of [s.office, s.housing]) expect((await take(person, old)).refusal).toBe('already_carried');
  });
});

test('the office gives nothing to a unit that has no account: nobody could open it', async () => {
  const { s, old } = await leftOut();
  await s.world.database.sql(`UPDATE account SET unit = '${roadsUnit}' WHERE id = '${s.housing.accountId}'`);
  const refused = await take(s.office, old);
  expect([refused.status, refused.refusal]).toEqual([422, 'unit_unknown']);
  expect(await s.world.count('proposal WHERE year = 2025')).toBe(0);
});

test('R-20: the office is answered alike whether the unit has begun by itself or not', async () => {
  const [a, b] = [await leftOut(), await leftOut()];
  const mine = (await take(a.s.housing, a.old)).body.id!;
  const { version } = await readIt(a.s.housing, mine);
  const seen = async ({ s, old }: typeof a) => {
    const before = (await poolOf(s.office))[0];
    const [once, twice] = [await take(s.office, old), await take(s.office, old)];
    const after = (await poolOf(s.office))[0];
    const told = await readIt(s.office, old.id);
    return [before?.into, once.status, once.body, twice.refusal, after?.takenUp, after?.into, told.carriedInto];
  };
  expect(await seen(a)).toEqual(await seen(b));
  // What the unit has written stands, and whoever is writing is not in conflict.
  expect(await draftsOf(a.s.housing)).toHaveLength(1);
  expect(await readIt(a.s.housing, mine)).toMatchObject({ version, given: true });
});

test('R-20: what the unit had thrown away is a draft again when the office gives it', async () => {
  const { s, old } = await leftOut();
  const mine = (await take(s.housing, old)).body.id!;
  await move(s.housing, { id: mine, version: 1 }, 'withdraw', '先不报');
  expect((await take(s.office, old)).status).toBe(200);
  expect(await readIt(s.housing, mine)).toMatchObject({ state: 'draft', given: true });
});

test('what is wrong is refused: another unit, another office, an older version, another state, a wrong year', async () => {
  const { s, old } = await leftOut();
  await yearAsItStands(s.world, 2026, 'prepare');
  const before = await s.world.count('proposal');
  expect((await take(s.roads, old)).refusal).toBe('not_found');
  for (const person of [s.clerk, s.auditor, s.member, s.delegate])
    expect((await take(person, old)).refusal).toBe('role_forbidden');
  expect((await take(s.housing, { ...old, version: 1 })).refusal).toBe('conflict');
  expect((await take(s.office, { ...old, version: 1 })).refusal).toBe('conflict');
  expect((await take(s.housing, old, { year: '2024' })).refusal).toBe('year_not_later');
  expect((await take(s.housing, old, { year: '2026' })).refusal).toBe('wrong_phase');
  expect((await take(s.housing, old, { year: '2030' })).refusal).toBe('not_found');
  const other = await submitted(s, s.housing, '口袋公园');
  expect((await take(s.housing, other)).refusal).toBe('wrong_step');
  const gone = await move(s.housing, other, 'withdraw', '不报了');
  expect((await take(s.housing, gone)).refusal).toBe('wrong_step');
  expect(await s.world.count('proposal')).toBe(before + 1);
});

test('another unit that was asked for its opinion may not take it up, and reads nothing of other years', async () => {
  const { s, old } = await leftOut();
  await s.world.database.sql(
    `INSERT INTO opinion (id, proposal_id, kind, unit, deadline, asked_by, asked_at, text) VALUES ('opinion1', '${old.id}', 'cosign', '${roadsUnit}', '2024-03-10', '${s.office.accountId}', 'z', '')`,
  );
  await take(s.office, old);
  expect((await take(s.roads, old)).refusal).toBe('not_your_act');
  expect(await readIt(s.roads, old.id)).toMatchObject({ sight: 'asked', carriedInto: [], carriedFrom: null });
  expect(await found(s.roads, { kind: 'proposal' })).toEqual([]);
});

test('the pool holds what was kept or left out, with its reason; never drafts, what was taken back, or what became a candidate', async () => {
  const { s, ids } = await listBeforeCommittee(['老旧小区改造', '农村公路', '口袋公园']);
  await decide(s, ids.slice(0, 2), { acceptsDifferential: true });
  await s.world.database.sql(`UPDATE year SET state = 'review_in_session' WHERE year = 2024`);
  await yearAsItStands(s.world, 2025, 'screen');
  const inNext = { ...s, year: 2025, params: next };
  await draftOf(inNext, s.housing, '草稿不在储备库');
  await move(s.housing, await submitted(inNext, s.housing, '撤回的项目'), 'withdraw', '不报了');
  const fields = { ...wholeFields('加装电梯'), category: '教育', location: '顾县镇各小区' };
  await move(s.office, await submitted(inNext, s.roads, '加装电梯', fields), 'reject', reason);
  await s.world.database.sql(`INSERT INTO place (code, name) VALUES ('GX', '顾县镇'), ('FD', '府店镇')`);

  expect(await found(s.office)).toEqual(['加装电梯', '口袋公园']);
  expect(await found(s.housing)).toEqual(['口袋公园']);
  expect(await found(s.roads)).toEqual(['加装电梯']);
  for (const [query, names] of [
    [{ q: '电梯' }, ['加装电梯']],
    [{ q: '公园 建设内容' }, ['口袋公园']],
    [{ q: '没有的字眼' }, []],
    [{ category: '教育' }, ['加装电梯']],
    [{ town: 'GX' }, ['加装电梯']],
    [{ town: 'FD' }, []],
    [{ town: 'nowhere' }, []],
    [{ year: '2024' }, ['口袋公园']],
    [{ kind: 'suggestion' }, []],
  ] as const)
    expect(await found(s.office, query), JSON.stringify(query)).toEqual(names);
  const [left, kept] = await poolOf(s.office);
  expect(left).toMatchObject({ state: 'rejected', reason, unit: roadsUnit, behind: 0, into: [] });
  expect(kept).toMatchObject({ state: 'reserve', reason: '', into: [2025] });
  expect((await poolOf(s.clerk))[1]?.into).toEqual([]);
});

test('a later candidate that grew from an earlier suggestion shows nowhere before its own year is public', async () => {
  const { s, old } = await leftOut();
  const { id } = (await take(s.housing, old)).body;
  const { accountId: by } = s.clerk;
  const disclosed = (name: string, year: number) =>
    s.world.database.sql(
      `INSERT INTO disclosure (id, year, kind, title, content, hash, prepared_by, prepared_at, reviewed_by, published_at)
       VALUES ('${name}', ${year}, 'candidates', '名单', '{}', 'h', '${by}', 'z', '${s.office.accountId}', '2024-05-01T00:00:00.000Z')`,
    );
  await disclosed('disclosure1', 2024);
  for (const state of ['submitted', 'shortlisted', 'listed', 'candidate'])
    await s.world.database.sql(`UPDATE proposal SET state = '${state}' WHERE id = '${id}'`);
  const [row] = await s.world.database.sql('SELECT code FROM suggestion');
  const follow = () => s.world.anyone.call(contract.followSuggestion, { query: { code: String(row?.['code']) } });
  expect((await follow()).proposals).toEqual([]);
  const figures = await s.clerk.call(contract.readFigures, { params: s.params });
  expect(figures.candidates).toBe(0);
  await disclosed('disclosure2', 2025);
  expect((await follow()).proposals).toMatchObject([{ year: 2025, name: '老旧小区改造' }]);
});
