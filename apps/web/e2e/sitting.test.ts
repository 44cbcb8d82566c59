import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import {
  act,
  askWithPassword,
  expectAccessible,
  oneWalk,
  openHall,
  printedSlips,
  signIn,
  sizes,
  type Hall,
} from './testing/hall.js';

const password = 'Kaihui-2024-tuanjie';
/** Text that would run if anybody showed it as markup. */
const hostile = '<img src=x onerror=alert(1)>农村公路"><script>alert(2)</script>';
const names = [hostile, '村卫生室标准化建设', '城区口袋公园建设𠮷', '老年助餐点', '农村供水保障提升工程'];
const people = [
  ['renda', '赵晓丽', '人大工作人员'],
  ['jp1', '孙建国', '监票人'],
  ['jp2', '周玉梅', '监票人'],
  ['jp3', '吴志强', '监票人'],
  ['jipiao', '郑亚楠', '计票人'],
  ['zhuxi', '冯文斌', '大会主席团'],
] as const;

let hall: Hall;
const desks = new Map<string, { context: BrowserContext; page: Page }>();
const desk = (name: string) => desks.get(name) ?? expect.fail(`nobody at ${name}`);
let slips: string[] = [];

beforeAll(async () => {
  hall = await openHall();
});
afterAll(async () => {
  await hall.close();
});
oneWalk(() => hall);

test('first run: the one-time token makes the congress, and every person sets an own password', async () => {
  const context = await hall.person();
  const page = await context.newPage();
  await page.goto('/set-up');
  await expectAccessible(page, 'set-up');
  await page.getByLabel('设置口令').fill(hall.server.token ?? '');
  await page.getByLabel('人民代表大会名称').fill('演练区第一届人民代表大会');
  await page.getByLabel('行政区域').fill('演练区');
  await page.getByLabel('姓名').fill('吕卫东');
  await page.getByLabel('用户名').fill('guanli');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByLabel('再输入一次密码').fill(password);
  await page.getByRole('button', { name: '完成设置' }).click();
  await page.waitForURL('**/login**');
  const admin = await signIn(context, 'guanli', password);
  await admin.goto('/desk/accounts');
  for (const [username, displayName, role] of people) {
    await admin.getByLabel('姓名').fill(displayName);
    await admin.getByLabel('用户名').fill(username);
    await admin.getByRole('checkbox', { name: role, exact: true }).check();
    await admin.getByRole('button', { name: '新建账号' }).click();
    await admin.locator('dd', { hasText: new RegExp(`^${username}$`) }).waitFor();
    const code = (await admin.locator('dd.code').textContent())?.trim() ?? '';
    await admin.reload();

    const own = await hall.person();
    const activation = await own.newPage();
    await activation.goto('/activate');
    await activation.getByLabel('用户名').fill(username);
    await activation.getByLabel('启用码').fill(code);
    await activation.getByLabel('新密码', { exact: true }).fill(password);
    await activation.getByLabel('再输入一次新密码').fill(password);
    await activation.getByRole('button', { name: '设置密码' }).click();
    await activation.waitForURL('**/login**');
    await activation.close();
    desks.set(username, { context: own, page: await signIn(own, username, password) });
  }
  await expectAccessible(admin, 'accounts');
});

