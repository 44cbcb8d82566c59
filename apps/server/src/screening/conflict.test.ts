import * as contract from '@piaojue/contract';
import { proposalActs, proposalMoves, proposalStates, yearStates } from '@piaojue/rules';
import { expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import {
  draftOf,
  housingUnit,
  move,
  submitted,
  tryMove,
  unitPerson,
  wholeFields,
  yearInScreening,
} from '../testing/screening.js';
import { actsFor } from './sight.js';
import type { SignedIn } from '../accounts/sessions.js';
import type { ProposalRow } from './store.js';

test.each(dialects)(
  'people who save at once on %s: one is first, every other is told what stands there now',
  async (dialect) => {
    const s = await yearInScreening({ dialect });
    const colleague = await unitPerson(s.world, 'housing2', housingUnit);
    const draft = await draftOf(s, s.housing, '老旧小区改造');
    const params = { proposalId: draft.id };
    const save = (person: typeof colleague, content: string) =>
      person.ask(contract.saveProposal, {
        params,
        body: { version: draft.version, fields: { ...draft.fields, content }, note: null },
      });
    const texts = ['甲写的内容', '乙写的内容', '丙写的内容'];
    const answers = await Promise.all([
      save(s.housing, texts[0]!),
      save(colleague, texts[1]!),
      save(s.housing, texts[2]!),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
    const now = await s.housing.call(contract.readProposal, { params });
    expect(now.version).toBe(draft.version + 1);
    expect(now.fields.content).toBe(texts[answers.findIndex(({ status }) => status === 200)]);
    for (const { refusal, body } of answers.filter(({ status }) => status === 409)) {
      expect(refusal).toBe('conflict');
      expect((body as { detail?: { fields: unknown } }).detail?.fields).toEqual(now.fields);
    }
  },
);

test('a unit that withdraws, an office that shortlists and a clerk who edits at one moment: one of them is done', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  const answers = await Promise.all([
    tryMove(s.housing, one, 'withdraw', '不做了'),
    tryMove(s.office, one, 'shortlist'),
    s.clerk.ask(contract.saveProposal, {
      params: { proposalId: one.id },
      body: { version: one.version, fields: { ...one.fields, content: '校核后的内容' }, note: '统一用语' },
    }),
  ]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  expect(answers.filter(({ status }) => status === 409).map(({ refusal }) => refusal)).toEqual([
    'conflict',
    'conflict',
  ]);
});

test('an autosave leaves no version; a save by hand and a submission do, and nothing of them changes', async () => {
  const s = await yearInScreening();
  let one = await draftOf(s, s.housing, '老旧小区改造');
  const params = { proposalId: one.id };
  const versions = async () => (await s.housing.call(contract.listVersions, { params })).versions;
  expect(await versions()).toEqual([]);
  one = await s.housing.call(contract.saveProposal, {
    params,
    body: { version: one.version, fields: wholeFields('改了名'), note: '初稿' },
  });
  await move(s.housing, one, 'submit');
  expect((await versions()).map(({ note, fields }) => [note, fields.name])).toEqual([
    ['报送', '改了名'],
    ['保存：初稿', '改了名'],
  ]);
  expect((await s.office.call(contract.listVersions, { params })).versions.map(({ note }) => note)).toEqual(['报送']);
  await expect(s.world.database.sql(`UPDATE proposal_version SET note = 'x'`)).rejects.toThrow(/append-only/);
});

test('the office puts wording right with a note, complete, and only while it screens', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  const save = (note: string | null, content: string, version = one.version) =>
    s.office.ask(contract.saveProposal, {
      params: { proposalId: one.id },
      body: { version, fields: { ...one.fields, content }, note },
    });
  expect((await save(null, '新')).refusal).toBe('note_needed');
  expect((await save('统一用语', '')).refusal).toBe('incomplete');
  for (const change of [{ totalFen: 200_000_000 }, { start: '2024-05' }, { beneficiaryCount: 1 }, { targets: [] }]) {
    const more = await s.office.ask(contract.saveProposal, {
      params: { proposalId: one.id },
      body: { version: one.version, fields: { ...one.fields, ...change }, note: '顺便' },
    });
    expect(more.refusal).toBe('wording_only');
    expect((more.body as { detail?: unknown }).detail).toEqual([expect.stringMatching(/^[\u4e00-\u9fff（）]+$/)]);
  }
  const saved = await save('统一用语', '统一后的内容');
  expect(saved.body.fields.content).toBe('统一后的内容');
  // Its unit sees that it was corrected, and between which versions.
  const mine = await s.housing.call(contract.readProposal, { params: { proposalId: one.id } });
  expect(mine.worded).toMatchObject({ note: '统一用语', before: one.version, after: saved.body.version });
  const { proposals } = await s.housing.call(contract.listProposals, { params: s.params });
  expect(proposals.map(({ wordedAt }) => wordedAt)).toEqual([mine.worded?.at]);
  const back = await move(s.office, saved.body, 'return', '请再看');
  expect((await save('再改', '又一次', back.version)).refusal).toBe('wrong_phase');
});

test('R-58: every move that is offered is one that the rules list, in every state and to everybody', () => {
  const row = (state: ProposalRow['state'], listNumber: number | null) =>
    ({ state, unit: '甲', listNumber, submittedAt: 'z' }) as ProposalRow;
  const me = (roles: string[], unit: string | null = null) => ({ roles, unit }) as unknown as SignedIn;
  const people = [
    me(['unit'], '甲'),
    me(['unit'], '乙'),
    me(['gov_office']),
    me(['clerk']),
    me(['committee']),
    me(['delegate']),
    me(['auditor']),
  ];
  const byDecision = ['fix', 'keep', 'unfix'];
  const offered = new Set<string>();
  for (const state of proposalStates)
    for (const year of yearStates)
      for (const listNumber of [null, 3])
        for (const [i, person] of people.entries())
          for (const act of actsFor(person, row(state, listNumber), year)) {
            expect(proposalMoves[state]).toHaveProperty(act);
            expect(byDecision).not.toContain(act);
            // Another unit, members, delegates and auditors write nothing.
            expect([0, 2, 3]).toContain(i);
            // Past the list, only what was on it moves.
            if (year !== 'collect' && year !== 'screen') expect(listNumber !== null || state === 'listed').toBe(true);
            offered.add(act);
          }
  expect([...offered].toSorted()).toEqual(proposalActs.filter((act) => !byDecision.includes(act)).toSorted());
});

test('who may not make a move is told so, and who may not make it now as well', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  expect((await tryMove(s.housing, one, 'shortlist')).refusal).toBe('not_your_act');
  expect((await tryMove(s.clerk, one, 'shortlist')).refusal).toBe('not_your_act');
  expect((await tryMove(s.office, one, 'unlist', '理由')).refusal).toBe('wrong_phase');
  expect((await tryMove(s.office, one, 'return')).refusal).toBe('reason_needed');
  const stale = await tryMove(s.office, { id: one.id, version: one.version - 1 }, 'return', '理由');
  expect(stale.refusal).toBe('conflict');
});

test('weights are whole numbers, changed by whoever read the ones that stand', async () => {
  const s = await yearInScreening();
  const { weights } = await s.office.call(contract.readScreening, { params: s.params });
  const set = (before: object, after: object) =>
    s.office.ask(contract.setWeights, { params: s.params, body: { before, weights: after } as never });
  const more = { ...weights, lawful: 3 };
  expect((await set(weights, { ...weights, lawful: 1.5 })).refusal).toBe('malformed');
  expect((await set(weights, more)).status).toBe(200);
  expect((await set(weights, { ...weights, feasible: 2 })).refusal).toBe('conflict');
  expect((await s.office.call(contract.readScreening, { params: s.params })).weights).toEqual(more);
});
