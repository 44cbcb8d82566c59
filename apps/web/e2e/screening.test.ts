import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { criterionNames } from '@piaojue/rules';
import { act, expectAccessible, oneWalk, openHall, signIn, type Hall } from './testing/hall.js';

const password = 'Demo-2024';
const year = '/desk/years/2026';
let hall: Hall;
let clerk: Page;
let office: Page;
let housing: Page;
let water: Page;
let member: Page;
/** What the resident holds of the idea that everything here grows from. */
let code = '';
const names = ['老旧小区供水管网改造', '村村通自来水延伸工程'] as const;

beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
  const at = async (username: string, size: 'laptop' | 'phone' = 'laptop') =>
    signIn(await hall.person(size), username, password);
  clerk = await at('renda');
  office = await at('zhengfuban');
  housing = await at('danwei');
  water = await at('danwei2', 'phone');
  member = await at('changweihui');
});
afterAll(async () => {
  await hall.close();
});
oneWalk(() => hall);

const confirm = (page: Page, label: string, fill?: (at: Page) => Promise<void>) =>
  act(page, label, label, password, fill);

test('a year opens with its notice reviewed by another, and a suggestion is registered with a code', async () => {
  // One window at a time: the year before ends first.
  await clerk.goto('/desk/years/2025');
  await act(clerk, '结束征集');
  await clerk.getByText('征集已于').waitFor();
  await clerk.goto('/desk');
  await act(clerk, '新建年度', '新建年度', undefined, async (page) => {
    await page.getByLabel('实施年份').selectOption('2026');
  });
  await clerk.waitForURL(`**${year}`);
  await clerk.getByLabel('征集开始日期').fill('2026-01-01');
  await clerk.getByLabel('征集截止日期').fill('2098-12-31');
  await clerk.getByLabel('应选项目数').fill('1');
  await clerk.getByLabel('资金盘子').fill('3000');
  await clerk.getByLabel('征集截止日期').fill('2025-02-01');
  await clerk.getByText('截止日期早于开始日期').waitFor();
  expect(await clerk.getByRole('button', { name: '保存并提交审核' }).isDisabled()).toBe(true);
  await clerk.getByLabel('征集截止日期').fill('2098-12-31');
  // What is on the screen is what is reviewed, also where nobody saved it before.
  await clerk.getByRole('button', { name: '保存并提交审核' }).click();
  await clerk.getByText('征集公告正在等待审核').waitFor();
  expect(await clerk.getByLabel('征集公告', { exact: true }).isEditable()).toBe(false);
  await clerk.getByRole('button', { name: '撤回公告' }).click();
  await clerk.getByRole('button', { name: '保存并提交审核' }).click();
  await clerk.getByText('征集公告正在等待审核').waitFor();
  await office.goto(year);
  await confirm(office, '审核公开');
  await office.getByText('已公开').first().waitFor();
  await clerk.goto(year);
  await act(clerk, '开始征集');
  await clerk.getByText('征集正在进行').waitFor();

  await clerk.goto(`${year}/suggestions/new`, { waitUntil: 'networkidle' });
  await clerk.getByLabel('建议类别').selectOption('城乡住房');
  await clerk.getByLabel('建议名称').fill('自来水管老化经常停水');
  await clerk.getByLabel('具体内容').fill('小区的自来水管用了三十年，一个月停水四五次。');
  await clerk.getByRole('button', { name: '登记', exact: true }).click();
  code = /查询码 ([\w-]+)/.exec(await clerk.getByText(/已登记为第 \d+ 条/).innerText())?.[1] ?? '';
  expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
  await clerk.goto(`${year}/suggestions`);
  await clerk.locator('input[name=seq]').first().check();
  await clerk.getByRole('button', { name: '公开展示' }).click();
  await clerk.getByText('已公开展示').first().waitFor();

  // Longer than announced: a second notice, let out by another; the first stays readable.
  await clerk.goto(year);
  await clerk.getByText('延期或者更正征集公告').click();
  await clerk.getByLabel('新的征集截止日期').fill('2099-12-31');
  await clerk.locator('form[action="?/prepareChange"]').getByRole('button', { name: '提交审核' }).click();
  await clerk.getByText('征集公告正在等待审核').waitFor();
  await office.goto(year);
  await confirm(office, '审核公开');
  await clerk.goto('/collect');
  await clerk.getByText('征集时间：2026年1月1日至2099年12月31日').waitFor();
  await clerk.getByRole('heading', { name: '关于公开征集2026年民生实事项目建议的公告' }).waitFor();
  await clerk.goto(year);
  await act(clerk, '结束征集');
  await act(clerk, '开始筛选');
  await clerk.getByText('项目建议').first().waitFor();
});