test('the clerk makes the sitting, imports roll and candidates with errors by row, and freezes', async () => {
  const { page } = desk('renda');
  await page.getByLabel('会议全称').fill('演练区第一届人民代表大会第四次会议');
  await page.getByLabel('年度', { exact: true }).fill('2024');
  await page.getByRole('button', { name: '新建会议' }).click();
  await page.waitForURL('**/desk/sittings/*');
  const sitting = page.url();

  await page.goto(`${sitting}/roll`);
  const roll = [
    '代表证号,姓名,代表团',
    ...Array.from(
      { length: 9 },
      (_, i) => `${i + 1},${['王', '李', '张𬭎'][i % 3]}代表${i + 1},第${(i % 2) + 1}代表团`,
    ),
  ];
  await page.getByLabel('代表名册文件').setInputFiles({
    name: '名册.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([...roll, '9,重复号,第1代表团'].join('\n')),
  });
  await page.getByRole('button', { name: '检查文件' }).click();
  await page.getByText('与第 10 行重复').waitFor();
  await page
    .getByLabel('代表名册文件')
    .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(roll.join('\n')) });
  await page.getByRole('button', { name: '检查文件' }).click();
  await page.getByRole('button', { name: '导入 9 名' }).click();
  await page.getByText('应到 9').first().waitFor();
  await page.getByLabel('查找').fill('代表');
  await page.getByRole('button', { name: '这 9 名全部签到' }).click();
  await page.getByText('符合法定人数').first().waitFor();
  await page.getByRole('button', { name: '撤销签到', exact: true }).first().click();
  await page.getByText('实到 8').first().waitFor();
  await expectAccessible(page, 'roll');

  await page.goto(sitting);
  await page.getByLabel('名称').fill('2024年度民生实事项目票决');
  await page.getByLabel('应选数').fill('3');
  await page.getByRole('button', { name: '新建表决事项' }).click();
  await page
    .getByRole('link', { name: /^候选项目/ })
    .first()
    .click();
  const file = join(mkdtempSync(join(tmpdir(), 'piaojue-xlsx-')), '候选项目.xlsx');
  const heads = [
    '序号',
    '项目名称',
    '项目类别',
    '建设性质',
    '建设地点',
    '建设内容和规模',
    '票面简述',
    '总投资(万元)',
    '区级财政(万元)',
    '责任单位',
    '开工时间',
    '完成时限',
  ];
  const rows = names.map((name, i) => [
    i + 1,
    name,
    '交通出行',
    '新建',
    '演练区',
    `${name} 的建设内容`,
    `第${i + 1}件`,
    120.5 + i,
    120.5 + i,
    '区交通局',
    '2024-03',
    '2024-11',
  ]);
  const sheet = [heads.map((value) => ({ value })), ...rows.map((row) => row.map((value) => ({ value })))];
  await writeXlsxFile(sheet as never)
    .toFile(file)
    .catch(async () => writeXlsxFile(sheet as never, { filePath: file } as never));
  await page.getByLabel('候选项目名单文件').setInputFiles(file);
  await page.getByRole('button', { name: '检查文件' }).click();
  await page.getByRole('button', { name: '导入 5 件' }).click();
  await page.getByText('已导入 5 件').waitFor();
  await expectAccessible(page, 'candidates');

  await page.getByRole('link', { name: /规则/ }).first().click();
  await page.getByRole('button', { name: '空白处填入建议条文并保存' }).click();
  await page.getByText('条文已全部填写').waitFor();
  await expectAccessible(page, 'rules');
  await act(page, '定稿');
  await page.getByText('已定稿，按此计票').waitFor();
  await page.goto(sitting);
  await expectAccessible(page, 'console');
});

