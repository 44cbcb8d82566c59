import type { Locator, Page } from 'playwright-core';

/** The phone of a station: what a person does on its page, and what stands in its stores. */
const password = 'Demo-2024';

export async function signInHere(page: Page, base = ''): Promise<void> {
  await page.goto(`${base}/login?next=/reception`);
  await signInAs(page, 'daibiao');
  // A page that was led here from the sign-in belongs to no service worker yet; the next load does.
  await page.goto(`${base}/reception`);
}
export async function signInAs(page: Page, username: string): Promise<void> {
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(({ pathname }) => pathname === '/reception');
}
/** What stands on the phone in one of its stores. */
export const storedIn = (page: Page, store: 'entries' | 'kept'): Promise<unknown[]> =>
  page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((done) => {
      const asked = indexedDB.open('piaojue-reception');
      asked.onsuccess = () => done(asked.result);
    });
    return new Promise<unknown[]>((done) => {
      const asked = db.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }, store);
export const entriesOf = (page: Page): Promise<unknown[]> => storedIn(page, 'entries');
export const receptions = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const answer = await fetch('/api/years/2025/stations');
    if (!answer.ok) throw new Error(await answer.text());
    const { stations } = (await answer.json()) as { stations: { figures: { receptions: number } }[] };
    return stations.reduce((sum, { figures }) => sum + figures.receptions, 0);
  });

/** Who took down, as the server knows it, what ends like this. */
export const takersOf = (page: Page, ending: string): Promise<string[]> =>
  page.evaluate(async (asked) => {
    const { stations } = (await (await fetch('/api/public/stations')).json()) as {
      stations: { id: string; name: string }[];
    };
    const own = stations.find(({ name }) => name === '顾县镇代表联络站');
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const answer = await fetch(`/api/stations/${own?.id}/receptions?year=2025&month=${month}`);
    const { receptions: all } = (await answer.json()) as { receptions: { opinion: string; by: string }[] };
    return all.filter(({ opinion }) => opinion.endsWith(asked)).map(({ by }) => by);
  }, ending);
export const sending = /\/api\/stations\/[^/]+\/receptions(\?|$)/;
export const opinionOn = (page: Page): Locator => page.getByLabel('反映的意见');
export const keptOn = (page: Page, head: string): Locator => page.getByRole('listitem').filter({ hasText: head });
export async function keepOn(page: Page, opinion: string): Promise<void> {
  await opinionOn(page).fill(opinion);
  await page.getByRole('button', { name: '记下来' }).click();
}
