import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
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
  await clerk.getByLabel('承办单位').selectOption('区住房和城乡建设局');
  await clerk.getByLabel('答复期限').fill('2099-12-31');
  await clerk.getByRole('button', { name: '开出交办单' }).click();
  await clerk.getByRole('heading', { name: '正在交办' }).waitFor();
  await clerk.getByText('交办单已开出。').waitFor();
  await expectAccessible(clerk, 'a suggestion that was handed over');

  await unit.goto(`${year}/handovers`);
  await expectAccessible(unit, 'hand-overs of a unit on a phone');
  const paper = unit.getByRole('article').filter({ hasText: '请把府店镇卫生院门前的水坑填平' });
  await paper.getByText('府店镇', { exact: true }).waitFor();
  await paper.getByText('没有留下联系方式').waitFor();
  await paper.getByRole('link', { name: '打印这份交办单' }).click();
  await unit.getByRole('heading', { name: '民生实事建议交办单' }).waitFor();
  await expectAccessible(unit, 'one hand-over to print');
  await unit.goBack();
  expect(await paper.getByLabel('套用答复模板').innerText()).not.toContain('储备库');
  await paper.getByLabel('答复', { exact: true }).fill('十月底前填平，并修好排水沟。');
  await paper.getByRole('button', { name: '提交答复' }).click();
  await paper.getByText('已答复，等待核查').waitFor();

  await clerk.goto(`${year}/suggestions/${first.seq}`);
  await clerk.getByText('单位的答复还没有核查').waitFor();
  expect(await clerk.getByRole('button', { name: '写定处理结果' }).count()).toBe(0);
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

test('what is chosen and typed before the page has its script stays, and is heard', async () => {
  let start = () => {};
  const wait = new Promise<void>((resolve) => (start = resolve));
  const scripts = '**/_app/immutable/**/*.js';
  const page = await clerk.context().newPage();
  await page.route(scripts, async (route) => {
    await wait;
    await route.continue();
  });
  await page.goto(`${year}/suggestions/new`, { waitUntil: 'commit' });
  await page.getByLabel('建议类别').selectOption('交通出行');
  await page.getByLabel('建议名称').fill('早早填好的名称');
  await page.getByLabel('镇（街道）').selectOption({ label: '府店镇' });
  start();
  // The villages of the town come by script, once it has heard of the town.
  await page.locator('select[name=village]:enabled').waitFor();
  expect(await page.getByLabel('镇（街道）').locator('option:checked').innerText()).toBe('府店镇');
  expect(await page.getByLabel('建议类别').locator('option:checked').innerText()).toBe('交通出行');
  expect(await page.getByLabel('建议名称').inputValue()).toBe('早早填好的名称');
  await page.close();
});

test('two people at one suggestion: the second is told, and finds what stands there now', async () => {
  const { seq } = await register('顾县镇集市旁边缺一个公共厕所', '赶集的人多，附近没有公共厕所。');
  for (const page of [clerk, office]) await page.goto(`${year}/suggestions/${seq}`);
  // Without the news from the hall, by stream or by asking, the office still sees what it read.
  await office.context().route('**/api/public/screen**', (route) => route.abort());
  await office.goto(`${year}/suggestions/${seq}`);
  await clerk.getByRole('button', { name: '列为金点子' }).click();
  await clerk.getByRole('button', { name: '不再列为金点子' }).waitFor();
  await office.getByLabel('不采纳').check();
  await office.getByLabel('理由', { exact: true }).fill('已经有类似的安排。');
  await office.getByRole('button', { name: '写定处理结果' }).click();
  await office.getByText('刚刚有人办理过').waitFor();
  await office.getByRole('button', { name: '不再列为金点子' }).waitFor();
  expect(await office.getByLabel('理由', { exact: true }).inputValue()).toBe('已经有类似的安排。');
  // Whose page hears the news is told of what others do, and not of what they did themselves.
  expect(await clerk.getByText('刚刚办理了这条建议').count()).toBe(0);
  await office.getByRole('button', { name: '写定处理结果' }).click();
  await office.getByText('这次没有采纳：已经有类似的安排。').waitFor();
  await clerk.getByText('刚刚办理了这条建议：这次没有采纳').waitFor();
  await office.getByText('还没有告知建议人').waitFor();
  await office.context().unroute('**/api/public/screen**');
});