test('three scrutineers make keys in their browsers, one prints the slips; only public halves leave the page (R-51)', async () => {
  const { page: clerk } = desk('renda');
  const sitting = clerk.url();
  await clerk.goto(`${sitting}/ceremony`);
  for (const name of ['孙建国', '周玉梅', '吴志强']) {
    const box = clerk.getByRole('checkbox', { name });
    if (!(await box.isChecked())) await box.check();
  }
  await clerk.getByLabel('开箱至少要几位到场').selectOption('2');
  await act(clerk, '开始制作开箱钥匙');
  await clerk.getByText('3 位监票人中任意 2 位到场即可开箱').first().waitFor();

  const sent: string[] = [];
  for (const name of ['jp1', 'jp2', 'jp3']) {
    const { context, page } = desk(name);
    await page.goto('/desk/key');
    await page.getByRole('button', { name: '生成我的专用链接' }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: '打开钥匙页面' }).click();
    const keys = await opened;
    keys.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
    await keys.getByRole('button', { name: '制作我的钥匙' }).click();
    await keys.getByRole('button', { name: '下载钥匙备份' }).waitFor();
    desks.set(`${name}-keys`, { context, page: keys });
  }
  const fingerprints = [];
  for (const name of ['jp1', 'jp2', 'jp3']) {
    const { page } = desk(`${name}-keys`);
    await page.getByText('您的钥匙试开成功').waitFor();
    fingerprints.push(await page.locator('[data-fingerprint]').textContent());
    await expectAccessible(page, 'keys');
  }
  expect(new Set(fingerprints).size).toBe(1);
  const { page: jp1 } = desk('jp1-keys');
  const download = jp1.waitForEvent('download');
  await jp1.getByRole('button', { name: '下载钥匙备份' }).click();
  expect(await jp1.getByText('已备份').count()).toBe(0); // a download alone is no backup
  await jp1.getByLabel('核对存好的备份文件').setInputFiles(await (await download).path());
  await jp1.getByText('已备份，核对无误').waitFor();
  const seeds = await desk('jp1-keys').page.evaluate(
    () => document.querySelector('.seed')?.textContent?.replace(/\s/g, '') ?? '',
  );
  expect(seeds).toMatch(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
  expect(sent.filter((text) => text.includes(seeds))).toEqual([]);

  const { context, page } = desk('jp1');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: '打开表决票页面' }).click();
  const slipPage = await opened;
  const told: string[] = [];
  slipPage.on('request', (request) => told.push(request.postData() ?? ''));
  await slipPage.getByLabel('印制张数').fill('9');
  await slipPage.getByRole('button', { name: '制作并登记表决票' }).click();
  await slipPage.getByText('名单指纹').waitFor();
  slips = await printedSlips(slipPage);
  expect(slips).toHaveLength(9);
  expect(told.some((text) => slips.some((slip) => text.includes(slip)))).toBe(false);
  // The browser's own print command has the sheets too, and they stay: on tablets print() does not wait for anybody.
  const sheets = slipPage.locator('.print-only .slip-sheet');
  expect(await sheets.count()).toBe(0);
  await slipPage.pdf();
  await sheets.nth(8).waitFor({ state: 'attached' });
  expect(await sheets.first().isVisible()).toBe(false);
  // One slip more than delegates present: it is left over and must be void before the box can be sealed.
  const left = slips.pop() ?? '';
  await slipPage.getByLabel('投票码', { exact: true }).fill(left);
  await slipPage.getByRole('button', { name: '作废 1 张' }).click();
  await slipPage.getByRole('button', { name: '确定作废 1 张' }).click();
  await slipPage.getByText('已作废 1 张').waitFor();
  await expectAccessible(slipPage, 'slips');
  slips.push(left);
  await page.bringToFront();
});

test('a vote made void by two people is held again on the slips in hand; clerk and scrutineer open it together', async () => {
  const { page: clerk } = desk('renda');
  const sitting = clerk.url().replace(/\/ceremony$/, '');
  await clerk.goto(sitting);
  await clerk.getByRole('link', { name: /全部办理事项/ }).click();
  await act(clerk, '封存电子票箱');
  await act(clerk, '宣布作废', '提出宣布作废', password, async (page) =>
    page.getByRole('dialog').getByLabel('原因').fill('停电'),
  );
  await clerk.getByText('已提出“宣布作废”').waitFor();
  const { page: chair } = desk('zhuxi');
  await chair.goto(clerk.url());
  await act(chair, '确认宣布作废', '确认宣布作废', password);
  await clerk.getByText('原因：停电').waitFor();
  await expectAccessible(clerk, 'void vote');
  await act(clerk, '重新表决');
  await clerk.getByRole('link', { name: '去办理重新表决' }).click();
  await clerk.getByRole('link', { name: /全部办理事项/ }).click();

  await act(clerk, '封存电子票箱');
  const repeated = clerk.url();
  // Nobody opens the vote before rules and scrutineers are adopted and the boxes inspected.
  await clerk.getByText('会场的事项记好以后，才能开启表决。').waitFor();
  await expectAccessible(clerk, 'hall not recorded');
  await clerk.getByRole('link', { name: '去会议进程记录' }).click();
  await clerk.getByLabel('票决办法：举手同意人数').fill('7');
  await clerk.getByLabel('监票人名单：举手同意人数').fill('8');
  await clerk.getByRole('button', { name: '记入会议记录' }).click();
  await clerk.getByLabel('纸质票箱已检查并密封').check();
  await clerk.getByLabel('大屏已显示电子票箱为空').check();
  await clerk.getByRole('button', { name: '记入会议记录' }).click();
  await clerk.getByRole('button', { name: '开启表决' }).waitFor();
  await clerk.goto(repeated);
  await act(clerk, '开启表决', '提出开启表决', password);
  await clerk.getByText('已提出“开启表决”').waitFor();
  expect(await clerk.getByRole('button', { name: '确认开启表决' }).count()).toBe(0);
  const { page: scrutineer } = desk('jp2');
  await scrutineer.goto(clerk.url());
  await act(scrutineer, '确认开启表决', '确认开启表决', password);
  await clerk.getByText('电子票箱已收').waitFor();
  await expectAccessible(clerk, 'open vote');
});

