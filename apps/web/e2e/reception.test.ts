import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible, flags, openHall, sizes, type Hall } from './testing/hall.js';
import {
  signInHere,
  signInAs,
  storedIn,
  entriesOf,
  receptions,
  takersOf,
  sending,
  opinionOn,
  keptOn,
  keepOn,
} from './testing/phone.js';

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
  phone.setDefaultTimeout(Number(process.env.PATIENCE ?? 60_000));
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

test('30 receptions taken without network, the browser closed and opened again, sent twice: exactly 30', async () => {
  let page = await openPhone();
  await signInHere(page);
  await page.getByRole('option', { name: '顾县镇代表联络站' }).waitFor({ state: 'attached' });
  await page.getByText('登记人：代表 许俊峰').waitFor();
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
  // The newest stands first, also among those of one minute.
  expect((await page.locator('.kept strong').allInnerTexts()).slice(0, 3)).toEqual([
    '村口的路灯不亮',
    '第29位群众说村口的路灯不亮',
    '第28位群众说村口的路灯不亮',
  ]);
  const written = await entriesOf(page);
  await page.getByLabel('反映的意见').fill('写到一半的意见');
  await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain('写到一半的意见');
  await phone.close();

  page = await openPhone();
  await page.goto('/reception');
  await page.getByText('接着代表 许俊峰没有写完的登记').waitFor();
  expect(await page.getByLabel('反映的意见').inputValue()).toBe('写到一半的意见');
  expect(await page.getByLabel('联络站').locator('option:checked').innerText()).toBe('顾县镇代表联络站');
  const tidy = page.getByRole('button', { name: '清除已上传的 30 条' });
  const signedOut = page.getByText('登录已经过期');
  await signedOut.or(tidy).first().waitFor();
  // The sign-in ended with the browser; what was taken waits for the next one.
  if (await signedOut.isVisible()) await signInHere(page);
  await tidy.waitFor();
  await page.getByText(/^(\w{4}-){3}\w{4}$/).waitFor();
  expect(await receptions(page)).toBe(before + 30);

  // As if the answers had been lost: the same entries wait once more.
  await page.evaluate(async (entries) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('piaojue-reception');
      asked.onsuccess = () => done(asked.result);
    });
    const store = db.transaction('entries', 'readwrite').objectStore('entries');
    for (const entry of entries) store.put(entry);
  }, written);
  await page.reload();
  await tidy.waitFor();
  expect(await receptions(page)).toBe(before + 30);
  expect(hall.faults).toEqual([]);
});

test('what would be refused is said before it is kept; what was refused opens, is changed and goes out', async () => {
  const page = phone.pages().at(-1)!;
  await page.getByLabel('反映的意见').fill('村口的桥栏杆断了，请修一修。');
  await page.getByLabel('记作征集建议').check();
  await page.getByLabel('建议名称').fill('村口的桥栏杆断了');
  await page.getByLabel('来访人电话').fill('没有电话');
  await page.getByRole('button', { name: '记下来' }).click();
  await page.getByText('来访人电话：电话只填数字').waitFor();
  await expectAccessible(page, '接待登记有错');
  await page.getByLabel('来访人电话').fill('');
  // The server finds what the phone cannot know.
  const station = /\/api\/stations\/[^/]+\/receptions(\?|$)/;
  await phone.route(station, (route) => route.fulfill({ status: 422, json: { refusal: 'place_unknown' } }));
  await page.getByRole('button', { name: '记下来' }).click();
  const entry = page.getByRole('listitem').filter({ hasText: '村口的桥栏杆断了' });
  await entry.getByText('没有收下').waitFor();
  await phone.unroute(station);
  await entry.getByRole('button', { name: '打开修改' }).click();
  expect(await page.getByLabel('反映的意见').inputValue()).toBe('村口的桥栏杆断了，请修一修。');
  await page.getByLabel('具体位置').fill('村口桥头');
  await page.getByRole('button', { name: '改好了，再上传' }).click();
  await entry.getByText('已上传').waitFor();
  expect(await entry.count()).toBe(1);
});

/** A suggestion at a reception, with as many photos. */
async function fillSuggestion(page: Page, title: string, photos: number): Promise<void> {
  await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
  await page.getByLabel('反映的意见').fill(`${title}，请尽快办理。`);
  await page.getByLabel('记作征集建议').check();
  await page.getByLabel('建议名称').fill(title);
  const buffer = await page.screenshot();
  const files = Array.from({ length: photos }, (_, i) => ({ name: `${i}.png`, mimeType: 'image/png', buffer }));
  await page.getByLabel('照片', { exact: true }).setInputFiles(files);
  await page.getByText(`已添加 ${Math.min(photos, 3)} 张`).waitFor();
}

