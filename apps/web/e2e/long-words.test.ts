import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHall, sideways, signIn, type Hall } from './testing/hall.js';

const title = 'https/example/AAAAAAAAAAAAAAAAAAAAAAAAAA'.slice(0, 40);
const run = 'x9'.repeat(500);
const name = 'B7'.repeat(40);
let hall: Hall;
let clerk: Page;
let unit: Page;
beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
  clerk = await signIn(await hall.person('phone'), 'renda', 'Demo-2024');
  unit = await signIn(await hall.person('phone'), 'danwei', 'Demo-2024');
});
afterAll(() => hall.close());

/** As a page of ours would ask. */
const send = async (page: Page, method: string, path: string, body: unknown): Promise<Record<string, unknown>> => {
  const answer = await page.evaluate(
    async (asked) => {
      const reply = await fetch(`/api${asked.path}`, {
        method: asked.method,
        headers: { 'content-type': 'application/json', 'x-piaojue': '1' },
        body: JSON.stringify(asked.body),
      });
      return { status: reply.status, text: await reply.text() };
    },
    { method, path, body },
  );
  expect(answer.status, answer.text).toBe(200);
  return JSON.parse(answer.text) as Record<string, unknown>;
};

test('a long run without blanks scrolls no page sideways on a phone', async () => {
  const made = await send(clerk, 'POST', '/years/2025/suggestions', {
    channel: 'clerk',
    sourceRef: null,
    receivedOn: null,
    suggestion: {
      category: '交通出行',
      title,
      content: run,
      reason: run.slice(0, 300),
      advice: run.slice(0, 300),
      placeCode: null,
      placeNote: run.slice(0, 60),
      point: null,
      suggesterKind: 'resident',
      suggester: { name: '', phone: '', email: '' },
    },
  });
  const seq = Number(made['seq']);
  await send(clerk, 'POST', '/shown-suggestions', { seqs: [seq], shown: true, looked: [seq] });
  const proposal = await send(unit, 'POST', '/years/2025/proposals', { name });
  const fields = proposal['fields'] as Record<string, unknown>;
  const long = { content: run, location: run.slice(0, 200), beneficiaries: run.slice(0, 200), contact: name };
  const coopUnits = [name];
  const milestones = [`一季度：${run.slice(0, 150)}`];
  await send(unit, 'PUT', `/proposals/${String(proposal['id'])}`, {
    version: proposal['version'],
    fields: { ...fields, ...long, coopUnits, milestones },
    note: null,
  });

  const proposals = '/desk/years/2025/proposals';
  const pages: [Page, string][] = [
    [clerk, '/suggestions'],
    [clerk, `/suggestions/${seq}`],
    [clerk, `/follow/${String(made['code'])}`],
    [clerk, '/desk/years/2025/suggestions'],
    [clerk, `/desk/years/2025/suggestions/${seq}`],
    [unit, proposals],
    [unit, `${proposals}/${String(proposal['id'])}`],
    [unit, `${proposals}/${String(proposal['id'])}/edit`],
  ];
  const over: string[] = [];
  for (const [page, path] of pages) {
    await page.goto(path, { waitUntil: 'networkidle' });
    if (!path.endsWith('/edit')) expect(await page.content(), path).toMatch(/x9x9|B7B7|AAAA/);
    const by = await sideways(page);
    if (by > 0) over.push(`${path}: ${by} px`);
  }
  expect(over).toEqual([]);
});