test('R-72: hostile text in a candidate stays text, from the import to the booth', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto(`/vote#${slips[0]}`);
  await page.getByText('农村公路"><script>alert(2)</script>').first().waitFor();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(page.url()).not.toContain(slips[0]);
  await context.close();
});

const mark = (page: Page, project: number, word: '赞成' | '反对' | '弃权') =>
  page.getByRole('group', { name: new RegExp(`^${project}\\.`) }).getByLabel(word, { exact: true });

test('R-93: a vote by keyboard alone, on a phone, with the fourth approval refused and nothing unmarked silently', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/vote');
  await page.getByLabel('投票码').focus();
  await page.keyboard.type(
    (slips[0] ?? '').toLowerCase() === slips[0] ? (slips[0] ?? '') : (slips[0] ?? '').replaceAll('-', ' '),
  );
  await page.keyboard.press('Enter');
  await mark(page, 1, '赞成').waitFor();
  await expectAccessible(page, 'marking');
  for (const project of [1, 2, 3]) {
    await mark(page, project, '赞成').focus();
    await page.keyboard.press('Space');
  }
  await mark(page, 4, '赞成').focus();
  await page.keyboard.press('Space');
  await page.getByRole('alert').getByText('已经赞成 3 件').waitFor();
  for (const project of [1, 2, 3]) expect(await mark(page, project, '赞成').isChecked()).toBe(true);
  expect(await mark(page, 4, '赞成').isChecked()).toBe(false);
  await mark(page, 4, '反对').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '核对选票' }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('heading', { name: /（1 件）/ })
    .first()
    .waitFor();
  await page.getByText(/5\. 农村供水保障提升工程/).waitFor();
  await expectAccessible(page, 'review');
  await page.getByLabel('我已核对，投入后不能更改').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '封存选票' }).focus();
  await page.keyboard.press('Enter');
  const shown = page.locator('[data-tracker]');
  await page.getByRole('button', { name: '投入电子票箱' }).waitFor();
  const tracker = await shown.first().getAttribute('data-tracker');
  await expectAccessible(page, 'sealed');
  await page.getByRole('button', { name: '投入电子票箱' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('您的票已入箱，计一票').waitFor();
  expect(await shown.first().getAttribute('data-tracker')).toBe(tracker);
  await expectAccessible(page, 'receipt');

  // after the receipt nothing of the choices is left, and the receipt holds none.
  const left = await page.evaluate(async () =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.body.innerText]),
  );
  for (const name of names.slice(1)) expect(left).not.toContain(name);
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: '查这张票' }).click();
  const check = await opened;
  await check.getByText('您的票在电子票箱里').waitFor();
  await expectAccessible(check, 'check');
  await context.close();
});

test('R-99: double tap, lost replies and a reload in the middle leave one ballot and a receipt', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto(`/vote#${slips[1]}`);
  await mark(page, 1, '赞成').check();
  await mark(page, 2, '反对').check();
  await page.getByRole('button', { name: '核对选票' }).click();
  await page.getByLabel('我已核对，投入后不能更改').check();
  await page.getByRole('button', { name: '封存选票' }).click();
  const bodies: string[] = [];
  let lost = 0;
  // The server takes the ballot, the answer never arrives.
  await page.route('**/api/booth/votes/*/ballots', async (route) => {
    bodies.push(route.request().postData() ?? '');
    if (lost++ < 2) {
      await route.fetch();
      await route.abort();
    } else await route.continue();
  });
  const cast = page.getByRole('button', { name: '投入电子票箱' });
  await cast.waitFor();
  await cast.dblclick();
  await page.waitForFunction(() => document.querySelector('[data-cast]') !== null);
  await page.reload();
  await page.getByText('您的票已入箱，计一票').waitFor();
  expect(new Set(bodies).size).toBe(1);
  await context.close();

  const again = await hall.person('phone');
  const second = await again.newPage();
  await second.goto(`/vote#${slips[1]}`);
  await second.getByText('这张票已经投过').waitFor();
  await expectAccessible(second, 'used slip');
  await second.goto('/vote');
  await second.goto(`/vote#${slips[8]}`);
  await second.getByText(/作废/).first().waitFor();
  await again.close();
});

