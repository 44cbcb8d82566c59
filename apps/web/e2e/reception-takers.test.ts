import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectAccessible, openHall, type Hall } from './testing/hall.js';
import { signInHere, signInAs, storedIn, takersOf, opinionOn, keptOn, keepOn } from './testing/phone.js';

/** Whose a reception is, and of when: nothing goes in a name that nobody gave. */
let hall: Hall;
beforeAll(async () => {
  hall = await openHall({ DEMO: '1' });
});
afterAll(async () => {
  await hall.close();
});
beforeEach(({ task, onTestFailed }) => onTestFailed(() => hall.pictures(task.name)));

test('a reception has the time at which it was begun, unless somebody set another', async () => {
  const person = await hall.person('phone');
  const page = await person.newPage();
  const hour = 3_600_000;
  await page.clock.install({ time: Date.now() - 5 * hour });
  await signInHere(page);
  await page.getByText('登记人：代表 许俊峰').waitFor();
  const time = page.getByLabel('时间');
  const shown = async () =>
    Date.parse(await page.evaluate((text) => new Date(text).toISOString(), await time.inputValue()));
  // The phone slept in a pocket for five hours.
  await page.clock.fastForward(5 * hour);
  await expect.poll(async () => Math.abs((await shown()) - Date.now())).toBeLessThan(3 * 60_000);
  await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
  await opinionOn(page).fill('卫生室下午没有人');
  const begun = await time.inputValue();
  await page.clock.fastForward(hour);
  expect(await time.inputValue()).toBe(begun);
  await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain('卫生室下午没有人');
  await page.reload();
  await page.getByText('接着代表 许俊峰没有写完的登记').waitFor();
  await page.clock.fastForward(hour);
  expect(await time.inputValue()).toBe(begun);
  await page.getByRole('button', { name: '记下来' }).click();
  await keptOn(page, '卫生室下午没有人').getByText('已上传').waitFor();

  const byHand = '2025-03-04T09:30';
  await time.fill(byHand);
  await page.clock.fastForward(hour);
  await opinionOn(page).fill('卫生室');
  await opinionOn(page).fill('');
  await page.clock.fastForward(hour);
  expect(await time.inputValue()).toBe(byHand);
  // Set by hand it is the beginning of an entry, and is there again.
  await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain(byHand);
  await page.reload();
  await page.getByText('接着代表 许俊峰没有写完的登记').waitFor();
  expect(await time.inputValue()).toBe(byHand);
  await person.close();
});

test('an account that takes no receptions is told so; what nobody signed waits until somebody says that it is theirs', async () => {
  const person = await hall.person('phone');
  const page = await person.newPage();
  await page.goto('/login?next=/reception');
  await signInAs(page, 'danwei');
  await page.getByText('不能登记接待').waitFor();
  await expectAccessible(page, '接待登记责任单位');
  await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
  await keepOn(page, '水塔漏水了');
  await page.getByText('有 1 条还没有上传').waitFor();
  await page.getByRole('button', { name: '换人登录' }).click();
  await signInAs(page, 'daibiao');
  for (const again of [false, true]) {
    if (again) await page.reload();
    await page.getByText('登记人：代表 许俊峰').waitFor();
    await page.getByText('有 1 条登记的时候没有人登录').waitFor();
    await page.getByText('等待上传').waitFor();
  }
  await expectAccessible(page, '接待登记没有登记人');
  expect(await takersOf(page, '水塔漏水了')).toEqual([]);
  await page.getByRole('button', { name: '是我登记的，由代表 许俊峰上传' }).click();
  await keptOn(page, '水塔漏水了').getByText('已上传').waitFor();
  expect(await takersOf(page, '水塔漏水了')).toEqual(['代表 许俊峰']);

  // A delegate was here before; the unit's account writes nothing in that name.
  await page.getByRole('button', { name: '换人登录' }).click();
  await signInAs(page, 'danwei');
  await page.getByText('不能登记接待').waitFor();
  expect(await page.getByText('登记人：').count()).toBe(0);
  await person.close();
});

test('nobody signed in: the page offers it, and keeps all the same', async () => {
  const person = await hall.person('phone');
  const page = await person.newPage();
  await page.goto('/reception');
  await page.getByRole('link', { name: '登录', exact: true }).waitFor();
  await expectAccessible(page, '接待登记没有登录');
  await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
  await keepOn(page, '渠道堵了');
  await page.getByText('有 1 条还没有上传').waitFor();
  await opinionOn(page).fill('水渠的一半');
  await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain('水渠的一半');
  await page.getByRole('link', { name: '登录', exact: true }).click();
  await signInAs(page, 'daibiao');
  await page.getByText('有 1 条登记的时候没有人登录').waitFor();
  await page.getByText('这里有一份没有写完的登记').waitFor();
  await page.getByRole('button', { name: '接着写，由我登记' }).click();
  await page.getByText('登记人：代表 许俊峰').waitFor();
  await keepOn(page, '水渠的一半堵了');
  await keptOn(page, '水渠的一半堵了').getByText('已上传').waitFor();
  await person.close();
});

