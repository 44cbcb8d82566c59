import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { beforeEach, expect } from 'vitest';
import { startServer, type ServerProcess } from '../../../../scripts/rehearsal/server.js';

/** Debian's Chromium as root, on a machine without a way out. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The three sizes that people use: an old phone, a laptop, the hall screen. */
export const sizes = {
  phone: { width: 360, height: 740 },
  laptop: { width: 1280, height: 800 },
  hall: { width: 1920, height: 1080 },
} as const;

/** A real server with its pages, a real browser, and a list of everything that pages did wrong. */
export interface Hall {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly base: string;
  /** Script errors, policy violations and requests to other hosts, of every page opened here. */
  readonly faults: string[];
  /** A person with a browser of their own. */
  person(size?: keyof typeof sizes): Promise<BrowserContext>;
  /** Pictures of every open page into out/e2e, for whoever must find out why a walk failed. */
  pictures(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openHall(env: Record<string, string> = {}): Promise<Hall> {
  const dataDir = mkdtempSync(join(tmpdir(), 'piaojue-e2e-'));
  const server = await startServer(dataDir, { WEB: '1', LOG_LEVEL: 'error', ...env });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  const base = server.base.replace('127.0.0.1', 'localhost');
  const faults: string[] = [];
  return {
    server,
    browser,
    base,
    faults,
    async person(size = 'laptop') {
      const context = await browser.newContext({ baseURL: base, viewport: sizes[size], locale: 'zh-CN' });
      context.setDefaultTimeout(Number(process.env.PATIENCE ?? 150_000));
      context.on('page', (page) => watch(page, base, faults));
      return context;
    },
    async pictures(name) {
      const folder = fileURLToPath(new URL('../../../../out/e2e', import.meta.url));
      mkdirSync(folder, { recursive: true });
      const pages = browser.contexts().flatMap((context) => context.pages());
      for (const [i, page] of pages.entries())
        await page
          .screenshot({
            path: join(folder, `${name.replaceAll(/[^\w]+/g, '-').slice(0, 40)}-${i}.png`),
            fullPage: true,
          })
          .catch(() => undefined);
    },
    async close() {
      await browser.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Steps of a walk stand on one another: after the first that failed the rest fails at once, and says why. */
export function oneWalk(hall: () => Hall): void {
  let failed: string | undefined;
  beforeEach(({ task, onTestFailed }) => {
    if (failed !== undefined) throw new Error(`the step before it failed: ${failed}`);
    onTestFailed(() => {
      failed = task.name;
      return hall().pictures(task.name);
    });
  });
}

function watch(page: Page, base: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to|hydration/i.test(message.text()))
      faults.push(message.text());
  });
  page.on('dialog', (dialog) => {
    if (dialog.type() === 'alert') faults.push(`${page.url()}: a dialogue opened: ${dialog.message()}`);
    void dialog.accept();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !/^(data|blob|about):/.test(url)) faults.push(`${page.url()} asked ${url}`);
  });
}

/** Nothing serious by axe, and no sideways scrolling: at this size, and on a phone with text of twice the size. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string | null; nodes: { html: string }[] }[] }> };
    };
    const { violations: found } = await runner.run();
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
  expect(violations, `${what}: axe`).toEqual([]);
  const over = await sideways(page);
  expect(over, `${what}: scrolls sideways by ${over} px`).toBeLessThanOrEqual(0);
  const size = page.viewportSize();
  if (size === null || new URL(page.url()).pathname === '/screen') return; // nobody reads the hall's screen on a phone
  await page.setViewportSize(sizes.phone);
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  const twice = await sideways(page);
  expect(twice, `${what}: text of twice the size on a phone scrolls sideways by ${twice} px`).toBeLessThanOrEqual(0);
  await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  await page.setViewportSize(size);
}

/** By how many pixels a page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function signIn(context: BrowserContext, username: string, password: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.waitForURL('**/desk');
  return page;
}

/** Presses a button that asks first, fills its dialogue and confirms; gives the password again where it is wanted. */
export async function act(
  page: Page,
  name: string,
  confirm: string = name,
  password?: string,
  fill?: (page: Page) => Promise<void>,
): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  if (fill) await fill(page);
  await dialog.getByRole('button', { name: confirm, exact: true }).click();
  const wanted = dialog.getByLabel('密码');
  const outcome = await Promise.race([
    dialog.waitFor({ state: 'hidden' }).then(() => 'done' as const),
    wanted.waitFor().then(() => 'password' as const),
  ]);
  if (outcome === 'password' && password) {
    await wanted.fill(password);
    await dialog.getByRole('button', { name: confirm, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}

/** Sends the form of a page; the password is typed when the page asks for it once more. */
export async function askWithPassword(page: Page, button: string, password: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  const again = page.getByLabel('登录密码');
  const asked = page.getByText('已提出“').first();
  await again.or(asked).first().waitFor();
  if (await again.isVisible()) {
    await again.fill(password);
    await page.getByRole('button', { name: button }).click();
  }
  await asked.waitFor();
}

/** The slips' secrets, out of the IndexedDB of the page that made them: a test stands in for the printer. */
export async function printedSlips(page: Page): Promise<string[]> {
  const text = await page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    const found: unknown[] = [];
    for (const name of names) {
      const db = await new Promise<IDBDatabase>((done, failed) => {
        const asked = indexedDB.open(name);
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => failed(asked.error ?? new Error('no database'));
      });
      for (const store of db.objectStoreNames)
        found.push(
          await new Promise((done) => {
            const all = db.transaction(store).objectStore(store).getAll();
            all.onsuccess = () => done(all.result);
          }),
        );
      db.close();
    }
    return JSON.stringify(found);
  });
  const slips = [
    ...new Set(
      text.match(/[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}/g) ??
        [],
    ),
  ];
  expect(slips.length).toBeGreaterThan(0);
  return slips;
}
