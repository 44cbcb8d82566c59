import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newCredential } from '@piaojue/ballot-crypto';
import { chromium } from 'playwright-core';
import { startServer } from '../rehearsal/server.js';
import { electionOf, marks, random } from './crypto.js';
import { median, ms, type Row } from './table.js';

const executablePath = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const workers = fileURLToPath(new URL('../../apps/web/build/client/_app/immutable/workers', import.meta.url));
const slowness = 6;

/**
 * Sealing by the built booth's own code in Chromium. The browser slows the page and not its workers, so the worker's
 * script runs in the page to be slowed; then, in its worker as on a phone, how long it ever holds the slowed page up.
 */
export async function browserRow(): Promise<Row> {
  const what = `浏览器封一张票，放慢 ${slowness} 倍 BELENIOS-2048 for_against_abstain`;
  if (!existsSync(executablePath)) return { what, ours: '没有 Chromium', baseline: '', ratio: '', reach: '< 3 s' };
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-bench-'));
  const server = await startServer(dir, { LOG_LEVEL: 'error', WEB: '1' });
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const page = await browser.newPage();
    await page.goto(`${server.base}/vote`);
    const session = await page.context().newCDPSession(page);
    const script = `/_app/immutable/workers/${readdirSync(workers).find((name) => /^seal\.worker.*\.js$/.test(name))}`;
    const { raw } = electionOf('BELENIOS-2048', 'for_against_abstain');
    const given = { voteId: 'bench', election: raw, credential: newCredential(random), marks };
    await page.evaluate(keepScript, script);
    const seal = async () => {
      const times: number[] = [];
      while (times.length < 7) times.push(await page.evaluate(sealInPage, given));
      return median(times);
    };
    await page.evaluate(sealInPage, given);
    const plain = await seal();
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowness });
    const slow = await seal();
    const held = await page.evaluate(sealInWorker, { script, given });
    return {
      what,
      ours: `${ms(slow)}，页面最多停 ${ms(held)}`,
      baseline: `不放慢 ${ms(plain)}`,
      ratio: (slow / plain).toFixed(1),
      reach: '< 3 s，页面不停 50 ms',
    };
  } finally {
    await browser.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

// What follows runs in the page.

interface PageWorker {
  onmessage: (event: { data: { reply?: unknown; error?: string } }) => void;
  postMessage(question: unknown): void;
  terminate(): void;
}
type Port = { onmessage(event: { data: unknown }): void; postMessage(answer: unknown): void };

async function keepScript(script: string): Promise<void> {
  (globalThis as unknown as Port).postMessage = () => undefined;
  await import(script);
}

function sealInPage(given: object): Promise<number> {
  const port = globalThis as unknown as Port;
  const began = performance.now();
  return new Promise((done, failed) => {
    port.postMessage = (answer) => {
      if (Object(answer).error) failed(new Error(Object(answer).error));
      else if ('reply' in Object(answer)) done(performance.now() - began);
    };
    port.onmessage({ data: { id: 1, ask: 'seal', given } });
  });
}

/** The longest that a timer of the page had to wait while a worker sealed. */
function sealInWorker({ script, given }: { script: string; given: object }): Promise<number> {
  const { Worker: Made } = globalThis as unknown as { Worker: new (script: string, as: object) => PageWorker };
  const worker = new Made(script, { type: 'module' });
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 4);
    last = now;
  }, 4);
  return new Promise((done, failed) => {
    worker.onmessage = ({ data }) => {
      if (data.error !== undefined) failed(new Error(data.error));
      if (data.reply === undefined) return;
      clearInterval(timer);
      worker.terminate();
      done(longest);
    };
    worker.postMessage({ id: 1, ask: 'seal', given });
  });
}
