import * as contract from '@piaojue/contract';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client } from '../../../scripts/rehearsal/client.js';
import { openCollecting, type Collected } from './testing/collecting.js';
import { expectAccessible, openHall, type Hall } from './testing/hall.js';

let hall: Hall;
let collected: Collected;
let lamps: { seq: number; code: string };

beforeAll(async () => {
  hall = await openHall();
  collected = await openCollecting(hall.server.base, hall.server.token ?? '');
  lamps = await collected.send({ placeCode: 'V0101' });
  await collected.show([lamps.seq]);
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

const inLedger = async (): Promise<number> => {
  const params = { year: String(collected.year) };
  return (await collected.staff.clerk.call(contract.listSuggestions, { params, query: {} })).total;
};

/** Presses Tab until the control has the focus: whoever has no pointer gets there too. */
async function tabTo(page: Page, goal: Locator): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab: ${String(goal)}`);
}

/** With script: without it, towns and villages stand in one list of another name. */
const ready = (page: Page) => page.getByLabel('镇、街道', { exact: true }).waitFor();

async function fillIn(page: Page, title: string): Promise<void> {
  await page.getByLabel('建议类别').selectOption('交通出行');
  await page.getByLabel('建议名称').fill(title);
  await page.getByLabel('具体内容').fill('路面坏了多年，下雨天积水，学生上学不安全，请修好。');
}

test('on a phone, by keyboard alone: from the notice to the code, and from the code to where it stands', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/collect');
  await page.getByText('一事一提').waitFor();
  await expectAccessible(page, 'notice');
  await tabTo(page, page.getByRole('link', { name: '我要提建议' }));
  await page.keyboard.press('Enter');
  await ready(page);
  await expectAccessible(page, 'form');
  await page.keyboard.press('Tab');

  await tabTo(page, page.getByLabel('建议类别'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByLabel('建议名称'));
  await page.keyboard.insertText('南街小学门口修一条人行道');
  await tabTo(page, page.getByLabel('具体内容'));
  await page.keyboard.insertText('上学放学时车多路窄，孩子们走在车中间，请修一条人行道。');
  await tabTo(page, page.getByLabel('镇、街道'));
  await page.keyboard.press('ArrowDown');
  await page.getByLabel('村、社区').waitFor();
  await tabTo(page, page.getByRole('button', { name: /在示意图上点一下位置/ }));
  await page.keyboard.press('Enter');
  await page.getByText('已标出位置').waitFor();
  await tabTo(page, page.getByLabel('电话'));
  await page.keyboard.insertText('13800001111');
  await tabTo(page, page.getByRole('button', { name: '提交建议' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '建议已收到' }).waitFor();
  const code = (await page.getByText(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/).textContent()) ?? '';
  await expectAccessible(page, 'receipt');

  await page.goto('/follow');
  await expectAccessible(page, 'follow');
  await tabTo(page, page.getByLabel('查询码'));
  await page.keyboard.insertText(code.toLowerCase().replaceAll('-', ' '));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '南街小学门口修一条人行道' }).waitFor();
  await page.getByText('已收到您在网上提交的建议').waitFor();
  // The phone is for those who handle it, not for whoever holds the code.
  expect(await page.content()).not.toContain('13800001111');
  await expectAccessible(page, 'where it stands');
  await page.goto('/follow/2222-3333-4444-5555');
  await page.getByText('没有查到这个查询码').waitFor();
  expect(await page.getByLabel('查询码').inputValue()).toBe('2222-3333-4444-5555');
  await context.close();

  const { suggestions } = await collected.staff.clerk.call(contract.listSuggestions, {
    params: { year: '2025' },
    query: { q: '南街小学' },
  });
  const kept = await collected.staff.clerk.call(contract.readSuggestion, {
    params: { seq: String(suggestions[0]?.seq) },
  });
  expect(kept).toMatchObject({ place: '城关街道', shown: false, suggester: { phone: '13800001111' } });
});

test('with the large type of the page, nothing of the form lies out of reach', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await ready(page);
  await page.getByRole('button', { name: '大字' }).click();
  await fillIn(page, '北街修一座公共厕所');
  const width = await page.evaluate(() => document.documentElement.clientWidth);
  for (const control of await page.locator('main :is(input:not([type=hidden]), select, textarea, button)').all()) {
    if ((await control.getAttribute('name')) === 'website') continue;
    const box = await control.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect(box?.height).toBeGreaterThanOrEqual(24);
  }
  await context.close();
});

test('while the name is typed, the same said before is shown, and supported instead, once', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await ready(page);
  await page.getByLabel('建议名称').fill('东街社区装路灯');
  await page.getByText('已经有 1 条相近的建议').waitFor();
  await expectAccessible(page, 'form with similar ones');
  await page.getByRole('button', { name: /附议.*东街社区安装路灯/ }).click();
  await page.getByText('已附议，谢谢您。').waitFor();
  await page.getByText('1 人附议').waitFor();
  await page.goto(`/suggestions/${lamps.seq}`);
  await page.getByText('您已经附议过。').waitFor();
  expect(await page.getByRole('button', { name: /^附议/ }).count()).toBe(0);
  // A browser that has forgotten is told by the server.
  await page.evaluate(() => localStorage.removeItem('piaojue.supported'));
  await page.reload();
  await page.getByRole('button', { name: /^附议/ }).click();
  await page.getByText('您已经附议过，或者这就是您提的').waitFor();
  await page.getByText('1 人附议').waitFor();
  await expectAccessible(page, 'one suggestion');
  await context.close();
});

test('an answer that is lost on the way doubles nothing: the same button gives the same code', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await ready(page);
  await fillIn(page, '西街口的公路修补坑槽');
  const before = await inLedger();
  let lost = false;
  await page.route('**/suggest', async (route) => {
    if (route.request().method() !== 'POST' || lost) return route.continue();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByText('网络没有接通').waitFor();
  expect(await page.getByLabel('建议名称').inputValue()).toBe('西街口的公路修补坑槽');
  await page.getByRole('button', { name: '提交建议' }).dblclick();
  await page.getByText('这条建议先前已经收到').waitFor();
  expect(await inLedger()).toBe(before + 1);
  // What is sent is not offered again.
  await page.goto('/suggest');
  await ready(page);
  expect(await page.getByLabel('建议名称').inputValue()).toBe('');
  await context.close();
});

test('without a network nothing typed is lost, over a closed page too', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await ready(page);
  await fillIn(page, '村卫生室增加一台急救设备');
  const before = await inLedger();
  await context.setOffline(true);
  await page.getByText('现在没有网络').waitFor();
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByText('网络没有接通').waitFor();
  await page.close();
  await context.setOffline(false);
  const later = await context.newPage();
  await later.goto('/suggest');
  await later.getByText('接着上次写').waitFor();
  expect(await later.getByLabel('建议类别').inputValue()).toBe('交通出行');
  await later.getByRole('button', { name: '提交建议' }).click();
  await later.getByRole('heading', { name: '建议已收到' }).waitFor();
  expect(await inLedger()).toBe(before + 1);
  await context.close();
});

test('the code of a station leads to the form that knows it, over a reload, until somebody takes it off', async () => {
  const { id } = await collected.staff.clerk.call(contract.addStation, {
    body: {
      level: 'head',
      parentId: null,
      name: '演练区代表联络总站',
      placeCode: null,
      address: '人民路1号',
      hours: '工作日上午',
      phone: '',
      purpose: '',
      openFrom: null,
      openUntil: null,
      closed: false,
    },
  });
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto(`/stations/${id}`);
  await expectAccessible(page, 'station');
  await page.getByRole('link', { name: '在这里提建议' }).click();
  await page.getByText('您在：演练区代表联络总站').waitFor();
  await ready(page);
  await expectAccessible(page, 'form at a station');
  await fillIn(page, '联络站门口修一段坡道');
  // Whoever opens the form later without the code goes on where they were.
  await page.goto('/suggest');
  await page.getByText('您在：演练区代表联络总站').waitFor();
  expect(await page.getByLabel('建议名称').inputValue()).toBe('联络站门口修一段坡道');
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByRole('heading', { name: '建议已收到' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  const seen = (await page.locator('body').innerText()).replace(/\s+/g, ' ').trim();
  expect(seen).toMatch(
    /^联络站门口修一段坡道 \d{4}年\d+月\d+日收到 查询码 ([2-9A-Z]{4}-){3}[2-9A-Z]{4} 用手机扫码.*输入查询码。$/,
  );
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('link', { name: '看办理情况' }).click();
  await page.getByText('已收到您在演练区代表联络总站提交的建议').waitFor();

  await page.goto(`/suggest?station=${id}`);
  await ready(page);
  await page.getByLabel('建议名称').fill('不在站里写的建议');
  await page.getByRole('link', { name: '我不在这里' }).click();
  await page.getByText('已去掉联络站').waitFor();
  await page.reload();
  await ready(page);
  expect(await page.getByLabel('建议名称').inputValue()).toBe('不在站里写的建议');
  expect(await page.getByText('您在：').count()).toBe(0);
  await page.goto('/suggest?station=nobody234567');
  await page.getByText('没有找到二维码上的联络站').waitFor();
  await ready(page);
  await context.close();
});

test('two open pages are two suggestions: each has a code of its own, and no text is lost', async () => {
  const context = await hall.person('phone');
  const [a, b] = [await context.newPage(), await context.newPage()];
  const before = await inLedger();
  await a.goto('/suggest');
  await ready(a);
  await fillIn(a, '甲页里写的一件事');
  await b.goto('/suggest');
  await ready(b);
  // What is open in the other page is left to it.
  expect(await b.getByLabel('建议名称').inputValue()).toBe('');
  await fillIn(b, '乙页里写的另一件事');
  const codes: string[] = [];
  for (const page of [a, b]) {
    await page.getByRole('button', { name: '提交建议' }).click();
    await page.getByRole('heading', { name: '建议已收到' }).waitFor();
    codes.push((await page.getByText(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/).textContent()) ?? '');
    expect(await page.getByText('先前已经收到').count()).toBe(0);
  }
  expect(codes[0]).not.toBe(codes[1]);
  expect(await inLedger()).toBe(before + 2);
  // The address of the page, pasted whole, leads to the code.
  await a.goto('/follow');
  await a.getByLabel('查询码').fill(`${hall.base}/follow/${codes[1]}`);
  await a.getByRole('button', { name: '查询' }).click();
  await a.getByRole('heading', { name: '乙页里写的另一件事' }).waitFor();
  await context.close();
});

test('photos go up one by one, are taken back, and what is no photo is told so', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await ready(page);
  await fillIn(page, '文化广场的地砖换新');
  const photo = { name: 'IMG_1.png', mimeType: 'image/png', buffer: await page.screenshot({ fullPage: true }) };
  const input = page.getByLabel('照片（选填）');
  await input.setInputFiles([photo, { ...photo, name: 'IMG_2.png' }]);
  await page.getByText('已添加 2 张').waitFor();
  const none = ['IMG_3.jpg', 'IMG_4.jpg'];
  await input.setInputFiles(none.map((name) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('<script>') })));
  for (const name of none) await page.getByText(`“${name}”没有添加`).waitFor();
  await expectAccessible(page, 'form with photos');
  // After a reload they show as pictures still.
  await page.reload();
  await page.getByText('接着上次写').waitFor();
  expect(await page.locator('main li img').count()).toBe(2);
  await page.getByRole('button', { name: /去掉.*照片 1/ }).click();
  await page.getByText('已添加 1 张').waitFor();
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByRole('link', { name: '看办理情况' }).click();
  await page.getByText('1 张，只供办理人员查看').waitFor();
  await context.close();
});

test('without script the form still sends, and keeps what was typed where something is wrong', async () => {
  const context = await hall.browser.newContext({
    baseURL: hall.base,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto('/suggest');
  await page.getByLabel('建议类别').selectOption('教育');
  await page.getByLabel('建议名称').fill('村小学添置图书');
  await page.getByLabel('具体内容').fill('学校的图书室书太少，请添置图书。');
  await page.getByLabel('镇、街道或者村、社区').selectOption('V0301');
  await page.getByLabel('电话').fill('没有电话');
  const photo = { name: 'a.png', mimeType: 'image/png', buffer: await page.screenshot() };
  const large = { name: 'b.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(7_000_000) };
  await page.getByLabel('照片（选填）').setInputFiles([large, large]);
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByRole('heading', { name: '提交的内容太大' }).waitFor();
  expect(await page.getByText('已经保存的内容没有丢失').count()).toBe(0);
  await page.goBack();
  await page.getByLabel('照片（选填）').setInputFiles(photo);
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByText('电话只填数字').waitFor();
  expect(await page.getByLabel('建议名称').inputValue()).toBe('村小学添置图书');
  expect(await page.getByLabel('镇、街道或者村、社区').inputValue()).toBe('V0301');
  await page.getByLabel('电话').fill('');
  await page.getByRole('button', { name: '提交建议' }).click();
  await page.getByRole('link', { name: '看办理情况' }).click();
  await page.getByText('顾县镇').or(page.getByText('史家湾村')).first().waitFor();
  await page.getByText('1 张，只供办理人员查看').waitFor();
  await context.close();
});

test('the list, the figures and the register are open to everybody, on a phone and on a laptop', async () => {
  for (const size of ['phone', 'laptop'] as const) {
    const context = await hall.person(size);
    const page = await context.newPage();
    await page.goto('/suggestions');
    await page.getByRole('searchbox', { name: '查找' }).fill('路灯');
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('link', { name: '东街社区安装路灯' }).waitFor();
    await expectAccessible(page, `list on ${size}`);
    await page.goto('/suggestions?q=没有的东西');
    await page.getByText('没有符合的建议').waitFor();
    await page.goto('/figures');
    await page.getByRole('heading', { name: '每周收到' }).waitFor();
    await page.getByRole('heading', { name: '各镇、街道示意图' }).waitFor();
    await expectAccessible(page, `figures on ${size}`);
    // The map leads to the suggestions of a town, as the list does.
    const town = page.locator('svg a').first();
    await tabTo(page, town);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/suggestions\?year=2025&.*town=/);
    // So does every other figure: the list behind it has as many as are said to be shown.
    await page.goto('/figures');
    const received = page.locator('dl.heads > div').filter({ hasText: '收到建议' });
    const [, open] = /已公开展示 (\d+)/.exec(await received.innerText()) ?? [];
    await received.getByRole('link', { name: '收到建议' }).click();
    await page.waitForURL(/figure=received/);
    await page
      .getByRole('status')
      .filter({ hasText: `找到 ${open} 条` })
      .waitFor();
    await page.goto('/register');
    await page.getByText('关于公开征集演练区2025年民生实事项目的公告').waitFor();
    await expectAccessible(page, `register on ${size}`);
    await page.goto('/');
    await page.getByRole('heading', { name: '征集2025年民生实事项目' }).waitFor();
    await expectAccessible(page, `front page on ${size}`);
    await context.close();
  }
});

test('after the end of collecting the form says so, and nothing more is taken', async () => {
  const somebody = new Client(hall.server.base);
  await collected.staff.clerk.call(contract.closeCollecting, { params: { year: '2025' } });
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/suggest');
  await page.getByText('征集已经结束').waitFor();
  expect(await page.getByRole('button', { name: '提交建议' }).count()).toBe(0);
  await page.goto('/collect');
  await page.getByText('征集已经结束').first().waitFor();
  await page.goto(`/suggestions/${lamps.seq}`);
  await page.getByText('不再接受附议').waitFor();
  expect((await somebody.call(contract.readCollecting)).current?.window).toBe('closed');
  await context.close();
});

test('R-87, R-92: no page broke its content security policy, failed in script, or asked another host', () => {
  expect(hall.faults).toEqual([]);
});