test('what one began another goes on with in the own name, or lays aside for who began it', async () => {
  const person = await hall.person('phone');
  const page = await person.newPage();
  const changeTo = async (username: string) => {
    await page.getByRole('button', { name: '换人登录' }).click();
    await signInAs(page, username);
  };
  const begin = async (opinion: string) => {
    await page.getByText('登记人：代表 许俊峰').waitFor();
    await page.getByLabel('联络站').selectOption({ label: '顾县镇代表联络站' });
    await opinionOn(page).fill(opinion);
    await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain(opinion);
  };
  const asked = page.getByText('这里有代表 许俊峰没有写完的登记');
  await signInHere(page);
  await begin('学校门口没有');
  await page.getByLabel('记作征集建议').check();
  await page.getByLabel('建议名称').fill('斑马线');
  await page.getByLabel('记作征集建议').uncheck();
  await expect.poll(async () => JSON.stringify(await storedIn(page, 'kept'))).toContain('斑马线');
  // Over a slow line the page does not know yet who has come, but that another has gone.
  let tell = () => {};
  const slow = new Promise<void>((done) => (tell = done));
  await page.route('**/api/session', (route) =>
    route.request().method() === 'GET' ? slow.then(() => route.continue()) : route.continue(),
  );
  await changeTo('renda');
  await asked.waitFor();
  expect(await opinionOn(page).isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: '接着写，由我登记' }).count()).toBe(0);
  tell();
  await page.getByRole('button', { name: '接着写，由我登记' }).waitFor();
  await page.unroute('**/api/session');
  for (const again of [false, true]) {
    if (again) await page.reload();
    await asked.waitFor();
    await page.getByText('登记人：代表 许俊峰').waitFor();
    // Nobody writes over it, and nothing is kept, before one of the two was chosen.
    expect(await opinionOn(page).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: '记下来' }).isDisabled()).toBe(true);
  }
  await expectAccessible(page, '接待登记别人没有写完的');
  await page.getByRole('button', { name: '先放一边' }).click();
  await page.getByText('登记人：人大办 赵晓丽').waitFor();
  await keptOn(page, '学校门口没有').getByText('没有写完').waitFor();
  expect(await opinionOn(page).inputValue()).toBe('');
  await keepOn(page, '校门外要减速带');
  await keptOn(page, '校门外要减速带').getByText('已上传').waitFor();
  expect(await takersOf(page, '校门外要减速带')).toEqual(['人大办 赵晓丽']);

  // Whoever began it goes on, and nothing of it is lost, not even what was not ticked.
  await changeTo('daibiao');
  await page.getByText('有 1 条没有写完').waitFor();
  await keptOn(page, '学校门口没有').getByRole('button', { name: '接着写' }).click();
  expect(await opinionOn(page).inputValue()).toBe('学校门口没有');
  expect(await asked.count()).toBe(0);
  await page.getByLabel('记作征集建议').check();
  expect(await page.getByLabel('建议名称').inputValue()).toBe('斑马线');
  await page.getByLabel('记作征集建议').uncheck();
  await keepOn(page, '学校门口没有斑马线');
  await keptOn(page, '学校门口没有斑马线').getByText('已上传').waitFor();
  expect(await keptOn(page, '学校门口没有').count()).toBe(1);
  expect(await takersOf(page, '学校门口没有斑马线')).toEqual(['代表 许俊峰']);

  await begin('公交站没有');
  await changeTo('renda');
  await asked.waitFor();
  await page.getByRole('button', { name: '接着写，由我登记' }).click();
  await page.getByText('登记人：人大办 赵晓丽').waitFor();
  await page.reload();
  await page.getByText('接着人大办 赵晓丽没有写完的登记').waitFor();
  await page.getByText('登记人：人大办 赵晓丽').waitFor();
  expect(await asked.count()).toBe(0);
  await keepOn(page, '公交站没有雨棚');
  await keptOn(page, '公交站没有雨棚').getByText('已上传').waitFor();
  expect(await takersOf(page, '公交站没有雨棚')).toEqual(['人大办 赵晓丽']);
  await person.close();
});
