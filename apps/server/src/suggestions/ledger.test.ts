import * as contract from '@piaojue/contract';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { seenByLibreOffice } from '../testing/libre-office.js';
import { entered, yearCollecting, type Collecting } from '../testing/years.js';

/** What a spreadsheet program might run: each must come back as the text it was. */
const traps = [
  '=1+1+cmd',
  '+86 号码怎么办',
  '-1+1 的路',
  '@SUM(A1)求助',
  '＝１＋１求解',
  '"引号,逗号"求助',
  '𠮷村修一条路',
];
let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
  for (const title of traps) await entered(c, { title, content: `${title}，内容` });
});

test.each(['csv', 'xlsx'])(
  'R-73: the ledger as %s opens in LibreOffice, every text as it was said, and no cell is a formula',
  async (format) => {
    const response = await c.world.app.inject({
      url: `/api/years/${c.year}/suggestions.${format}`,
      headers: { cookie: c.clerk.cookie ?? '' },
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-disposition']).toContain('attachment');
    const seen = await seenByLibreOffice(`ledger.${format}`, response.rawPayload);
    expect(seen).not.toContain('table:formula');
    for (const title of traps) expect(seen).toContain(title.replace(/^(?=[=+\-@＝])/, "'"));
  },
  180_000,
);

test('R-73: the CSV is read back as it was written', async () => {
  const { body } = await c.world.app.inject({
    url: `/api/years/${c.year}/suggestions.csv`,
    headers: { cookie: c.clerk.cookie ?? '' },
  });
  const rows = parse(body, { bom: true }) as string[][];
  expect(rows).toHaveLength(traps.length + 1);
  expect(rows.slice(1).map((row) => row[5]?.replace(/^'/, ''))).toEqual(traps);
});

test('the ledger goes to those who handle or audit it, and to nobody else', async () => {
  const status = async (cookie?: string) =>
    (
      await c.world.app.inject({
        url: `/api/years/${c.year}/suggestions.csv`,
        ...(cookie ? { headers: { cookie } } : {}),
      })
    ).statusCode;
  expect(await status()).toBe(401);
  expect(await status(c.water.cookie)).toBe(403);
  expect(await status((await c.world.as('delegate')).cookie)).toBe(403);
  expect(await status((await c.world.as('auditor')).cookie)).toBe(200);
});

test('the day it came in is the day in Beijing', async () => {
  const late = await yearCollecting();
  late.world.clock.now = Date.parse('2024-03-02T16:30:00Z');
  await late.clerk.call(contract.signIn, { body: { username: 'clerk', password: 'Test-7719-lamp' } });
  const seq = await entered(late);
  const { body } = await late.world.app.inject({
    url: `/api/years/${late.year}/suggestions.csv`,
    headers: { cookie: late.clerk.cookie ?? '' },
  });
  expect(body).toMatch(new RegExp(`\\n"?${seq}"?,"?2024-03-03"?,`));
});