test('the remaining delegates vote on laptops; the hall screen counts and shows no partial result', async () => {
  const screen = await (await hall.person('hall')).newPage();
  await screen.goto('/screen');
  await screen.getByText('实到代表').waitFor();
  const approvals = [
    [1, 2, 3],
    [1, 2, 4],
    [1, 2, 5],
    [1, 2, 3],
  ];
  for (const [i, projects] of approvals.entries()) {
    const context = await hall.person();
    const page = await context.newPage();
    await page.goto(`/vote#${slips[2 + i]}`);
    for (const project of projects) await mark(page, project, '赞成').check();
    await page.getByRole('button', { name: '核对选票' }).click();
    await page.getByLabel('我已核对，投入后不能更改').check();
    await page.getByRole('button', { name: '封存选票' }).click();
    await page.getByRole('button', { name: '投入电子票箱' }).click();
    await page.getByText('您的票已入箱，计一票').waitFor();
    await context.close();
  }
  await screen.getByText(/6/).first().waitFor();
  expect(await screen.getByText('赞成').count()).toBe(0);
  await expectAccessible(screen, 'screen while voting');
});

test('close, paper totals, two scrutineers open the box, the chair confirms, two people publish', async () => {
  const { page: clerk } = desk('renda');
  const { page: scrutineer } = desk('jp2');
  const vote = clerk.url();
  await act(clerk, '结束表决', '提出结束表决', password);
  await scrutineer.goto(vote);
  await act(scrutineer, '确认结束表决', '确认结束表决', password);

  const { page: teller } = desk('jipiao');
  await teller.goto(`${vote}/paper`);
  await teller.getByLabel('第 1 号，赞成').waitFor();
  // Two slips came back on paper: one valid, one with too many marks.
  const heads: Record<string, string> = { issued: '0', returned: '2', invalidOverPick: '1', invalidIllegible: '0' };
  for (const [name, value] of Object.entries(heads)) await teller.locator(`[name="${name}"]`).fill(value);
  for (const [i, columns] of [
    ['1', '0', '0'],
    ['0', '1', '0'],
    ['1', '0', '0'],
    ['0', '0', '1'],
    ['0', '0', '1'],
  ].entries())
    for (const [j, column] of ['for', 'against', 'abstain'].entries())
      await teller.locator(`[name="${column}.${i + 1}"]`).fill(columns[j] ?? '');
  await expectAccessible(teller, 'paper totals');
  await askWithPassword(teller, '提出登记', password);
  await teller.getByText('已提出“登记纸质票”').waitFor();
  await expectAccessible(teller, 'paper totals asked');
  await scrutineer.goto(vote);
  await scrutineer.getByRole('link', { name: '核对纸质票' }).click();
  await act(scrutineer, '确认登记纸质票', '确认登记纸质票', password);
  await teller.goto(vote);
  await act(teller, '开箱计票');

  for (const name of ['jp1', 'jp3']) {
    const { page } = desk(`${name}-keys`);
    await page.bringToFront();
    await page.getByRole('button', { name: '核验并开箱' }).click();
    // A small box gives a warning first: the result may show what individuals chose.
    await page.getByLabel('已经商量，同意开箱').check();
    await page.getByRole('button', { name: '开箱', exact: true }).click();
    await page
      .getByText(/您已核验并开箱|已开箱/)
      .first()
      .waitFor();
  }
  // The void paper could not be read, it was not over-picked: corrected by two people before the result is confirmed.
  await teller.goto(`${vote}/paper`);
  await teller.locator('[name="invalidOverPick"]').fill('0');
  await teller.locator('[name="invalidIllegible"]').fill('1');
  await teller.getByLabel('更正的原因').fill('无效的原因记错');
  await askWithPassword(teller, '提出更正', password);
  await scrutineer.goto(`${vote}/paper`);
  await act(scrutineer, '确认更正纸质票', '确认更正纸质票', password);

  // The report is printed for its signatures before the chair confirms anything.
  await clerk.goto(vote.replace(/\/votes\/.*/, ''));
  await clerk.getByRole('link', { name: /打印计票结果报告单/ }).click();
  await clerk.getByRole('heading', { name: /计票结果报告单/ }).waitFor();
  await expectAccessible(clerk, 'report to be signed');
  const reported = await clerk.locator('article').innerText();
  for (const words of ['超选0张、无法辨认1张', '总监票人：']) expect(reported).toContain(words);

  const { page: chair } = desk('zhuxi');
  await chair.goto(vote);
  await chair.getByText('会场的事项记好以后，才能确认结果。').waitFor();
  const record = async (label: string) => {
    await clerk.goto(vote.replace(/\/votes\/(.*)/, '?vote=$1'));
    await clerk.getByLabel(label).check();
    await clerk.getByRole('button', { name: '记入会议记录' }).click();
  };
  await record('总监票人已在计票结果报告单上签字');
  await expectAccessible(chair, 'counted');
  await act(chair, '确认结果');
  await chair.getByText('结果已确认').first().waitFor();
  await record('结果已在会场宣布（勾记以后大屏显示结果）');
  await clerk.getByRole('button', { name: '公布结果' }).waitFor();
  await clerk.goto(vote);
  await act(clerk, '公布结果', '提出公布结果', password, async (page) => page.getByLabel('公告编号').fill('第3号'));
  await clerk.getByText('已提出“公布结果”').waitFor();
  await chair.goto(vote);
  await act(chair, '确认公布结果', '确认公布结果', password);
  await chair.getByRole('link', { name: '看公布的结果' }).waitFor();
});

