import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { startServer, type ServerProcess } from '../rehearsal/server.js';
import { holdSitting } from '../rehearsal/sitting.js';
import { randomSource } from '../rehearsal/source.js';
import { median, ms, type Row } from './table.js';

const projects = fileURLToPath(new URL('../../db/seed/yanshi-2024-projects.json', import.meta.url));
const seconds = 5;

/** Casting, the result page and the live screens of a real server process; `ballots` are cast as fast as they are taken. */
export async function serverRows(
  ballots: number,
  kind: 'approve_only' | 'for_against_abstain',
  group: 'Ed25519' | 'BELENIOS-2048',
): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-bench-'));
  const server = await startServer(dir, { LOG_LEVEL: 'error', WEB: '1' });
  const rows: Row[] = [];
  try {
    const times = new Map<string, number>();
    const source = randomSource(projects, ballots, 7, kind);
    const screens = ballots >= 100 ? await watchScreens(server.base, 500) : undefined;
    const held = await holdSitting(
      server.base,
      server.token ?? '',
      { source, kind, group, scrutineers: 3, threshold: 2, electronic: ballots },
      async (what, work) => {
        const began = performance.now();
        const value = await work();
        if (!times.has(what)) times.set(what, performance.now() - began);
        return value;
      },
    );
    const cast = times.get(`投票 ${ballots} 张`) ?? NaN;
    rows.push({
      what: `投票 ${ballots} 张全部入箱 ${group} ${kind}（40 部手机并发${screens ? '，500 块屏在看' : ''}）`,
      ours: ms(cast),
      baseline: `封票 ${ms(times.get(`封票 ${ballots} 张`) ?? NaN)}`,
      ratio: `${(ballots / (cast / 1000)).toFixed(1)} 张/秒`,
      reach: group === 'Ed25519' ? '3000 张 120 s 内（25 张/秒）' : '300 张 120 s 内（2.5 张/秒）',
    });
    if (screens) rows.push(screens.row());
    rows.push({
      what: '服务器内存峰值',
      ours: `${memoryPeak(server)} MB`,
      baseline: '',
      ratio: '',
      reach: '< 1024 MB',
    });
    rows.push(await pageRow(server, held.rounds.at(-1) ?? held.voteId));
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
  return rows;
}

const memoryPeak = (server: ServerProcess): string => {
  try {
    return String(
      Math.round(
        Number(
          /VmHWM:\s+(\d+)/.exec(execFileSync('cat', [`/proc/${server.child.pid}/status`], { encoding: 'utf8' }))?.[1] ??
            0,
        ) / 1024,
      ),
    );
  } catch {
    return '?';
  }
};

/** Requests a second for the public result page, beside a bare node:http answer under the same load. */
async function pageRow(server: ServerProcess, voteId: string): Promise<Row> {
  const bare = createServer((_request, response) => response.end('hello'));
  await new Promise<void>((done) => bare.listen(0, '127.0.0.1', done));
  const port = (bare.address() as { port: number }).port;
  const load = (url: string) => autocannon({ url, connections: 50, duration: seconds });
  const page = await load(`${server.base}/results/${voteId}`);
  const hello = await load(`http://127.0.0.1:${port}/`);
  bare.close();
  if (page.non2xx > 0 || page.errors > 0) throw new Error(`the result page failed ${page.non2xx + page.errors} times`);
  return {
    what: '公开结果页',
    ours: `${Math.round(page.requests.average)} 次/秒，p99 ${page.latency.p99} ms`,
    baseline: `裸 node:http ${Math.round(hello.requests.average)} 次/秒`,
    ratio: (page.requests.average / hello.requests.average).toFixed(2),
    reach: '≥ 5000 次/秒',
  };
}

/** Opens live screens; says how long after the first of them each screen got the same frame. */
async function watchScreens(base: string, count: number): Promise<{ row(): Row }> {
  const firstSeen = new Map<string, number>();
  const delays: number[] = [];
  const open = () =>
    new Promise<void>((done, failed) => {
      get(`${base}/api/public/screen/live`, (response) => {
        response.setEncoding('utf8').on('data', (text: string) => {
          const id = /id: (\d+)/.exec(text)?.[1];
          if (!id) return;
          const now = performance.now();
          const first = firstSeen.get(id);
          if (first === undefined) firstSeen.set(id, now);
          else delays.push(now - first);
        });
        response.on('error', () => undefined);
        done();
      }).on('error', failed);
    });
  await Promise.all(Array.from({ length: count }, open));
  return {
    row: () => ({
      what: `${count} 块屏同时更新，最后一块比第一块晚`,
      ours: `中位 ${ms(median(delays))}，p99 ${ms(delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)] ?? NaN)}`,
      baseline: `${firstSeen.size} 次更新`,
      ratio: '',
      reach: 'p99 ≤ 200 ms',
    }),
  };
}