/** A whole proposal by the unit's form, out of the suggestion, then submitted. */
async function propose(unit: Page, name: string): Promise<string> {
  await unit.goto(`${year}/proposals`);
  await unit.getByLabel('项目名称').fill(name);
  await unit.getByRole('button', { name: '开始起草' }).click();
  await unit.waitForURL(/\/proposals\/[a-z0-9]{20,}/);
  const page = unit.url().replace(/\/edit$/, '');
  await unit.goto(`${page}/edit`, { waitUntil: 'networkidle' });
  await unit.getByLabel('项目类别').selectOption('城乡住房');
  await unit.getByLabel('建设性质').selectOption('改扩建');
  const texts: Record<string, string> = {
    location: '槐新街道',
    content: '更换老化供水管网 6 公里。',
    brief: '更换供水管网6公里',
    totalWan: '1200',
    yearWan: '1200',
    upperLevelWan: '500',
    districtWan: '700',
    bondWan: '0',
    otherWan: '0',
    start: '2026-03',
    finish: '2026-11',
    beneficiaries: '槐新街道居民',
    beneficiaryCount: '5600',
    targetItem: '更换管网',
    targetQuantity: '6',
    targetUnit: '公里',
    quarter: '完成设计',
  };
  for (const [field, text] of Object.entries(texts)) {
    const input = unit.locator(`[name=${field}]`).first();
    if (field === 'targetItem' && (await input.count()) === 0) await unit.locator('[name=addTarget]').click();
    await input.fill(text);
  }
  await unit.getByText('相等', { exact: true }).waitFor();
  await unit.getByText(/^已保存 /).waitFor();
  await expectAccessible(unit, 'the form of a proposal');
  await unit.getByRole('button', { name: '保存版本并返回' }).click();
  await unit.waitForURL((at) => !at.pathname.endsWith('/edit'));
  await unit.getByLabel('查找建议').fill('自来水管老化');
  await unit.getByRole('button', { name: '查找' }).click();
  await unit.getByLabel(/自来水管老化经常停水/).check();
  await unit.getByRole('button', { name: '保存关联' }).click();
  await unit.getByText('关联 1 条').waitFor();
  await act(unit, '报送');
  await unit.getByText('已报送').first().waitFor();
  return page;
}

test('two units draft, save themselves, link where it came from and submit; neither sees the other', async () => {
  const first = await propose(housing, names[0]);
  await propose(water, names[1]);
  await water.goto(`${year}/proposals`);
  await water.getByText(names[1]).first().waitFor();
  expect(await water.getByText(names[0]).count()).toBe(0);
  await water.goto(first);
  await water.getByText('没有找到').first().waitFor();
  await expectAccessible(water, 'what a unit may not see');
});

