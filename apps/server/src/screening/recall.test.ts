import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { housingUnit, roadsUnit, submitted, unitPerson, yearInScreening } from '../testing/screening.js';
import type { Person } from '../testing/world.js';

test('units that proposed one of the projects are asked about the others', async () => {
  const s = await yearInScreening();
  const ours = await submitted(s, s.housing, '老旧小区改造');
  const theirs = await submitted(s, s.roads, '农村公路');
  const asked = await s.office.call(contract.askOpinions, {
    params: s.params,
    body: {
      proposalIds: [ours.id, theirs.id],
      kind: 'feasibility',
      units: [housingUnit, roadsUnit],
      deadline: '2024-03-10',
    },
  });
  expect(asked).toEqual({ asked: 2, already: 0, own: 2 });
});

test('what was asked by mistake is recalled by the side that asked, while there is no answer, and may be asked again', async () => {
  const s = await yearInScreening();
  const one = await submitted(s, s.housing, '老旧小区改造');
  const ask = () =>
    s.office.call(contract.askOpinions, {
      params: s.params,
      body: { proposalIds: [one.id], kind: 'finance', units: [roadsUnit], deadline: '2024-03-10' },
    });
  await ask();
  const listed = async (person: Person) => (await person.call(contract.listOpinions, { params: s.params })).opinions;
  const [opinion] = await listed(s.office);
  expect(opinion).toMatchObject({ mayRecall: true });
  const params = { opinionId: opinion!.id };
  const recall = (person: Person) => person.ask(contract.recallOpinion, { params });
  const until = (person: Person, deadline: string) =>
    person.ask(contract.moveOpinionDeadline, { params, body: { deadline } });

  const stranger = await unitPerson(s.world, 'parks', '区城管局');
  expect((await recall(stranger)).refusal).toBe('not_found');
  for (const person of [s.roads, s.housing]) expect((await recall(person)).refusal).toBe('not_your_act');
  expect((await until(s.office, '2024-02-01')).refusal).toBe('deadline_past');
  expect((await until(s.office, '2024-03-20')).body).toMatchObject({ deadline: '2024-03-20' });
  expect((await recall(s.office)).body).toMatchObject({
    answeredAt: null,
    stance: null,
    recalledAt: expect.any(String),
  });

  expect(await listed(s.roads)).toEqual([]);
  expect((await s.roads.ask(contract.readProposal, { params: { proposalId: one.id } })).refusal).toBe('not_found');
  expect((await recall(s.office)).refusal).toBe('not_found');
  const answer = () => s.roads.ask(contract.answerOpinion, { params, body: { stance: 'agree', text: '' } });
  expect((await answer()).refusal).toBe('not_found');
  const [line] = (await s.office.call(contract.readScreening, { params: s.params })).proposals;
  expect(line!.opinions).toEqual([]);

  expect(await ask()).toEqual({ asked: 1, already: 0, own: 0 });
  expect((await answer()).status).toBe(200);
  expect((await recall(s.office)).refusal).toBe('already_answered');
  expect((await until(s.office, '2024-03-21')).refusal).toBe('already_answered');
  const entries = (await s.world.database.sql('SELECT entry FROM log_leaf')).map(({ entry }) => String(entry)).join();
  for (const type of ['opinion_recalled', 'opinion_deadline_moved']) expect(entries).toContain(`"${type}"`);
});
