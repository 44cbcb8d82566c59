import * as contract from '@piaojue/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openHall, type Hall } from './testing/hall.js';
import { holdUntilSealed, type Held } from './testing/sitting.js';

let hall: Hall;
let held: Held;
const slip = () => held.slips.pop() ?? expect.fail('no slip left');
const first = '2024年度民生实事项目票决';
const second = '2024年度老旧小区改造项目票决';

beforeAll(async () => {
  hall = await openHall();
  held = await holdUntilSealed(hall.server.base, hall.server.token ?? '', {
    titles: [first, second],
    projects: 4,
    slips: 8,
  });
  await held.open(held.voteIds[0]!);
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

const mark = (page: Page, project: number, word: '赞成' | '反对' | '弃权') =>
  page.getByRole('group', { name: new RegExp(`^${project}\\.`) }).getByLabel(word, { exact: true });

async function phone(answer = true): Promise<Page> {
  const context = await hall.person('phone');
  // Whether whoever is asked “确定离开吗？” says yes.
  await context.addInitScript(`window.confirm = () => ${answer}`);
  return context.newPage();
}

test('Back goes one step back on the ballot, and not off the page with the marks', async () => {
  const page = await phone(false);
  await page.goto('/');
  await page.goto(`/vote#${slip()}`);
  await mark(page, 1, '赞成').check();
  await page.getByRole('button', { name: '核对选票' }).click();
  await page.getByRole('heading', { name: '核对选票' }).waitFor();
  await page.goBack();
  await mark(page, 1, '赞成').waitFor();
  expect(await mark(page, 1, '赞成').isChecked()).toBe(true);
  // From the marks there is nowhere back to but away: that is asked, and the answer here is no.
  await page.goBack();
  expect(await mark(page, 1, '赞成').isChecked()).toBe(true);
  await page.getByRole('button', { name: '核对选票' }).click();
  await page.getByLabel('我已核对，投入后不能更改').check();
  await page.getByRole('button', { name: '封存选票' }).click();
  await page.getByRole('button', { name: '投入电子票箱' }).waitFor();
  await page.goBack();
  expect(await mark(page, 1, '赞成').isChecked()).toBe(true);
  // the history says that a ballot is under way, and nothing about it.
  const left = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, history.state]));
  expect(left).toContain('atWork');
  expect(left).not.toMatch(/for|against|赞成|老旧小区/);
  await page.context().close();

  const leaving = await phone();
  await leaving.goto(`/vote#${slip()}`);
  await mark(leaving, 1, '赞成').check();
  await leaving.goBack();
  await leaving.getByLabel('投票码').waitFor();
  expect(await leaving.getByLabel('投票码').inputValue()).toBe('');
  await leaving.context().close();
});

test('a cut or mistyped code stays in its field, is counted alike, and is named in the groups of the slip', async () => {
  const page = await phone();
  await page.goto('/vote#abcdefghij');
  await page.getByText('现在只有 10 位').waitFor();
  await page.getByText('已输入 10 位').waitFor();
  const code = slip();
  const wrong = (code.startsWith('x') ? 'y' : 'x') + code.slice(1);
  await page.getByLabel('投票码').fill(wrong.replaceAll('-', ''));
  await page.getByRole('button', { name: '打开表决票' }).click();
  await page.getByText('多半是有一位输错了').waitFor();
  expect(await page.getByLabel('投票码').inputValue()).toBe(wrong);
  await page.getByLabel('投票码').fill(code);
  await page.getByRole('button', { name: '打开表决票' }).click();
  await mark(page, 1, '赞成').waitFor();
  await page.context().close();
});

test('one project at a time: what can be chosen is in sight on a small phone', async () => {
  const page = await phone();
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`/vote#${slip()}`);
  await page.getByRole('button', { name: '一件一件看' }).click();
  for (const project of [1, 2]) {
    const choices = page.getByRole('group', { name: new RegExp(`^${project}\\.`) }).getByRole('radio');
    const counter = await page.getByRole('button', { name: '核对选票' }).boundingBox();
    for (const choice of await choices.all()) {
      const box = await choice.boundingBox();
      expect(box?.y).toBeGreaterThan(0);
      expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(counter?.y ?? 0);
    }
    await page.getByRole('button', { name: '下一件 →' }).click();
  }
  await page.context().close();
});

test('the receipt stays while its ballot is looked up in another window', async () => {
  const page = await phone();
  await page.goto(`/vote#${slip()}`);
  await mark(page, 1, '赞成').check();
  await page.getByRole('button', { name: '核对选票' }).click();
  await page.getByLabel('我已核对，投入后不能更改').check();
  await page.getByRole('button', { name: '封存选票' }).click();
  await page.getByRole('button', { name: '投入电子票箱' }).click();
  await page.getByText('您的票已入箱，计一票').waitFor();
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: '查这张票' }).click();
  await (await opened).getByText('您的票在电子票箱里').waitFor();
  expect(await page.getByText('您的票已入箱，计一票').count()).toBe(1);
  await page.context().close();
});

test('a booth follows its own vote: another one opened, its own paused and ended beside it', async () => {
  const page = await phone();
  await page.goto(`/vote#${slip()}`);
  await mark(page, 1, '赞成').check();
  await held.open(held.voteIds[1]!); // the hall shows this one from now on
  const voteId = held.voteIds[0]!;
  await held.staff.clerk.call(contract.suspendVote, { params: { voteId }, body: { reason: '演练' } });
  await page.getByText('投票暂停').waitFor();
  expect(await mark(page, 1, '赞成').isChecked()).toBe(true);
  await held.staff.clerk.call(contract.resumeVote, { params: { voteId } });
  await page.getByText('投票暂停').waitFor({ state: 'hidden' });
  await held.close(voteId);
  await page.getByText('您的票没有投入票箱，不计入').waitFor();
  expect(await page.getByLabel('赞成').count()).toBe(0);
  await page.getByRole('button', { name: '等候下一项表决' }).click();
  await page.getByRole('heading', { name: second }).waitFor();
  await mark(page, 2, '反对').check();
  await held.voidVote(held.voteIds[1]!);
  await page.getByText('这次表决已经宣布作废').waitFor();
  await page.context().close();
});

test('R-87, R-92: no page broke its content security policy, failed in script, or asked another host', () => {
  expect(hall.faults).toEqual([]);
});