test('decisions of a round become public in one batch, by two people', async () => {
  await clerk.goto(year);
  await expectAccessible(clerk, 'the year');
  await clerk.getByRole('button', { name: '提交审核' }).click();
  await clerk.getByText('等待审核').first().waitFor();
  expect(await clerk.getByRole('button', { name: '审核公开' }).count()).toBe(0);
  await office.goto(year);
  expect(await office.getByRole('button', { name: '审核公开' }).count()).toBe(0);
  await office.getByRole('link', { name: '逐条审核' }).click();
  await office.getByText('这次没有采纳：已经有类似的安排。').waitFor();
  await expectAccessible(office, 'a batch of results under review');
  await act(office, '审核公开', '审核公开', password);
  await office.getByText('审核公开。').first().waitFor();
  await office.goto(year);
  expect(await office.getByText('等待审核').count()).toBe(0);
});

test('before a suggestion is public its name and phone are looked at and blanked out; then everybody reads its way', async () => {
  const { seq } = await register('山化镇游园里的路灯坏了三盏', '我叫王喆，电话13800138000，晚上很黑，张师傅摔过。');
  await clerk.goto(`${year}/suggestions?q=%23${seq}`);
  await clerk.getByLabel('选择本页全部').check();
  await clerk.getByRole('button', { name: '公开展示', exact: true }).click();
  await clerk.getByText('像是有姓名、电话或者证件号码').waitFor();
  await expectAccessible(clerk, 'what looks personal');
  await clerk.getByRole('link', { name: '去遮盖' }).click();
  await clerk.getByText('遮盖一处文字').click();
  await clerk.getByLabel('遮盖哪几个字').fill('王喆，电话13800138000');
  await clerk.getByRole('button', { name: '遮盖', exact: true }).click();
  await clerk.getByText('我叫×××，晚上很黑，张师傅摔过。').waitFor();
  await clerk.getByText('更正类别、名称和地点').click();
  await clerk.getByRole('region', { name: '更正' }).getByLabel('类别').selectOption('公共安全');
  await clerk.getByRole('button', { name: '保存更正' }).click();
  await clerk.getByText('工作人员更正了类别。').waitFor();
  await expectAccessible(clerk, 'a suggestion that was corrected');
  await clerk.goto(`${year}/suggestions?q=%23${seq}`);
  await clerk.getByLabel('选择本页全部').check();
  await clerk.getByRole('button', { name: '公开展示', exact: true }).click();
  await clerk.getByText('像是有姓名、电话或者证件号码').waitFor();
  await clerk.getByLabel(/看过，可以公开/).check();
  await clerk.getByRole('button', { name: /^公开看过的/ }).click();
  await clerk.getByText('已公开展示', { exact: true }).waitFor();
  await unit.goto(`/suggestions/${seq}`);
  await unit.getByText('我叫×××，晚上很黑，张师傅摔过。').waitFor();
  await unit.getByText('已收到。').waitFor();
  await expectAccessible(unit, 'a public suggestion with its way');
});

