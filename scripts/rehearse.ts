/** A whole sitting through the real HTTP API, compared with a known result. `npm run rehearse -- --help`. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isCounted } from '@piaojue/rules';
import { unzipSync } from 'fflate';
import { Client } from './rehearsal/client.js';
import * as contract from '@piaojue/contract';
import { pabulibSource } from './rehearsal/pabulib.js';
import { startServer } from './rehearsal/server.js';
import { holdSitting, type Plan } from './rehearsal/sitting.js';
import { demoSource, randomSource, type Source } from './rehearsal/source.js';

const help = `用法：npm run rehearse -- [选项]
  --projects 文件     候选项目（JSON；默认演示数据 25 项）
  --ballots 文件      真实选票（Pabulib .pb 文件；项目也取自其中）
  --random N          随机生成 N 张票
  --seed N            随机种子（默认 2024）
  --group 名称        BELENIOS-2048（默认）或 Ed25519
  --kind 名称         for_against_abstain（默认）或 approve_only
  --scrutineers N     监票人数（默认 3）   --threshold T  开箱所需人数（默认 2）；
                      等于监票人数时每人一把单独的钥匙，全部到场才能开箱
  --electronic N      电子票张数，其余走纸质票汇总（默认 60）   --all  全部走电子票
  --out 目录          留下存档、日志、结果和推导
  --database URL      用一个空的 PostgreSQL 数据库（默认临时 SQLite）
  --help`;

const options = {
  projects: { type: 'string' },
  ballots: { type: 'string' },
  random: { type: 'string' },
  seed: { type: 'string', default: '2024' },
  group: { type: 'string', default: 'BELENIOS-2048' },
  kind: { type: 'string', default: 'for_against_abstain' },
  scrutineers: { type: 'string', default: '3' },
  threshold: { type: 'string', default: '2' },
  electronic: { type: 'string', default: '60' },
  all: { type: 'boolean', default: false },
  out: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;
const given = (() => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
})();
if (given.help) {
  console.log(help);
  process.exit(0);
}

const from = process.env.CALLED_FROM ?? process.cwd();
const demoProjects = fileURLToPath(new URL('../db/seed/yanshi-2024-projects.json', import.meta.url));
const oneOf = <T extends string>(name: string, value: string, allowed: readonly T[]): T => {
  const found = allowed.find((each) => each === value);
  if (!found) throw new Error(`--${name} 应为 ${allowed.join(' 或 ')}`);
  return found;
};

const wholeOf = (name: 'random' | 'seed' | 'scrutineers' | 'threshold' | 'electronic', least: number): number => {
  const text = given[name] ?? '';
  if (!/^\d{1,9}$/.test(text) || Number(text) < least) throw new Error(`--${name} 应为不小于 ${least} 的整数`);
  return Number(text);
};
const readable = (name: string, path: string): string => {
  const file = resolve(from, path);
  if (!existsSync(file)) throw new Error(`--${name}：没有文件 ${path}`);
  return file;
};

async function main(): Promise<void> {
  const kind = oneOf('kind', given.kind, ['for_against_abstain', 'approve_only']);
  const group = oneOf('group', given.group, ['BELENIOS-2048', 'Ed25519']);
  const source = sourceOf(kind);
  const plan: Plan = {
    source,
    kind,
    group,
    scrutineers: wholeOf('scrutineers', 1),
    threshold: wholeOf('threshold', 1),
    electronic: given.all ? source.ballots.length : Math.min(source.ballots.length, wholeOf('electronic', 1)),
  };
  if (plan.threshold > plan.scrutineers) throw new Error('--threshold 不能大于 --scrutineers');
  if (given.database && !/^postgres(ql)?:\/\//.test(given.database))
    throw new Error('--database 应为 postgres:// 开头的地址');
  if (given.out) mkdirSync(resolve(from, given.out), { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'piaojue-rehearsal-'));
  const server = await startServer(dataDir, {
    LOG_LEVEL: 'error',
    ...(given.database ? { DATABASE_URL: given.database } : {}),
  });
  const times: [string, number][] = [];
  try {
    const held = await holdSitting(server.base, server.token ?? '', plan, async (what, work) => {
      const began = performance.now();
      const value = await work();
      times.push([what, performance.now() - began]);
      return value;
    });
    const out = given.out ? resolve(from, given.out) : join(dataDir, 'out');
    await writeOut(server.base, out, held.rounds);
    console.log(`\n${'步骤'.padEnd(20)}秒`);
    for (const [what, ms] of times) console.log(`${(ms / 1000).toFixed(2).padStart(8)}  ${what}`);
    console.log(`\n服务器内存峰值 ${memoryPeak(server.child.pid)} MB`);
    console.log(
      `应到 ${source.delegates}，实到 ${source.present}；电子票 ${plan.electronic}，纸质票 ${source.ballots.length - plan.electronic + source.paper.length + source.overPicked}`,
    );
    if (isCounted(held.outcome)) for (const step of held.outcome.derivation) console.log(`  ${step.sentence}`);
    console.log(`确定为民生实事项目 ${held.adopted.length} 件：${held.adopted.join('、')}`);

    const differences = compare(source, held);
    for (const line of differences) console.error(`与已知结果不符：${line}`);
    execFileSync(process.execPath, [fileURLToPath(new URL('../apps/verify/dist/main.js', import.meta.url)), out], {
      stdio: 'inherit',
    });
    console.log(differences.length === 0 ? '\n与已知结果完全一致。' : `\n${differences.length} 处不一致。`);
    if (given.out) console.log(`存档在 ${given.out}`);
    process.exitCode = differences.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function sourceOf(kind: 'approve_only' | 'for_against_abstain'): Source {
  if (given.ballots) return pabulibSource(readable('ballots', given.ballots));
  const projects = given.projects ? readable('projects', given.projects) : demoProjects;
  if (given.random) return randomSource(projects, wholeOf('random', 1), wholeOf('seed', 0), kind);
  return demoSource(projects, kind);
}

function compare(source: Source, held: Awaited<ReturnType<typeof holdSitting>>): string[] {
  const differences: string[] = [];
  for (const [j, expected] of (source.expectedFor ?? []).entries()) {
    const got = held.totals[j]?.for;
    if (got !== expected) differences.push(`第 ${j + 1} 项应为 ${expected} 票，得 ${got}`);
  }
  if (held.totals.length !== source.projects.length)
    differences.push(`应有 ${source.projects.length} 项，得 ${held.totals.length}`);
  if (source.expectedAdopted && source.expectedAdopted.join() !== held.adopted.toSorted((a, b) => a - b).join())
    differences.push(`应确定 ${source.expectedAdopted.join('、')}，得 ${held.adopted.join('、')}`);
  return differences;
}

async function writeOut(base: string, out: string, rounds: readonly string[]): Promise<void> {
  mkdirSync(out, { recursive: true });
  const anyone = new Client(base);
  for (const voteId of rounds) {
    const result = await anyone.call(contract.readPublished, { params: { voteId } });
    const derivation = isCounted(result.outcome)
      ? [
          ...result.outcome.derivation.map(
            ({ rule, sentence, clause }) => `${rule} ${sentence}${clause ? ` 【${clause}】` : ''}`,
          ),
          '',
          ...result.outcome.projects.map(({ listNumber, title, sentence }) => `${listNumber}. ${title}:${sentence}`),
        ]
      : [];
    writeFileSync(join(out, `derivation-${result.round}.txt`), `${derivation.join('\n')}\n`);
  }
  const bundle = await anyone.bytes(`/api/public/votes/${rounds.at(-1)}/publication.zip`);
  for (const [name, bytes] of Object.entries(unzipSync(bundle))) writeFileSync(join(out, name), bytes);
}

/** Peak resident memory of the server process in MB, where the system tells (Linux). */
function memoryPeak(pid: number | undefined): string {
  try {
    const status = execFileSync('grep', ['VmHWM', `/proc/${pid}/status`], { encoding: 'utf8' });
    return String(Math.round(Number(/(\d+)/.exec(status)?.[1] ?? 0) / 1024));
  } catch {
    return '?';
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
