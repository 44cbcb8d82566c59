import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { act, expectAccessible, openHall, signIn, type Hall } from './testing/hall.js';

const password = 'Demo-2024';
const year = '/desk/years/2025';
let hall: Hall;
let clerk: Page;
let office: Page;
let unit: Page;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
  const at = async (username: string, size: 'laptop' | 'phone' = 'laptop') => {
    const context = await hall.person(size);
    contexts.push(context);
    return signIn(context, username, password);
  };
  clerk = await at('renda');
  office = await at('zhengfuban');
  unit = await at('danwei', 'phone');
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

/** Registers an idea by the clerk's form. @returns its number in the ledger and its code. */
async function register(title: string, content: string): Promise<{ seq: string; code: string }> {
  await clerk.goto(`${year}/suggestions/new`);
  await clerk.getByLabel('建议类别').selectOption('交通出行');
  await clerk.getByLabel('建议名称').fill(title);
  await clerk.getByLabel('具体内容').fill(content);
  await clerk.getByLabel('镇（街道）').selectOption({ label: '府店镇' });
  await clerk.getByRole('button', { name: '登记', exact: true }).click();
  const told = await clerk.getByText(/已登记为第 \d+ 条，查询码/).innerText();
  const [, seq = '', code = ''] = /第 (\d+) 条，查询码 ([\w-]+)/.exec(told) ?? [];
  return { seq, code };
}

test('a suggestion on its way: registered, merged, handed over, answered, checked, settled; and its code tells it', async () => {
  const first = await register('请把府店镇卫生院门前的水坑填平', '府店镇卫生院门前有个大水坑，下雨天病人进不去。');
  const second = await register('府店镇卫生院门前水坑请尽快填平', '卫生院门前水坑很深，老人看病摔倒过。');
  await expectAccessible(clerk, 'registering');
  await clerk.goto(`${year}/suggestions/${first.seq}`);
  await clerk.getByLabel(new RegExp(`#${second.seq}`)).check();
  await clerk.getByRole('button', { name: '把选中的 1 条并入本条' }).click();
  await clerk.getByRole('heading', { name: '并入的建议' }).waitFor();
  await clerk.getByLabel('承办单位').fill('区住房和城乡建设局');
  await clerk.getByLabel('答复期限').fill('2099-12-31');
  await clerk.getByRole('button', { name: '开出交办单' }).click();
  await clerk.getByRole('heading', { name: '正在交办' }).waitFor();
  await expectAccessible(clerk, 'a suggestion that was handed over');

  await unit.goto(`${year}/handovers`);
  await expectAccessible(unit, 'hand-overs of a unit on a phone');
  const paper = unit.getByRole('article').filter({ hasText: '请把府店镇卫生院门前的水坑填平' });
  await paper.getByLabel('答复', { exact: true }).fill('十月底前填平，并修好排水沟。');
  await paper.getByRole('button', { name: '提交答复' }).click();
  await paper.getByText('已答复，等待核查').waitFor();

  await clerk.goto(`${year}/handovers`);
  const answered = clerk.getByRole('article').filter({ hasText: '请把府店镇卫生院门前的水坑填平' });
  await answered.getByLabel('通过，告知建议人').check();
  await answered.getByRole('button', { name: '写定核查结果' }).click();
  await answered.getByText('核查通过').waitFor();
  await clerk.goto(`${year}/suggestions/${first.seq}`);
  await clerk.getByLabel('办结：已经解决').check();
  await clerk.getByLabel('理由', { exact: true }).fill('水坑已经填平。');
  await clerk.getByRole('button', { name: '写定处理结果' }).click();
  await clerk.getByText('已经解决：水坑已经填平。').first().waitFor();
  await clerk.goto(`${year}/suggestions/${second.seq}`);
  await clerk.getByText('写给建议人的信（2 封）').waitFor();
});