test('anyone reads the result, its derivation and documents, and the offline verifier accepts the download', async () => {
  const context = await hall.person('phone');
  const page = await context.newPage();
  await page.goto('/');
  await expectAccessible(page, 'home');
  await page
    .getByRole('link', { name: /2024年度民生实事项目票决/ })
    .first()
    .click();
  await page.waitForURL('**/results/*');
  for (const size of ['phone', 'laptop', 'hall'] as const) {
    await page.setViewportSize(sizes[size]);
    await expectAccessible(page, `result at ${size}`);
  }
  const text = await page.locator('main').innerText();
  expect(text).toContain('<script>alert(2)</script>');
  expect(text).toContain('全体代表9人');
  const result = page.url();
  // On paper, A4 between the margins, the names of the projects have room.
  await page.getByText('查看公开记录中的得票数').click();
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 673, height: 980 });
  const letters = await page
    .getByRole('rowheader')
    .first()
    .evaluate((cell) => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize));
  expect(letters).toBeGreaterThan(10);
  await page.emulateMedia({ media: null });
  for (const part of ['announcement', 'report']) {
    await page.goto(`${result}/${part}`);
    await expectAccessible(page, part);
  }
  expect(await page.locator('main, body').first().innerText()).toContain('监票人');
  expect((await page.goto('/results/nowhere'))?.status()).toBe(404);
  await page.getByRole('heading', { name: '没有这个页面' }).waitFor();
  await page.goto('/log');
  await expectAccessible(page, 'log');
  await page.goto('/screen');
  await expectAccessible(page, 'screen with result');

  const id = result.split('/').at(-1) ?? '';
  const response = await context.request.get(`/api/public/votes/${id}/archive.bel`);
  const file = join(mkdtempSync(join(tmpdir(), 'piaojue-bel-')), 'vote.bel');
  writeFileSync(file, await response.body());
  const verify = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../../verify/dist/main.js', import.meta.url)), file],
    { encoding: 'utf8' },
  );
  expect(verify.stdout).toContain('核验通过');
  await context.close();
});

test('R-87, R-92: no page broke its content security policy, failed in script, or asked another host', () => {
  expect(hall.faults).toEqual([]);
});