test('two people write in one proposal: the second is shown both texts, and nothing is lost', async () => {
  await housing.goto(`${year}/proposals`);
  await housing.getByLabel('项目名称').fill('社区食堂');
  await housing.getByRole('button', { name: '开始起草' }).click();
  await housing.waitForURL(/\/proposals\/[a-z0-9]{20,}/);
  const edit = `${housing.url().replace(/\/edit$/, '')}/edit`;
  const colleague = await housing.context().newPage();
  for (const page of [housing, colleague]) await page.goto(edit);

  await housing.getByLabel('建设地点').fill('槐新街道');
  await housing.getByText(/^已保存 /).waitFor();
  await colleague.getByLabel('建设地点').fill('首阳山街道');
  await colleague.getByRole('heading', { name: '有人在您之前保存了' }).waitFor();
  const place = colleague.getByRole('group', { name: '建设地点' });
  for (const text of ['槐新街道', '首阳山街道']) await place.getByText(text).waitFor();
  await expectAccessible(colleague, 'two texts of one proposal');
  expect(await colleague.getByRole('button', { name: '按所选的继续' }).isDisabled()).toBe(true);
  await place.getByLabel('用现在的').check();
  await colleague.getByRole('button', { name: '按所选的继续' }).click();
  await colleague.getByText(/^已保存 /).waitFor();
  await expect.poll(() => colleague.getByLabel('建设地点').inputValue()).toBe('槐新街道');

  // What only one of them changed is put together without a question.
  const sent = colleague.waitForResponse((one) => one.request().method() === 'PUT');
  await colleague.getByLabel('受益范围').fill('附近老人');
  await sent;
  await colleague.getByText(/^已保存 /).waitFor();
  await housing.getByLabel('责任人及电话').fill('王同志');
  await housing.getByText('同时改了别的内容，已经并入').waitFor();
  await expect.poll(() => housing.getByLabel('受益范围').inputValue(), { timeout: 30_000 }).toBe('附近老人');
  expect(await housing.getByLabel('责任人及电话').inputValue()).toBe('王同志');
  await housing.getByText(/^已保存 /).waitFor();
  await colleague.close();
});

test('clerk and government office correct the same wording: neither overwrites the other', async () => {
  const at = await proposalOf(clerk, names[0]);
  for (const page of [clerk, office]) await page.goto(`${at}/edit`);
  for (const name of ['totalWan', 'start', 'beneficiaryCount', 'targetQuantity', 'category'])
    expect(await office.locator(`[name=${name}]`).first().getAttribute('readonly'), name).not.toBeNull();
  await office.getByLabel('受益范围').fill('槐新街道全体居民');
  await office.getByLabel('改了什么').fill('受益范围写全');
  await office.getByRole('button', { name: /保存/ }).last().click();
  await office.waitForURL((to) => !to.pathname.endsWith('/edit'));
  await clerk.getByLabel('受益范围').fill('槐新街道的居民');
  await clerk.getByLabel('改了什么').fill('文字');
  await clerk.getByRole('button', { name: /保存/ }).last().click();
  await clerk.getByRole('heading', { name: '有人在您之前保存了' }).waitFor();
  for (const text of ['槐新街道全体居民', '槐新街道的居民'])
    await clerk.getByRole('group', { name: '受益范围' }).getByText(text).waitFor();
  await clerk.getByRole('group', { name: '受益范围' }).getByLabel('用现在的').check();
  await clerk.getByRole('button', { name: '按所选的继续' }).click();
  await expect.poll(() => clerk.getByLabel('受益范围').inputValue()).toBe('槐新街道全体居民');
  await clerk.goto(`${at}/versions`);
  await clerk.getByText('受益范围写全').first().waitFor();
  // The unit is told, with a way to the two versions.
  await housing.goto(at);
  await housing.getByText('政府办校核了文字：受益范围写全').waitFor();
  await housing.getByRole('link', { name: '看改了哪些文字' }).click();
  await housing.getByText('全体').first().waitFor();
  await expectAccessible(clerk, 'versions and what they changed');
});

async function proposalOf(page: Page, name: string): Promise<string> {
  await page.goto(`${year}/screening`);
  await page.getByRole('link', { name }).first().click();
  await page.waitForURL(/\/proposals\/[a-z0-9]{20,}$/);
  return page.url();
}

