import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { act, expectAccessible, openHall, signIn, type Hall } from './testing/hall.js';

/** What must not get lost on the desks of a unit and of the government office, whatever network and colleagues do. */
const password = 'Demo-2024';
const year = '/desk/years/2025';
const soon = { timeout: 30_000 };
let hall: Hall;
let unit: BrowserContext;
let housing: Page;
let office: Page;
let edit = '';

beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
  unit = await hall.person();
  housing = await signIn(unit, 'danwei', password);
  office = await signIn(await hall.person(), 'zhengfuban', password);
  await housing.goto(`${year}/proposals`);
  await housing.getByLabel('项目名称').fill('社区食堂');
  await housing.getByRole('button', { name: '开始起草' }).click();
  await housing.waitForURL(/\/edit$/);
  edit = housing.url();
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

/** Says no to every question, and keeps what was asked. */
const refuseAll = (page: Page) =>
  page.evaluate(() => {
    const questions: string[] = [];
    Object.assign(globalThis, { questions, confirm: (text: string) => (questions.push(text), false) });
  });
const askedIn = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { questions: string[] }).questions.join());
/** Fills a field and waits until the server has it: the version grows. */
async function write(page: Page, label: string, text: string): Promise<void> {
  const version = async () => Number(await page.locator('#sheet [name=version]').inputValue());
  const before = await version();
  await page.getByLabel(label).fill(text);
  await expect.poll(version, soon).toBeGreaterThan(before);
  await saved(page);
}
const saved = (page: Page) => page.getByText(/^已保存 /).waitFor();
const unsaved = (page: Page) => page.getByText(/没有存上：/).waitFor();

test('without network nobody leaves unasked, and the text goes by itself once the network is back', async () => {
  await refuseAll(housing);
  await unit.setOffline(true);
  await housing.getByLabel('建设地点').fill('槐新街道');
  await housing.getByRole('link', { name: '返回这件项目' }).click();
  await unsaved(housing);
  await expect.poll(() => askedIn(housing), soon).toContain('还有内容没有存上');
  expect(housing.url()).toBe(edit);
  await unit.setOffline(false);
  await saved(housing);
});

test('whoever leaves while the text is on its way takes nothing away from it', async () => {
  await housing.getByLabel('建设地点').fill('槐新街道、商城街道');
  await housing.getByRole('link', { name: '返回这件项目' }).click();
  await housing.waitForURL((to) => !to.pathname.endsWith('/edit'));
  await housing.getByText('槐新街道、商城街道').first().waitFor();
});

test('a colleague who saved the same field in between keeps the page open until somebody has chosen', async () => {
  const colleague = await unit.newPage();
  for (const page of [housing, colleague]) await page.goto(edit);
  await refuseAll(housing);
  await write(colleague, '备注', '同事写的');
  await colleague.close();
  await housing.getByLabel('备注').fill('我写的');
  await housing.getByRole('link', { name: '返回这件项目' }).click();
  await housing.getByRole('heading', { name: '有人在您之前保存了' }).waitFor();
  expect(housing.url()).toBe(edit);
  await housing.getByRole('group', { name: '备注' }).getByLabel('用您写的').check();
  await housing.getByRole('button', { name: '按所选的继续' }).click();
  await saved(housing);
});

test('a page that was closed without network offers on the next visit what was not saved', async () => {
  // Whoever closes a page ends its emulated lack of network as well: here every request is stopped instead.
  await unit.route('**/api/proposals/**', (route) => route.abort());
  await housing.getByLabel('建设地点').fill('首阳山街道');
  await unsaved(housing);
  await housing.close();
  await unit.unroute('**/api/proposals/**');
  housing = await unit.newPage();
  await housing.goto(edit);
  expect(await housing.getByLabel('建设地点').inputValue()).toBe('槐新街道、商城街道');
  await housing.getByRole('button', { name: '恢复没有存上的内容' }).click();
  await expect.poll(() => housing.getByLabel('建设地点').inputValue(), soon).toBe('首阳山街道');
  await saved(housing);
  await housing.reload();
  await expect.poll(() => housing.getByLabel('建设地点').inputValue(), soon).toBe('首阳山街道');
  expect(await housing.getByText('没有存上的内容').count()).toBe(0);
});

test('a sign-in that ended breaks nothing: after the next one the same text is saved', async () => {
  const cookies = await unit.cookies();
  await unit.clearCookies();
  await housing.getByLabel('受益范围').fill('附近老人');
  await unsaved(housing);
  await housing.getByRole('button', { name: '保存版本并返回' }).click();
  await housing.getByRole('link', { name: '在新窗口重新登录' }).first().waitFor();
  expect(await housing.getByLabel('受益范围').inputValue()).toBe('附近老人');
  await unit.addCookies(cookies);
  await housing.getByRole('button', { name: '保存版本并返回' }).click();
  await housing.waitForURL((to) => !to.pathname.endsWith('/edit'));
  await housing.getByText('附近老人').first().waitFor();
  expect(hall.faults).toEqual([]);
});