test('two people at one suggestion: the second is told, and finds what stands there now', async () => {
  const { seq } = await register('顾县镇集市旁边缺一个公共厕所', '赶集的人多，附近没有公共厕所。');
  for (const page of [clerk, office]) await page.goto(`${year}/suggestions/${seq}`);
  // Without the news from the hall the office still sees what it read.
  await office.context().route('**/live', (route) => route.abort());
  await office.goto(`${year}/suggestions/${seq}`);
  await clerk.getByRole('button', { name: '列为金点子' }).click();
  await clerk.getByRole('button', { name: '不再列为金点子' }).waitFor();
  await office.getByLabel('不采纳').check();
  await office.getByLabel('理由', { exact: true }).fill('已经有类似的安排。');
  await office.getByRole('button', { name: '写定处理结果' }).click();
  await office.getByText('刚刚有人办理过').waitFor();
  await office.getByRole('button', { name: '不再列为金点子' }).waitFor();
  expect(await office.getByLabel('理由', { exact: true }).inputValue()).toBe('已经有类似的安排。');
  await office.getByRole('button', { name: '写定处理结果' }).click();
  await office.getByText('这次没有采纳：已经有类似的安排。').waitFor();
  await office.getByText('还没有告知建议人').waitFor();
  await office.context().unroute('**/live');
});

test('decisions of a round become public in one batch, by two people', async () => {
  await clerk.goto(year);
  await expectAccessible(clerk, 'the year');
  await clerk.getByRole('button', { name: '提交审核' }).click();
  await clerk.getByText('等待审核').first().waitFor();
  expect(await clerk.getByRole('button', { name: '审核公开' }).count()).toBe(0);
  await office.goto(year);
  await act(office, '审核公开', '审核公开', password);
  await office.getByText('等待审核').waitFor({ state: 'detached' });
});