test('photos wait on the phone with their entry and arrive once each; the visitor’s slip is printed alone', async () => {
  const page = phone.pages().at(-1)!;
  await phone.setOffline(true);
  await fillSuggestion(page, '桥头的护栏坏了一段', 4);
  await page.getByText('最多 3 张照片').waitFor();
  await expectAccessible(page, '接待登记带照片');
  await page.getByRole('button', { name: '记下来' }).click();
  await page.getByText('有 1 条还没有上传').waitFor();
  // The answers to the entry and to its first photo are lost on the way.
  const sent: string[] = [];
  await phone.route('**/api/stations/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/.*\//, '');
    sent.push(path);
    if (sent.filter((each) => each === path).length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await phone.setOffline(false);
  const now = page.getByRole('button', { name: '立即上传' });
  const done = page.getByRole('listitem').filter({ hasText: '桥头的护栏坏了一段' }).getByText('已上传');
  const again = async () => {
    if (!(await done.isVisible()) && (await now.isEnabled())) await now.click();
    return done.isVisible();
  };
  await expect.poll(again, { interval: 500, timeout: 60_000 }).toBe(true);
  await phone.unroute('**/api/stations/**');
  expect(sent.filter((each) => each === 'photos').length).toBeGreaterThan(3);
  await page.getByRole('button', { name: /给来访人看二维码.*桥头的护栏/ }).click();
  const code = (await page.locator('.voucher .code').textContent()) ?? '';
  const photos = await page.evaluate(async (asked) => {
    const answer = await fetch(`/api/public/follow?code=${asked}`);
    return ((await answer.json()) as { photos: number }).photos;
  }, code);
  expect(photos).toBe(3);
  await page.emulateMedia({ media: 'print' });
  const seen = (await page.locator('body').innerText()).replace(/\s+/g, ' ').trim();
  expect(seen).toMatch(/^桥头的护栏坏了一段 .*收到 查询码 .*输入查询码。$/);
  await page.emulateMedia({ media: 'screen' });
});

test('a phone goes from hand to hand: what one wrote down is sent in that name, or taken over by who says so', async () => {
  const page = phone.pages().at(-1)!;
  await page.goto('/reception');
  await page.getByText('登记人：代表 许俊峰').waitFor();
  await phone.setOffline(true);
  for (const what of ['东街的井盖松了', '西街的井盖松了']) {
    await page.getByLabel('反映的意见').fill(what);
    await page.getByRole('button', { name: '记下来' }).click();
  }
  await page.getByText('有 2 条还没有上传').waitFor();
  await page.getByText('不是本人的，请等有网络时登录以后再登记').waitFor();
  // The network comes back when nobody looks, and the clerk has the phone.
  await phone.route(sending, (route) => route.abort());
  await phone.setOffline(false);
  await page.getByRole('button', { name: '换人登录' }).click();
  await signInAs(page, 'renda');
  await phone.unroute(sending);
  await page.goto('/reception');
  await page.getByText('有 2 条是代表 许俊峰登记的，等待本人上传').waitFor();
  await expectAccessible(page, '接待登记换人');
  expect(await page.getByRole('listitem').filter({ hasText: '东街的井盖松了' }).innerText()).toContain('等待上传');

  await page.getByRole('button', { name: '换人登录' }).click();
  await signInAs(page, 'daibiao');
  const first = page.getByRole('listitem').filter({ hasText: '东街的井盖松了' });
  await first.getByText('已上传').waitFor();
  expect(await takersOf(page, '井盖松了')).toEqual(['代表 许俊峰', '代表 许俊峰']);

  // Handed over for good: the clerk takes on what the delegate left.
  await phone.setOffline(true);
  await page.getByLabel('反映的意见').fill('南街的井盖松了');
  await page.getByRole('button', { name: '记下来' }).click();
  await page.getByText('有 1 条还没有上传').waitFor();
  await phone.route(sending, (route) => route.abort());
  await phone.setOffline(false);
  await page.getByRole('button', { name: '换人登录' }).click();
  await signInAs(page, 'renda');
  await phone.unroute(sending);
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: '改由人大办 赵晓丽上传' }).click();
  await page.getByRole('listitem').filter({ hasText: '南街的井盖松了' }).getByText('已上传').waitFor();
});

test('while one entry is on its way the next is kept, and goes after it', async () => {
  const page = phone.pages().at(-1)!;
  await page.goto('/reception');
  await page.getByText('登记人：人大办 赵晓丽').waitFor();
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await phone.route(sending, (route) => held.then(() => route.continue()));
  await keepOn(page, '南桥的路灯灭了');
  await page.getByText('已记在这部手机上：南桥的路灯灭了').waitFor();
  await opinionOn(page).fill('北桥的路灯');
  await expect.poll(() => page.getByText('已记在这部手机上').count()).toBe(0);
  await keepOn(page, '北桥的路灯灭了');
  await page.getByText('已记在这部手机上：北桥的路灯灭了').waitFor();
  expect(await opinionOn(page).inputValue()).toBe('');
  letGo();
  for (const what of ['南桥的路灯灭了', '北桥的路灯灭了']) await keptOn(page, what).getByText('已上传').waitFor();
  await phone.unroute(sending);
});

test('on plain http the page says that it cannot work offline, and what was taken is sent once all the same', async () => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...flags, '--host-resolver-rules=MAP hall.test 127.0.0.1'],
  });
  const context = await browser.newContext({ viewport: sizes.phone, locale: 'zh-CN' });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await signInHere(page, hall.base.replace('localhost', 'hall.test'));
  expect(await page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator, 'randomUUID' in crypto])).toEqual([
    false,
    false,
    false,
  ]);
  await page.getByText('此网址不能离线使用').waitFor();
  await page.getByRole('option', { name: '顾县镇代表联络站' }).waitFor({ state: 'attached' });
  await page.getByText('登记人：代表 许俊峰').waitFor();
  await expectAccessible(page, '接待登记在普通网址');
  const before = await receptions(page);
  await context.setOffline(true);
  for (let i = 1; i <= 3; i += 1) {
    await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
    await page.getByLabel('反映的意见').fill(`第${i}位群众反映自来水压力小`);
    await page.getByRole('button', { name: '记下来' }).click();
    await page.getByText(`有 ${i} 条还没有上传`).waitFor();
  }
  await context.setOffline(false);
  const tidy = page.getByRole('button', { name: '清除已上传的 3 条' });
  await tidy.waitFor();
  expect(await receptions(page)).toBe(before + 3);
  await page.reload();
  await tidy.waitFor();
  expect(await receptions(page)).toBe(before + 3);
  expect(faults).toEqual([]);
  await browser.close();
});