test('the government office fills the sheets, orders the list and submits it in one act', async () => {
  for (const name of names) {
    await office.goto(`${await proposalOf(office, name)}/criteria`);
    for (const criterion of Object.values(criterionNames)) {
      const group = office.getByRole('group', { name: criterion, exact: true });
      await group.getByLabel('符合', { exact: true }).check();
      await group.getByLabel('得分').selectOption('4');
      await group.getByLabel('理由').fill('材料齐全，符合要求。');
    }
    await office.getByRole('button', { name: '保存筛选标准' }).click();
    await office.getByText('已保存。').waitFor();
  }
  await expectAccessible(office, 'the criteria sheet');
  await office.goto(`${year}/screening`);
  for (const name of names) await office.getByRole('checkbox', { name: new RegExp(name) }).check();
  await office.getByRole('button', { name: '把选中的列为初步候选' }).click();
  const places = office.locator('[name^=place-]');
  const order = () =>
    office
      .locator('form[action="?/order"] .name')
      .evaluateAll((all) => all.map((each) => each.firstChild?.textContent?.trim()));
  await places.nth(1).waitFor();
  const before = await order();
  await places.nth(0).fill('2');
  await office.getByText(/序号 2 填了不止一次/).waitFor();
  for (const name of ['保存排序', '提请常委会审议'])
    expect(await office.getByRole('button', { name, exact: true }).first().isDisabled(), name).toBe(true);
  await places.nth(1).fill('1');
  /** Saves the order and waits for the answer: what the page says was saved may be about the time before. */
  const save = async (meanwhile?: () => Promise<void>) => {
    const answer = office.waitForResponse((one) => one.request().method() === 'POST' && one.url().includes('?/order'));
    await office.getByRole('button', { name: '保存排序' }).click();
    await meanwhile?.();
    await (await answer).finished();
  };
  await save();
  await office.getByText('排序已保存。').waitFor();
  // What is shown is what was saved, also when it is saved once more.
  expect(await order()).toEqual(before.toReversed());
  // The answer comes while somebody types the next number: the field keeps the focus and what is in it.
  let held: (() => void) | undefined;
  await office.route('**/screening?/order', async (route) => {
    await new Promise<void>((resolve) => (held = resolve));
    await route.continue();
  });
  await save(async () => {
    await expect.poll(() => held !== undefined).toBe(true);
    await places.nth(0).fill('');
    held?.();
  });
  await office.unroute('**/screening?/order');
  await office.waitForLoadState('networkidle');
  await office.keyboard.type('2');
  expect(await places.nth(0).inputValue()).toBe('2');
  expect(await order()).toEqual(before.toReversed());
  await places.nth(1).fill('1');
  expect(await office.getByRole('button', { name: '提请常委会审议' }).first().isDisabled()).toBe(true);
  await save();
  await office.getByText('排序已保存。').waitFor();
  await expectAccessible(office, 'screening');
  await confirm(office, '提请常委会审议', async (at) => {
    await at.getByLabel('政府常务会议纪要编号').fill('〔2026〕3号');
    await at.getByText('有 2 件没有征求过意见。').last().waitFor();
    await at.getByLabel('会议日期').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10));
  });
  await office.getByText('建议项目已提请常委会审议').waitFor();
});

test('members read, ask and get an answer', async () => {
  await member.goto(`${year}/gate`);
  await member.getByRole('button', { name: '我已收到并阅读' }).click();
  await member.getByText('签收').first().waitFor();
  await member.getByRole('link', { name: names[0] }).click();
  await member.getByLabel('您想问什么').fill('施工期间怎样保证供水？');
  await member.getByRole('button', { name: '提问' }).click();
  await member.getByText('施工期间怎样保证供水？').first().waitFor();
  await expectAccessible(member, 'a project at the gate');
  await housing.goto(`${year}/proposals`);
  await housing.getByRole('link', { name: names[0] }).first().click();
  await housing.getByLabel('答复', { exact: true }).fill('分段施工，夜间切换，停水不超过四小时。');
  await housing.getByRole('button', { name: '答复提问' }).click();
  await housing.getByText('停水不超过四小时').first().waitFor();
});

