import { candidateFields, readPublicList, submissionFaults, suggestionInput } from '@piaojue/contract';
import { expect, test } from 'vitest';
import { draftOf } from '../screening/store.js';
import { emptyCongress } from '../testing/world.js';
import { otherProposals, projects } from './data.js';
import { sayings2024 } from './said.js';
import { seedDemo } from './seed.js';

test('the 1,092 suggestions of 2024 are those that the project file counts, by project and channel', () => {
  const said = sayings2024();
  expect(said).toHaveLength(1092);
  const grouped = (channel: string): string =>
    ({
      web: 'online_or_email',
      email: 'online_or_email',
      station: 'liaison_station',
      mobile_station: 'liaison_station',
      hotline: 'hotline_12345',
    })[channel] ?? channel;
  for (const project of projects)
    for (const [channel, count] of Object.entries(project.suggestion_channels))
      expect(
        said.filter((each) => each.project === project.id && grouped(each.channel) === channel).length,
        `${project.id} ${channel}`,
      ).toBe(count);
});

test('they are the same on every machine and every run', () => expect(sayings2024()).toEqual(sayings2024()));

test('each of them could have been typed into the public form', () => {
  for (const said of sayings2024()) {
    const { category, title, content, reason, advice, placeCode, placeNote, kind, suggester } = said;
    const typed = {
      category,
      title,
      content,
      reason,
      advice,
      placeCode,
      placeNote,
      point: null,
      suggesterKind: kind,
      suggester,
    };
    expect(suggestionInput.safeParse(typed).error?.issues, title).toBeUndefined();
    expect(title + content).not.toMatch(/[@{}|]/);
  }
});

test('at least five needs a project, and the same need said in different words', () => {
  const said = sayings2024().filter(({ channel }) => channel !== 'department');
  for (const { id } of projects) {
    const needs = new Set(said.filter(({ project }) => project === id).map(({ topic }) => topic.split(' ')[1]));
    expect(needs.size, id).toBeGreaterThanOrEqual(5);
  }
  const again = said.filter(({ topic }, i) => said.findIndex((other) => other.topic === topic) < i);
  expect(again.length).toBeGreaterThan(400);
  expect(new Set(said.map(({ content }) => content)).size).toBeGreaterThan(said.length * 0.9);
});

test('what the 15 left out say is complete', () => {
  expect(otherProposals).toHaveLength(15);
  for (const { fields, reason } of otherProposals) {
    expect(candidateFields.safeParse(fields).error?.issues, fields.name).toBeUndefined();
    expect(reason).not.toBe('');
  }
});

