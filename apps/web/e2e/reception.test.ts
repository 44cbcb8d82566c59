import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible, flags, openHall, sizes, type Hall } from './testing/hall.js';

const password = 'Demo-2024';
let hall: Hall;
let phone: BrowserContext;
const profile = mkdtempSync(join(tmpdir(), 'piaojue-phone-'));

/** A phone that keeps what it stored when its browser is closed. */
async function openPhone(): Promise<Page> {
  phone = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: flags,
    baseURL: hall.base,
    viewport: sizes.phone,
    locale: 'zh-CN',
  });
  phone.setDefaultTimeout(60_000);
  return phone.newPage();
}

beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
});
afterAll(async () => {
  await phone?.close().catch(() => undefined);
  await hall.close();
  rmSync(profile, { recursive: true, force: true });
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

async function signInHere(page: Page): Promise<void> {
  await page.goto('/login?next=/reception');
  await page.getByLabel('用户名').fill('daibiao');
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname === '/reception');
  // A page that was led here from the sign-in belongs to no service worker yet; the next load does.
  await page.goto('/reception');
}
const receptions = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const answer = await fetch('/api/years/2025/stations');
    if (!answer.ok) throw new Error(await answer.text());
    const { stations } = (await answer.json()) as { stations: { figures: { receptions: number } }[] };
    return stations.reduce((sum, { figures }) => sum + figures.receptions, 0);
  });

test('30 receptions taken without network, the browser closed and opened again, sent twice: exactly 30', async () => {
  let page = await openPhone();
  await signInHere(page);
  await page.getByRole('option', { name: '顾县镇代表联络站' }).waitFor({ state: 'attached' });
  const before = await receptions(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).scope)).toMatch(/\/reception$/);
  await expectAccessible(page, '接待登记');

  await phone.setOffline(true);
  await page.goto('/reception');
  await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
  for (let i = 1; i <= 30; i += 1) {
    await page.getByLabel('反映的意见').fill(`第${i}位群众说村口的路灯不亮`);
    if (i === 30) {
      await page.getByLabel('记作征集建议').check();
      await page.getByLabel('建议名称').fill('村口的路灯不亮');
    }
    await page.getByRole('button', { name: '记下来' }).click();
    await page.getByText(`有 ${i} 条还没有上传`).waitFor();
  }
  await phone.close();

  page = await openPhone();
  await page.goto('/reception');
  const tidy = page.getByRole('button', { name: '清除已上传的 30 条' });
  const signedOut = page.getByText('登录已经过期');
  await signedOut.or(tidy).first().waitFor();
  // The sign-in ended with the browser; what was taken waits for the next one.
  if (await signedOut.isVisible()) await signInHere(page);
  await tidy.waitFor();
  await page.getByText(/^(\w{4}-){3}\w{4}$/).waitFor();
  expect(await receptions(page)).toBe(before + 30);

  // As if the answers had been lost: the same entries wait once more.
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('piaojue-reception');
      asked.onsuccess = () => done(asked.result);
    });
    const store = db.transaction('entries', 'readwrite').objectStore('entries');
    const entries = await new Promise<{ clientId: string; stationId: string; at: string; head: string }[]>((done) => {
      const asked = store.getAll();
      asked.onsuccess = () => done(asked.result as never);
    });
    for (const entry of entries)
      store.put({
        ...entry,
        state: 'waiting',
        body: {
          clientId: entry.clientId,
          at: entry.at,
          visitors: 1,
          opinion: '',
          solved: false,
          solvedHow: '',
          suggestion: null,
        },
      });
  });
  await page.reload();
  await tidy.waitFor();
  expect(await receptions(page)).toBe(before + 30);
  expect(hall.faults).toEqual([]);
});