test('a refused submission names every point, and the form shows each at its field', async () => {
  await housing.getByRole('button', { name: '报送', exact: true }).click();
  const dialog = housing.getByRole('dialog');
  await dialog.getByRole('button', { name: '报送', exact: true }).click();
  await dialog.getByText('项目类别：请从列表里选择').waitFor();
  for (const point of ['开工时间', '总投资', '年度目标', '进度节点', '受益人数'])
    expect(await dialog.getByText(new RegExp(`^${point}.*：`)).count(), point).toBe(1);
  await dialog.getByRole('link', { name: '去补充' }).click();
  await housing.getByText(/还有 \d+ 处要补充或者改正/).waitFor();
  await housing.getByText('应是大于 0 的整数').waitFor();
  await housing.getByLabel('总投资').fill('100');
  await housing.getByLabel('年度计划投资').fill('200');
  await housing.getByText('不能大于总投资').waitFor();
  await expectAccessible(housing, 'what is missing, at its field');
  await write(housing, '年度计划投资', '100');
});

test('what has the focus is never under the foot of the form', async () => {
  await housing.goto(edit);
  await housing.getByLabel('项目名称').focus();
  for (let i = 0; i < 40; i++) {
    const hidden = await housing.evaluate(() => {
      const at = document.activeElement!;
      const foot = document.querySelector('.foot')!;
      if (foot.contains(at) || !foot.parentElement!.contains(at)) return '';
      return at.getBoundingClientRect().bottom > foot.getBoundingClientRect().top ? at.outerHTML : '';
    });
    expect(hidden).toBe('');
    await housing.keyboard.press('Tab');
  }
});

test('an empty file is called empty, and the refusal before is gone', async () => {
  await housing.goto(edit.replace(/\/edit$/, ''));
  const file = housing.getByLabel('添加附件');
  await file.setInputFiles({ name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('文字') });
  await housing.getByRole('button', { name: '上传' }).click();
  await housing.getByText('这种文件不能作附件').waitFor();
  await file.setInputFiles({ name: '空.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
  await housing.getByText('这个文件是空的').waitFor();
  expect(await housing.getByText(/这种文件不能作附件|还没有选择文件/).count()).toBe(0);
  await housing.getByRole('button', { name: '作废草稿' }).waitFor();
});

test('two people at one sheet: a mark that both gave is asked, with name and reason, and nobody overwrites it unseen', async () => {
  await office.goto(`${year}/screening`);
  await office.getByRole('link', { name: '2025年城镇老旧小区改造项目' }).first().click();
  await office.waitForURL(/\/proposals\/[a-z0-9]{20,}$/);
  const sheet = `${office.url()}/criteria`;
  const colleague = await office.context().newPage();
  const fill = async (page: Page, criterion: string, score: string, reason: string) => {
    const line = page.getByRole('group', { name: criterion, exact: true });
    await line.getByLabel('符合', { exact: true }).check();
    await line.getByLabel('得分').selectOption(score);
    await line.getByLabel('理由').fill(reason);
  };
  for (const page of [office, colleague]) await page.goto(sheet);
  await fill(colleague, '合法性', '1', '合同还没有审查');
  await colleague.getByRole('button', { name: '保存筛选标准' }).click();
  await colleague.getByText('已保存。').waitFor();
  await colleague.close();
  await fill(office, '合法性', '5', '没有问题');
  await fill(office, '公益性', '4', '群众直接使用');
  await refuseAll(office);
  await office.getByRole('link', { name: '返回这件项目' }).click();
  await expect.poll(() => askedIn(office), soon).toContain('还没有保存');
  await office.getByRole('button', { name: '保存筛选标准' }).click();
  await office.getByRole('heading', { name: '有人在您之前保存了筛选标准' }).waitFor();
  const both = office.getByRole('group', { name: '合法性：用哪一份' });
  for (const text of ['合同还没有审查', '没有问题']) await both.getByText(text).waitFor();
  await expectAccessible(office, 'two marks of one criterion');
  expect(await office.getByRole('button', { name: '保存筛选标准' }).isDisabled()).toBe(true);
  await both.getByRole('radio').nth(1).check();
  await office.getByRole('button', { name: '保存筛选标准' }).click();
  await office.getByText('已保存。').waitFor();
  await office.goto(sheet);
  const lawful = office.getByRole('group', { name: '合法性', exact: true });
  expect(await lawful.getByLabel('理由').inputValue()).toBe('合同还没有审查');
  expect(await office.getByRole('group', { name: '公益性', exact: true }).getByLabel('得分').inputValue()).toBe('4');
});

test('marks older than the text say so, and one button says that they still hold', async () => {
  const page = office.url().replace(/\/criteria$/, '');
  await office.goto(page);
  await act(office, '退回修改', '退回修改', password, (at) => at.getByLabel('请单位修改什么').fill('请写明规模'));
  await housing.goto(`${page}/edit`);
  await write(housing, '建设内容和规模', '改造十二个小区。');
  await housing.goto(page);
  await act(housing, '报送');
  await housing.getByText('已报送').first().waitFor();
  await office.goto(page);
  await office.getByText('文字在此之后改过，请复核').first().waitFor();
  await office.goto(`${page}/criteria`);
  await expectAccessible(office, 'a sheet older than its text');
  await office.getByRole('button', { name: '复核后不变' }).click();
  await office.getByText('已复核，没有改动。').waitFor();
  expect(await office.getByText(/文字在此之后改过/).count()).toBe(0);
  expect(hall.faults).toEqual([]);
});
