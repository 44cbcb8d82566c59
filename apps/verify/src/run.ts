import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkFolder, type FolderReport } from './folder-checks.js';
import type { Kept } from './publication/read.js';
import { targetOf } from './targets.js';
import { type FileReport, type Outcome, type ReportedStep, verifyFile } from './verify-file.js';

export const usage = `用法：npm run verify -- <档案.bel 或者解压后的核验包文件夹> [选项]
不联网、不用数据库，只凭公开的文件核验一次票决。
  --log-key 公钥        日志的验证公钥，取自会场公布的材料或者纸质报告单
  --checkpoint 文件     以前留存的日志签名：核对日志自那时起只增未改
  --json                输出 JSON
  --allow-revote        允许重复投票，以最后一张为准（默认不允许）
退出码：0 全部通过；1 不通过；2 无法核验；3 票决尚未结束`;

export const exitCodes: Readonly<Record<Outcome, number>> = { complete: 0, refused: 1, unusable: 2, unfinished: 3 };

export interface Terminal {
  readonly line: (text: string) => void;
  /** a line that the next one replaces; absent when nobody watches */
  readonly passing?: (text: string) => void;
}

const conclusions: Readonly<Record<Outcome, string>> = {
  complete: '核验通过：全部检查均成立。',
  refused: '核验不通过：请看上面标有 ✗ 的各项。',
  unusable: '无法核验。',
  unfinished: '票决尚未结束：到目前为止的检查均成立，但还没有结果。',
};

const stepLine = ({ ok, sentence }: ReportedStep): string => `  ${ok ? '✓' : '✗'} ${sentence}`;

/** The whole command but for the process: arguments in, lines out, exit code back. */
export async function run(args: readonly string[], terminal: Terminal, workers?: number): Promise<number> {
  const given = argumentsOf(args);
  if (given === undefined || given.help) {
    terminal.line(usage);
    return given ? 0 : exitCodes.unusable;
  }
  const { path, json, allowRevote } = given;
  const say = json ? () => undefined : terminal.line;
  const unusable = (why: string): number => {
    terminal.line(json ? JSON.stringify({ outcome: 'unusable', why, files: [] }) : `无法核验：${why}`);
    return exitCodes.unusable;
  };
  const kept = keptOf(given);
  if (kept === undefined) return unusable(`${given.checkpoint} 无法读取`);
  const target = targetOf(path);
  if (target === undefined) return unusable(`${path} 不存在，或其中没有 .bel 档案。`);
  const files: FileReport[] = [];
  for (const file of target.archives) {
    say(file);
    const report = await verifyFile(file, {
      allowRevote,
      ...(workers === undefined ? {} : { workers }),
      onStep: (step) => say(stepLine(step)),
      ...(json || terminal.passing === undefined
        ? {}
        : { onProgress: (done, all) => terminal.passing?.(`  … 已核验 ${done}/${all} 张表决票`) }),
    });
    if (report.outcome === 'unusable') report.steps.forEach((step) => say(stepLine(step)));
    factsOf(report).forEach(say);
    files.push(report);
  }
  const folder: FolderReport =
    target.folder === undefined ? { steps: [], notes: [] } : checkFolder(target.folder, files, kept);
  folder.steps.forEach((step) => say(stepLine(step)));
  folder.notes.forEach((note) => say(`  ！${note}`));
  const outcome = folder.steps.every((step) => step.ok) ? worst(files.map((file) => file.outcome)) : 'refused';
  terminal.line(
    json ? JSON.stringify({ outcome, files, folder: folder.steps, notes: folder.notes }) : conclusions[outcome],
  );
  return exitCodes[outcome];
}

interface Given {
  readonly path: string;
  readonly help: boolean;
  readonly json: boolean;
  readonly allowRevote: boolean;
  readonly logKey?: string;
  readonly checkpoint?: string;
}

/** @returns undefined where they are not as the usage says. */
function argumentsOf(args: readonly string[]): Given | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'allow-revote': { type: 'boolean', default: false },
        'log-key': { type: 'string' },
        checkpoint: { type: 'string' },
      },
    });
    if (positionals.length !== 1 && !values.help) return undefined;
    const { help, json, checkpoint, 'allow-revote': allowRevote, 'log-key': logKey } = values;
    return {
      path: positionals[0] ?? '',
      help,
      json,
      allowRevote,
      ...(logKey === undefined ? {} : { logKey }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
    };
  } catch {
    return undefined;
  }
}

function keptOf({ logKey, checkpoint }: Given): Kept | undefined {
  try {
    return {
      ...(logKey === undefined ? {} : { logKey }),
      ...(checkpoint === undefined ? {} : { checkpoint: readFileSync(checkpoint, 'utf8') }),
    };
  } catch {
    return undefined;
  }
}

const worst = (outcomes: readonly Outcome[]): Outcome =>
  (['refused', 'unusable', 'unfinished'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'complete';

function factsOf({ election, ballots, projects }: FileReport): string[] {
  if (election === undefined) return [];
  const lines = [
    `  票决：${election.name}（编号 ${election.uuid}，${election.group}）`,
    `  指纹：${election.fingerprint}`,
  ];
  if (ballots !== undefined) lines.push(`  计票张数：${ballots}`);
  if (election.kind === null) lines.push('  注意：题目不是本系统的种类，只核验了 Belenios 自身的规则');
  for (const [i, project] of (projects ?? []).entries()) {
    const counts = [
      ['赞成', project.for],
      ['反对', project.against],
      ['满意', project.satisfied],
      ['基本满意', project.basicallySatisfied],
      ['不满意', project.dissatisfied],
      [project.against === undefined && project.for !== undefined ? '未赞成' : '弃权', project.abstain],
    ].flatMap(([word, n]) => (n === undefined ? [] : [`${word} ${n}`]));
    lines.push(`  ${i + 1}. ${project.title}：${counts.join('，')}`);
  }
  return lines;
}