test('by number, a suggestion is merged only after the other was looked at; several are handed over at once; the list is kept', async () => {
  const leading = await register('大口镇集市需要一个停车场', '集市日车停在路上，堵得走不动。');
  const other = await register('大口镇赶集日车辆乱停怎么办', '赶集那天车乱停，老人过不去。');
  await clerk.goto(`${year}/suggestions/${other.seq}`);
  await clerk.getByText('把本条并入另一条').click();
  await clerk.getByLabel('主件编号').fill(leading.seq);
  await clerk.getByRole('button', { name: '查看这一条' }).click();
  await clerk.getByText('大口镇集市需要一个停车场').first().waitFor();
  await clerk.getByRole('button', { name: `确认并入 #${leading.seq}` }).click();
  await clerk.getByText('已经并入另一条建议').waitFor();

  for (const title of ['缑氏镇东街第一处井盖破损', '缑氏镇东街第二处井盖破损'])
    await register(title, '井盖破了，夜里看不见，容易摔伤。');
  await clerk.goto(`${year}/suggestions?q=${encodeURIComponent('处井盖破损')}&state=received`);
  await clerk.getByText('共 2 条').waitFor();
  await clerk.getByRole('link', { name: /第二处/ }).click();
  await clerk.getByRole('link', { name: '下一条' }).click();
  await clerk.getByRole('heading', { name: /第一处/ }).waitFor();
  await clerk.getByRole('link', { name: '← 建议台账' }).click();
  await clerk.getByText('共 2 条').waitFor();
  await clerk.getByLabel('选择本页全部').check();
  await clerk.getByText('把选中的交给一个单位办理').click();
  await clerk.getByLabel('承办单位').selectOption('区住房和城乡建设局');
  await clerk.getByLabel('答复期限').fill('2099-12-31');
  await clerk.getByRole('button', { name: '交办选中的 2 条' }).click();
  await clerk.getByText('已全部交办。').waitFor();
  await clerk.goto(`${year}/suggestions?page=9999`);
  await clerk.getByText('没有这一页').waitFor();
  await clerk.goto(`${year}/suggestions?q=${'路'.repeat(61)}`);
  await clerk.getByText('只按前 60 个字查找').waitFor();
});

test('a delegate finds what it registered, with its code', async () => {
  const context = await hall.person('phone');
  const delegate = await signIn(context, 'daibiao', password);
  await delegate.goto(`${year}/suggestions/mine`);
  await delegate.getByRole('heading', { name: '我登记的建议' }).waitFor();
  await expectAccessible(delegate, 'own suggestions on a phone');
  await context.close();
});

test('a list with bad rows is told row by row and taken only when it is right', async () => {
  await clerk.goto(`${year}/suggestions/import`);
  const large = { name: '大清单.csv', mimeType: 'text/csv', buffer: Buffer.alloc(13_500_000) };
  await clerk.getByLabel('文件', { exact: true }).setInputFiles(large);
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('提交的内容太大').waitFor();
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

test('of a workbook the sheet with the list is read, and another one may be chosen with its own columns', async () => {
  const sheet = (name: string, rows: readonly string[][]) => ({
    sheet: name,
    data: rows.map((row) => row.map((value) => ({ value }))),
  });
  const buffer = await writeXlsxFile([
    sheet('填表说明', [['每月五日前报送']]),
    sheet('一月', [
      ['标题', '内容'],
      ['请在村口装一面反光镜', '村口弯道看不见来车。'],
    ]),
    sheet('二月', [
      ['主题', '诉求内容', '分类'],
      ['请把站台的座椅修好', '站台座椅断了三条腿。', '交通出行'],
    ]),
  ]).toBuffer();
  await clerk.goto(`${year}/suggestions/import`);
  await clerk
    .getByLabel('文件', { exact: true })
    .setInputFiles({ name: '来信.xlsx', mimeType: 'application/octet-stream', buffer });
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('只读取了“一月”，没有读取“填表说明”、“二月”').waitFor();
  await clerk.getByText('请在村口装一面反光镜').waitFor();
  await clerk.getByLabel('工作表').selectOption('二月');
  await clerk.getByText('请再检查一次').waitFor();
  expect(await clerk.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
  await clerk.getByRole('button', { name: '检查文件' }).click();
  await clerk.getByText('请把站台的座椅修好').waitFor();
  expect(await clerk.getByLabel('工作表').inputValue()).toBe('二月');
  await expectAccessible(clerk, 'an import out of several sheets');
  await clerk.getByRole('button', { name: '导入 1 条' }).click();
  await clerk.getByText('已导入 1 条').waitFor();
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

  await clerk
    .getByLabel('日期', { exact: true })
    .fill(new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10));
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