test('a list with bad rows is told row by row and taken only when it is right', async () => {
  await clerk.goto(`${year}/suggestions/import`);
  const head = '工单编号,受理时间,类别,标题,诉求内容,地点\n';
  const row = (i: number, day = '2025-09-03') => `W${i},${day},教育,第${i}号诉求标题,请尽快办理第${i}号诉求,府店镇\n`;
  const give = (text: string) =>
    clerk
      .getByLabel('文件', { exact: true })
      .setInputFiles({ name: '热线.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give(head + row(1) + row(2, '昨天') + row(3));
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('共 3 行，有 1 处错误，没有导入').waitFor();
  await clerk.getByText('不是日期').waitFor();
  await expectAccessible(clerk, 'an import with errors');
  await give(head + row(1) + row(2) + row(3));
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('共 3 条，没有错误').waitFor();
  await clerk.getByRole('button', { name: '导入 3 条' }).click();
  await clerk.getByText('已导入 3 条').waitFor();
});

test('a check belongs to its file, and what stands in the ledger is not entered twice without a word', async () => {
  await clerk.goto(`${year}/suggestions/import`);
  const give = (name: string, text: string) =>
    clerk.getByLabel('文件', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const list = '三月来信,,\n序号,标题,内容\n1,请修一修镇上的小桥,镇上的小桥栏杆断了两根。\n';
  const more = `${list}2,请给小桥装上路灯,小桥夜里看不见路面。\n`;
  await give('甲.csv', list);
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByRole('button', { name: '导入 1 条' }).waitFor();
  await give('乙.csv', more);
  await clerk.getByText('“甲.csv”').waitFor({ state: 'detached' });
  expect(await clerk.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
  await give('空.csv', '');
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('这个文件是空的').waitFor();
  for (const told of ['已导入 1 条', '已导入 1 条，都有了查询码。另有 1 条']) {
    await give('清单.csv', told.includes('另有') ? more : list);
    await clerk.getByRole('button', { name: '检查文件' }).click();
    await clerk.getByRole('button', { name: '导入 1 条' }).click();
    await clerk.getByText(told).waitFor();
  }
  await give('清单.csv', more);
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk
    .getByText(/与台账第 \d+ 条相同/)
    .first()
    .waitFor();
  await expectAccessible(clerk, 'an import of what is there already');
  await clerk.getByLabel('仍然登记相同的 2 条').check();
  await clerk.getByRole('button', { name: '导入 2 条' }).waitFor();
});

test('a page that is for others says so at its address, and an address of no page is none', async () => {
  for (const page of ['suggestions/import', 'texts']) {
    await unit.goto(`${year}/${page}`);
    await unit.getByText('您的身份不能办理').waitFor();
    expect(await unit.getByLabel('文件').count()).toBe(0);
  }
  for (const address of ['/desk/years/1999', '/desk/years/abc', '/stations/xyz']) {
    await unit.goto(address);
    await unit.getByRole('heading', { name: '没有这个页面' }).waitFor();
  }
});

test('two pages at one list of members: the second sees both lists and loses neither; a duty goes only when asked', async () => {
  await clerk.goto('/desk/stations');
  await expectAccessible(clerk, 'stations');
  await clerk.getByRole('link', { name: '顾县镇代表联络站' }).click();
  await clerk.getByRole('heading', { name: '轮流值守' }).waitFor();
  const other = await clerk.context().newPage();
  await other.goto(clerk.url());
  const list = (page: Page) => page.getByLabel('每行一人：姓名 身份 账号');
  const append = async (page: Page, line: string) => {
    await list(page).fill(`${await list(page).inputValue()}\n${line}`);
    await page.getByRole('button', { name: '保存成员' }).click();
  };
  const many = (await list(clerk).inputValue()).split('\n').length;
  await append(other, '新成员甲 代表');
  await other.getByRole('heading', { name: `成员（${many + 1}）` }).waitFor();
  await append(clerk, '新成员乙 代表');
  await clerk.getByText('两份名单不一样').waitFor();
  await clerk.getByText('您填写的没有：新成员甲 代表').waitFor();
  await expectAccessible(clerk, 'two lists of members');
  await clerk.getByRole('button', { name: '用现在的名单，再改' }).click();
  await append(clerk, '新成员乙 代表');
  await clerk.getByRole('heading', { name: `成员（${many + 2}）` }).waitFor();
  expect(await list(clerk).inputValue()).toContain('新成员甲');

  await clerk.getByLabel('日期', { exact: true }).fill('2099-01-05');
  await clerk.getByLabel('时间', { exact: true }).fill('上午8:30至11:30');
  await clerk.getByLabel('值守代表', { exact: true }).fill('新成员甲、外来的人');
  await clerk.getByText('外来的人不在本站的成员名单里').waitFor();
  await clerk.getByRole('button', { name: '排定' }).click();
  await clerk.getByText('有人不在本站的成员名单里，没有排定。').waitFor();
  await clerk.getByLabel('不在成员名单里的也排').first().check();
  await clerk.getByRole('button', { name: '排定' }).click();
  const row = clerk.getByRole('row').filter({ hasText: '外来的人' });
  await row.getByRole('button', { name: '删除' }).click();
  await clerk.getByRole('dialog').getByText('公众页面上不再显示这次值守').waitFor();
  await clerk.getByRole('dialog').getByRole('button', { name: '删除这次值守' }).click();
  await row.waitFor({ state: 'detached' });
  await other.close();
});

test('the ledger is found by words and filters on a phone, and no page did anything wrong', async () => {
  await clerk.setViewportSize({ width: 360, height: 740 });
  await clerk.goto(`${year}/suggestions`);
  await clerk.getByLabel('查找', { exact: true }).fill('卫生院门前');
  await clerk.getByRole('button', { name: '查找' }).click();
  await clerk
    .getByRole('link', { name: /卫生院门前/ })
    .first()
    .waitFor();
  await expectAccessible(clerk, 'the ledger');
  await clerk.goto(`${year}/texts`);
  await expectAccessible(clerk, 'stock texts');
  expect(hall.faults).toEqual([]);
});