test('while the list is open for comments anybody says something, with and without script; an answer lost doubles nothing', async () => {
  await clerk.goto(`${year}/gate/comments`);
  const today = new Date().toISOString().slice(0, 10);
  await clerk.getByLabel('从').fill(today);
  await clerk.getByLabel('到').fill(`${new Date().getFullYear() + 1}-12-31`);
  await clerk.getByRole('button', { name: '提交审核' }).click();
  await clerk.getByText('等审核公开').waitFor();
  await clerk.goto(`${year}/gate/decide`);
  await clerk.getByText('公示还在等待审核公开').waitFor();
  await office.goto(`${year}/gate/comments`);
  await confirm(office, '审核并公开');
  await office.getByText('公示中').waitFor();

  const resident = await (await hall.person('phone')).newPage();
  await resident.goto('/candidates/2026');
  await resident.getByText(names[0]).first().click();
  const field = resident.getByLabel('您对这个项目的意见').first();
  await field.fill('请先换三号楼的水管。');
  await expectAccessible(resident, 'a comment');
  let lost = false;
  await resident.route('**/candidates/2026**', async (route) => {
    if (route.request().method() !== 'POST' || lost) return route.continue();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await resident.getByRole('button', { name: '提交意见' }).first().click();
  await resident.getByText('网络没有接通').waitFor();
  expect(await field.inputValue()).toBe('请先换三号楼的水管。');
  await resident.getByRole('button', { name: '提交意见' }).first().click();
  await resident.getByText('已收到您的意见').waitFor();

  const plain = await hall.browser.newContext({ baseURL: hall.base, javaScriptEnabled: false, locale: 'zh-CN' });
  const still = await plain.newPage();
  await still.goto('/candidates/2026');
  await still.getByText(names[0]).first().click();
  await still.getByLabel('您对这个项目的意见').first().fill('没有脚本\u202E也想说。');
  await still.getByRole('button', { name: '提交意见' }).first().click();
  await still.getByText('填写的内容不符合要求').waitFor();
  expect(await still.getByLabel('您对这个项目的意见').first().inputValue()).toBe('没有脚本\u202E也想说。');
  await still.getByLabel('您对这个项目的意见').first().fill('没有脚本也想说一句。');
  await still.getByRole('button', { name: '提交意见' }).first().click();
  await still.getByText('已收到您的意见').waitFor();
  await plain.close();

  await clerk.goto(`${year}/gate/comments`);
  await clerk.getByRole('heading', { name: '群众意见（2）' }).waitFor();
  await clerk.getByRole('button', { name: '公开展示' }).first().click();
  await clerk.getByText('已展示').waitFor();
  const said = clerk.getByRole('article').first();
  await said.locator('summary', { hasText: '答复' }).click();
  await said.getByLabel('答复', { exact: true }).fill('已列入第一批。');
  await said.getByRole('button', { name: '保存答复' }).click();
  await clerk.getByText('已列入第一批').first().waitFor();
  await act(clerk, '结束公示', '结束公示', password);
  await clerk.getByText('公示已结束').waitFor();
});

const typeVote = async (votes: Readonly<Record<string, number>>): Promise<void> => {
  await clerk.getByLabel('哪一次会议').fill('区二届人大常委会第三次会议');
  for (const [label, number] of Object.entries(votes))
    await clerk.getByLabel(label, { exact: true }).fill(String(number));
};

test('a vote one short of more than half of all members fixes nothing, and is recorded', async () => {
  await clerk.goto(`${year}/gate/decide`);
  await expectAccessible(clerk, 'the decision');
  await typeVote({ 全体组成人员: 35, 出席: 33, 赞成: 17, 反对: 10, 弃权: 6 });
  await clerk.getByText('没有通过', { exact: true }).waitFor();
  expect(await clerk.getByRole('button', { name: '确定候选项目', exact: true }).first().isDisabled()).toBe(true);
  await confirm(clerk, '记录没有通过');
  await clerk.getByText('已经记录：表决没有通过').waitFor();
  await clerk.getByRole('heading', { name: '以前的表决记录' }).waitFor();
  await member.goto(`${year}/gate`);
  await member.getByText('赞成 17 人，反对 10 人').waitFor();
});

/** The clerk types the vote and the order of the ballot, and fixes the candidates. */
async function fixCandidates(votes: Readonly<Record<string, number | string>>): Promise<void> {
  await clerk.goto(`${year}/gate/decide`);
  const button = clerk.getByRole('button', { name: '确定候选项目', exact: true }).first();
  await typeVote(votes as Record<string, number>);
  await clerk.getByLabel(`${names[1]}的票面序号`).fill('1');
  await clerk.getByText('票面序号应当是不重复的整数').waitFor();
  expect(await button.isDisabled()).toBe(true);
  // Out of order, with a gap: one press closes it, in the order that stands there.
  await clerk.getByLabel(`${names[0]}的票面序号`).fill('１７');
  await clerk.getByText('中间不空号').waitFor();
  await clerk.getByRole('button', { name: '按现在的先后重新编号' }).click();
  expect(await clerk.getByLabel(`${names[0]}的票面序号`).inputValue()).toBe('2');
  await confirm(clerk, '确定候选项目', async (at) => {
    // The dialogue shows the order of the ballot once more.
    expect(await at.getByRole('dialog').getByRole('listitem').allInnerTexts()).toEqual([names[1], names[0]]);
  });
  await clerk.waitForURL(`**${year}/candidates`);
}

test('the vote of all members fixes the candidates; recorded wrongly, it is taken back and recorded anew', async () => {
  // Digits of a Chinese keyboard are digits.
  await fixCandidates({ 全体组成人员: 35, 出席: 33, 赞成: '２８', 反对: 4, 弃权: 1 });
  await clerk.goto(`${year}/candidates`);
  await clerk.getByText('赞成28人').waitFor();
  await confirm(clerk, '撤回重新记录', (at) => at.getByLabel('哪里记错了').fill('赞成应当是 18 人'));
  await clerk.waitForURL(`**${year}/gate/decide`);
  await clerk.getByText('赞成应当是 18 人').waitFor();
  await fixCandidates({ 全体组成人员: 35, 出席: 33, 赞成: 18, 反对: 9, 弃权: 6 });
  await clerk.goto(`${year}/candidates`);
  await clerk.getByText('赞成18人').waitFor();
});

test('the book of candidates prints, and unit and presidium may read it', async () => {
  await expectAccessible(clerk, 'the book of candidates');
  for (const page of [housing, member]) {
    await page.goto(`${year}/candidates`);
    await page.getByRole('heading', { name: /候选项目汇编/ }).waitFor();
  }
});

test('between the decision and its publication the public hears nothing; then the code tells it', async () => {
  const resident = await (await hall.person('phone')).newPage();
  await resident.goto(`/follow/${code}`);
  await resident.getByText('自来水管老化经常停水').first().waitFor();
  expect(await resident.getByText(names[0]).count()).toBe(0);
  // It goes on reading what was open for comments, and nothing of what came out.
  await resident.goto('/candidates/2026');
  await resident.getByText('公示已结束').waitFor();
  expect(await resident.getByText('候选项目', { exact: true }).count()).toBe(0);

  await clerk.getByRole('button', { name: '提交审核' }).click();
  await clerk.getByText('等审核公开').waitFor();
  await office.goto(`${year}/candidates`);
  await confirm(office, '审核并公开');
  await office.getByText('等审核公开').waitFor({ state: 'detached' });
  await resident.goto('/candidates/2026');
  await resident.getByText(names[0]).first().waitFor();
  await expectAccessible(resident, 'the candidates on a phone');
  await resident.getByRole('link', { name: '看公示时的项目、群众意见和答复' }).click();
  await resident.getByText(names[0]).first().click();
  await resident.getByText('已列入第一批').first().waitFor();
  await resident.goto(`/follow/${code}`);
  await resident.getByText(names[0]).first().waitFor();
  await expectAccessible(resident, 'a code followed to a candidate');
});

test('the fixed candidates become the candidates of the vote, with the number of suggestions behind each', async () => {
  await clerk.goto('/desk');
  await clerk.getByLabel('会议全称').fill('偃师区第一届人民代表大会第二次会议');
  await clerk.getByLabel('年度', { exact: true }).fill('2026');
  await clerk.getByRole('button', { name: '新建会议' }).click();
  await clerk.waitForURL('**/desk/sittings/*');
  await clerk.getByLabel('名称').fill('2026年度民生实事项目票决');
  await clerk.getByLabel('应选数').fill('1');
  await clerk.getByRole('button', { name: '新建表决事项' }).click();
  await clerk
    .getByRole('link', { name: /候选项目/ })
    .first()
    .click();
  await act(clerk, '带入候选项目', '带入候选项目', password);
  await clerk.getByText('共 2 件').waitFor();
  for (const name of names) await clerk.getByText(name).first().waitFor();
  await clerk.getByText(names[1]).first().click(); // the first on the ballot
  await clerk.getByText('建议 1 条').first().waitFor();
  await expectAccessible(clerk, 'the candidates of the vote');
  expect(hall.faults).toEqual([]);
});
