import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { act, openHall, signIn, type Hall } from './testing/hall.js';

const password = 'Demo-2024';
let hall: Hall;
let context: BrowserContext;
let page: Page;
let vote = '';

beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
  context = await hall.person();
  page = await signIn(context, 'renda', password);
  await page.getByRole('link', { name: '2024年度民生实事项目票决' }).click();
  await page.waitForURL('**/votes/*');
  vote = page.url();
  await page.goto(`${vote}/rules`);
  await act(page, '定稿');
  await page.getByText('已定稿，按此计票').waitFor();
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

test('a network cut during an act keeps the page and the typed reason, and the same button sends it again', async () => {
  await page.goto(vote);
  await page.getByRole('button', { name: '宣布作废' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因').fill('候选项目名单有误');
  await context.setOffline(true);
  await dialog.getByRole('button', { name: '提出宣布作废' }).click();
  await dialog.getByText('网络没有接通').waitFor();
  expect(await dialog.evaluate((shown) => shown.matches(':modal'))).toBe(true); // and never closed at sending
  expect(await dialog.getByLabel('原因').inputValue()).toBe('候选项目名单有误');
  await context.setOffline(false);
  await dialog.getByRole('button', { name: '提出宣布作废' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('已提出“宣布作废”').waitFor();
  await page.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('button', { name: '宣布作废' }).waitFor();
});

test('a sign-in that runs out while typing leads to another window; the text stays and can be sent afterwards', async () => {
  await page.goto(vote);
  await page.getByRole('button', { name: '宣布作废' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因').fill('候选项目名单有误');
  await context.clearCookies();
  await dialog.getByRole('button', { name: '提出宣布作废' }).click();
  const opened = context.waitForEvent('page');
  await dialog.getByRole('link', { name: '在新窗口重新登录' }).click();
  const fresh = await opened;
  await fresh.getByLabel('用户名').fill('renda');
  await fresh.getByLabel('密码').fill(password);
  await fresh.getByRole('button', { name: '登录' }).click();
  await fresh.waitForURL('**/desk');
  await fresh.close();
  expect(await dialog.getByLabel('原因').inputValue()).toBe('候选项目名单有误');
  await dialog.getByRole('button', { name: '提出宣布作废' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('已提出“宣布作废”').waitFor();
  await page.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('button', { name: '宣布作废' }).waitFor();
});

test('what changes in the hall does not carry a signed-out clerk off the page', async () => {
  await page.goto('/desk');
  await page.getByLabel('会议全称').fill('写到一半的会议');
  const kept = await context.cookies();
  await context.clearCookies();
  // The hall's stream says that something changed: the page reloads its data, and is told to sign in.
  const other = await hall.person();
  const clerk = await signIn(other, 'renda', password);
  await clerk.goto(vote);
  await act(clerk, '宣布作废', '提出宣布作废', password, (at) => at.getByLabel('原因').fill('试'));
  await clerk.getByRole('button', { name: '撤回' }).click();
  await page.getByText('登录已经过期').waitFor();
  expect(await page.getByLabel('会议全称').inputValue()).toBe('写到一半的会议');
  await context.addCookies(kept);
  await other.close();
});

test('R-16: an act sent with the password entered again is done with the new token, and the old one is dead', async () => {
  const person = await hall.person();
  const clerk = await signIn(person, 'renda', password);
  await clerk.goto(vote);
  const [before] = await person.cookies();
  const dialog = clerk.getByRole('dialog');
  await clerk.getByRole('button', { name: '宣布作废' }).click();
  await dialog.getByLabel('原因').fill('试');
  await dialog.locator('form').evaluate((form, value) => {
    const field = document.createElement('input');
    form.append(Object.assign(field, { type: 'hidden', name: '_password', value }));
  }, password);
  await dialog.getByRole('button', { name: '提出宣布作废' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await clerk.getByRole('button', { name: '撤回' }).click();
  await clerk.getByRole('button', { name: '宣布作废', exact: true }).waitFor();
  const [after] = await person.cookies();
  expect(after!.name).toBe(before!.name);
  expect(after!.value).not.toBe(before!.value);
  await person.addCookies([before!]);
  await clerk.goto(vote);
  expect(new URL(clerk.url()).pathname).toBe('/login');
  await person.close();
});

test('what is wrong is told with the name of its field; without script what was typed comes back with it', async () => {
  await page.goto('/desk');
  await page.getByLabel('会议全称').fill('   ');
  await page.getByRole('button', { name: '新建会议' }).click();
  await page.getByText('会议全称：不能为空').waitFor();

  const plain = await hall.browser.newContext({ baseURL: hall.base, javaScriptEnabled: false, locale: 'zh-CN' });
  await plain.addCookies(await context.cookies());
  const still = await plain.newPage();
  await still.goto('/desk/years/2025');
  await still.getByLabel('每人最多提交几条').fill('7');
  await still.getByLabel('资金盘子').fill('三千');
  await still.getByRole('button', { name: '保存设置' }).click();
  await still.getByText('填写的内容不符合要求').waitFor();
  expect(await still.getByLabel('资金盘子').inputValue()).toBe('三千');
  expect(await still.getByLabel('每人最多提交几条').inputValue()).toBe('7');
  await still.getByLabel('资金盘子').fill('3000');
  await still.getByRole('button', { name: '保存设置' }).click();
  await still.getByText('已保存。').first().waitFor();
  expect(await still.getByLabel('每人最多提交几条').inputValue()).toBe('7');

  await still.goto('/desk/years/2025/suggestions/new');
  await still.getByLabel('建议类别').selectOption('交通出行');
  await still.getByLabel('建议名称').fill('南门外修一座人行天桥');
  await still.getByLabel('具体内容').fill('学生上学要横穿大路，请修一座天桥。');
  await still.getByLabel('联系电话').fill('没有');
  await still.getByRole('button', { name: '登记', exact: true }).click();
  await still.getByText('填写的内容不符合要求').waitFor();
  expect(await still.getByLabel('建议类别').inputValue()).toBe('交通出行');
  expect(await still.getByLabel('具体内容').inputValue()).toBe('学生上学要横穿大路，请修一座天桥。');

  await still.goto('/desk/years/2025/texts');
  await still.getByLabel('名称').fill('　');
  await still.getByLabel('内容').fill('已经列入计划，请您监督。');
  await still.getByRole('button', { name: '保存' }).click();
  await still.getByText('填写的内容不符合要求').waitFor();
  expect(await still.getByLabel('内容').inputValue()).toBe('已经列入计划，请您监督。');
  await plain.close();
});

test('without script a form can be sent from a page that the browser had kept; from elsewhere it is refused in words', async () => {
  const plain = await hall.browser.newContext({ baseURL: hall.base, javaScriptEnabled: false, locale: 'zh-CN' });
  const page = await plain.newPage();
  await page.goto('/login');
  await page.goto('/');
  await page.goto('/login');
  await page.getByLabel('用户名').fill('renda');
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/desk');
  await plain.close();

  const first = await fetch(`${hall.base}/login`);
  const kept = await fetch(`${hall.base}/login`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  const policies = [first, kept].map(({ status, headers }) => [status, headers.get('referrer-policy')]);
  expect(policies).toEqual([
    [200, 'same-origin'],
    [304, 'same-origin'],
  ]);
  expect((await fetch(`${hall.base}/api/public/log`)).headers.get('referrer-policy')).toBe('no-referrer');

  const headers = { origin: 'null', accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  const foreign = await fetch(`${hall.base}/login`, { method: 'POST', headers, body: 'username=renda' });
  expect(foreign.status).toBe(403);
  expect(await foreign.text()).toContain('这个请求不是从本系统的页面发出的');
});

test('an act leaves the focus at its button, or at the page where the button is gone; pressed twice it is sent once', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await page.goto('/desk/years/2025');
  let sent = 0;
  page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0));
  await page.getByRole('button', { name: '保存设置' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByText('已保存。').first().waitFor();
  await page.getByRole('button', { name: '保存设置' }).waitFor();
  expect([await focused(), sent]).toEqual(['保存设置', 1]);

  await page.goto(vote);
  await page.getByRole('button', { name: '宣布作废' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因').fill('试');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '撤回' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  await page.getByRole('button', { name: '撤回' }).click();
  await page.getByRole('button', { name: '宣布作废', exact: true }).waitFor();
});

test('what was typed is not left behind without a question, and what was saved is', async () => {
  const asked: string[] = [];
  let isSure = false;
  // A browser of its own: in the others every question is answered with yes.
  const apart = await hall.browser.newContext({ baseURL: hall.base, locale: 'zh-CN' });
  await apart.addCookies(await context.cookies());
  const other = await apart.newPage();
  other.on('dialog', (dialog) => {
    asked.push(dialog.message());
    void (isSure ? dialog.accept() : dialog.dismiss());
  });
  const leave = () => other.getByRole('link', { name: /工作台$/ }).click();
  await other.goto('/desk/years/2025/suggestions/new');
  await other.getByLabel('具体内容').fill('来信全文，很长。');
  await leave();
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]).toContain('还没有保存');
  expect(await other.getByLabel('具体内容').inputValue()).toBe('来信全文，很长。');
  isSure = true;
  await leave();
  await other.waitForURL('**/desk');
  expect(asked.length).toBe(2);

  await other.goto('/desk/years/2025/texts');
  await other.getByLabel('名称').fill('走访时说的话');
  await other.getByLabel('内容').fill('已经列入计划，请您监督。');
  await other.getByRole('button', { name: '保存' }).click();
  await other.locator('summary', { hasText: '走访时说的话' }).waitFor();
  await leave();
  await other.waitForURL('**/desk');
  expect(asked.length).toBe(2);

  // A download leaves nobody, another act of the same form takes no text along, and an erased text is none.
  await other.goto('/desk/years/2025/suggestions');
  await other.getByText('把选中的列入储备库或者不采纳').click();
  const reason = other.getByLabel('理由', { exact: true });
  await reason.fill('暂不具备条件。');
  const download = other.waitForEvent('download');
  await other.getByRole('link', { name: '下载 CSV' }).click();
  await download;
  await other.locator('input[name=seq]').first().check();
  await other.getByRole('button', { name: '公开展示' }).click();
  await other.getByText('已公开展示').first().waitFor();
  expect(await reason.inputValue()).toBe('暂不具备条件。');
  isSure = false;
  await leave();
  await expect.poll(() => asked.length).toBe(3);
  await reason.fill('');
  await leave();
  await other.waitForURL('**/desk');
  expect(asked.length).toBe(3);
  await apart.close();
});

test('no answer at sign-in keeps the typed name', async () => {
  const stranger = await hall.person();
  const login = await stranger.newPage();
  await login.goto('/login');
  await login.getByLabel('用户名').fill('renda');
  await login.getByLabel('密码').fill(password);
  await stranger.setOffline(true);
  await login.getByRole('button', { name: '登录' }).click();
  await login.getByText('网络没有接通').waitFor();
  expect(await login.getByLabel('用户名').inputValue()).toBe('renda');
  await stranger.close();
});

test('R-87, R-92: no page broke its content security policy, failed in script, or asked another host', () => {
  expect(hall.faults).toEqual([]);
});