test('the demo stands where its candidates are fixed, with each suggestion traced to a proposal', async () => {
  const world = await emptyCongress({ demo: true });
  await world.database.sql('DELETE FROM congress');
  await seedDemo(world.deps);
  const count = (from: string) => world.count(from);

  expect(await count("year WHERE year = 2024 AND state = 'candidates_fixed'")).toBe(1);
  expect(await count("proposal WHERE year = 2024 AND state = 'candidate'")).toBe(25);
  expect(await count("proposal WHERE year = 2024 AND state = 'rejected' AND state_reason <> ''")).toBe(15);
  expect(await count('suggestion WHERE year = 2024')).toBe(1092);
  // Each of 2024 leads somewhere: to a proposal itself, or through the one it was merged into.
  expect(
    await count(`suggestion s WHERE year = 2024 AND NOT EXISTS
      (SELECT 1 FROM proposal_origin o WHERE o.seq = coalesce(s.merged_into, s.seq))`),
  ).toBe(0);
  // Some were put right, some must wait and some could not be; each was told why, and what was put right had a hand-over.
  for (const [state, least] of [
    ['solved', 20],
    ['pooled', 10],
    ['declined', 10],
    ['adopted', 250],
  ] as const)
    expect(await count(`suggestion WHERE year = 2024 AND state = '${state}'`), state).toBeGreaterThanOrEqual(least);
  expect(
    await count(`suggestion s WHERE year = 2024 AND state IN ('solved', 'pooled', 'declined') AND NOT EXISTS
      (SELECT 1 FROM suggestion_event e WHERE e.seq = s.seq AND e.act IN ('solve', 'pool', 'decline') AND length(e.text) > 20)`),
  ).toBe(0);
  expect(await count("handover WHERE year = 2024 AND state = 'accepted' AND reply <> ''")).toBe(
    await count("suggestion WHERE year = 2024 AND state = 'solved'"),
  );
  // Nobody waits for an answer, and everybody has a letter.
  expect(
    await count('suggestion_event e JOIN suggestion s ON s.seq = e.seq WHERE s.year = 2024 AND e.announced_at IS NULL'),
  ).toBe(0);
  expect(await count('letter')).toBe(1092);
  // What the public reads, somebody let through: each stands in the register once.
  const shownBy = await world.database.sql(`SELECT refs FROM showing WHERE kind = 'suggestion'`);
  const refs = shownBy.flatMap((row) => JSON.parse(String(row['refs'])) as number[]);
  expect(new Set(refs).size).toBe(refs.length);
  expect(refs).toHaveLength(await count('suggestion WHERE shown'));
  expect(await count("showing WHERE kind = 'comment'")).toBe(await count('public_comment WHERE shown'));
  expect(await count('public_comment WHERE NOT shown')).toBe(1);
  // The open year has something to do for every part.
  for (const state of ['received', 'forwarded', 'replied', 'merged', 'split', 'solved', 'pooled', 'declined'])
    expect(await count(`suggestion WHERE year = 2025 AND state = '${state}'`), state).toBeGreaterThan(0);
  expect(await count("handover WHERE unit = '区住房和城乡建设局' AND state = 'issued'")).toBeGreaterThan(0);
  for (const [level, n] of [
    ['head', 1],
    ['town', 13],
    ['village', 25],
  ] as const)
    expect(await count(`station WHERE level = '${level}'`), level).toBe(n);
  // Points receive on days that end in 5 (每月逢5日), and so does their roster.
  expect(
    await count("duty d JOIN station s ON s.id = d.station_id WHERE s.level = 'village' AND d.day NOT LIKE '%5'"),
  ).toBe(0);
  expect(await count("duty d JOIN station s ON s.id = d.station_id WHERE s.level = 'village'")).toBeGreaterThan(25);
  expect(await count("station_member m JOIN station s ON s.id = m.station_id WHERE s.name LIKE '2025%'")).toBe(25);
  const types = (await world.database.sql('SELECT entry FROM log_leaf ORDER BY seq')).map(({ entry }) => String(entry));
  for (const type of [
    'year_created',
    'collecting_started',
    'collecting_closed',
    'screening_started',
    'list_submitted',
    'candidates_fixed',
  ])
    expect(
      types.some((entry) => entry.includes(`"${type}"`)),
      type,
    ).toBe(true);
  // Every proposal could have been submitted, and no sheet or opinion is older than its text.
  const proposals = await world.database.sql('SELECT year, unit, fields FROM proposal');
  expect(proposals).toHaveLength(43);
  for (const row of proposals) {
    const fields = draftOf(JSON.parse(String(row['fields'])) as Record<string, unknown>);
    expect(submissionFaults(fields, { year: Number(row['year']), unit: String(row['unit']) }), fields.name).toEqual([]);
    expect(fields.note, fields.name).toBe('');
  }
  expect(await count(`criterion_mark m JOIN proposal p ON p.id = m.proposal_id WHERE m.at < p.submitted_at`)).toBe(0);
  // The list on the ballot is the one that the standing committee fixed, and the public reads the same.
  const shown = await world.anyone.call(readPublicList, { params: { year: '2024' } });
  expect([shown.stage, shown.projects.length]).toEqual(['candidates', 25]);
  const onBallot = await world.database.sql('SELECT list_number, fields FROM candidate ORDER BY list_number');
  expect(onBallot.map(({ fields }) => (JSON.parse(String(fields)) as { name: string }).name)).toEqual(
    shown.projects.map(({ fields }) => fields.name),
  );
});
