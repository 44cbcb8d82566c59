import { folderChecks } from './folder-checks.js';
import { targetOf } from './targets.js';
import { type FileReport, type Outcome, type ReportedStep, verifyFile } from './verify-file.js';

export const usage = `用法: node apps/verify/dist/main.js <档案.bel|公开材料文件夹> [--json] [--allow-revote]
不联网、不用数据库,只凭档案核验一次票决。
  --json          输出 JSON
  --allow-revote  允许重复投票,以最后一张为准(默认不允许)
退出码: 0 全部通过; 1 不通过; 2 无法核验; 3 票决尚未结束`;

export const exitCodes: Readonly<Record<Outcome, number>> = { complete: 0, refused: 1, unusable: 2, unfinished: 3 };

export interface Terminal {
  readonly line: (text: string) => void;
  /** a line that the next one replaces; absent when nobody watches */
  readonly passing?: (text: string) => void;
}

const conclusions: Readonly<Record<Outcome, string>> = {
  complete: '核验通过:全部检查均成立。',
  refused: '核验不通过:请看上面标有 ✗ 的各项。',
  unusable: '无法核验。',
  unfinished: '票决尚未结束:到目前为止的检查均成立,但还没有结果。',
};

const stepLine = ({ ok, sentence }: ReportedStep): string => `  ${ok ? '✓' : '✗'} ${sentence}`;

/** The whole command but for the process: arguments in, lines out, exit code back. */
export async function run(args: readonly string[], terminal: Terminal, workers?: number): Promise<number> {
  const options = new Set(args.filter((arg) => arg.startsWith('--')));
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const known = [...options].every((option) => ['--json', '--allow-revote', '--help'].includes(option));
  if (options.has('--help') || !known || paths.length !== 1) {
    terminal.line(usage);
    return options.has('--help') && known ? 0 : 2;
  }
  const json = options.has('--json');
  const say = json ? () => undefined : terminal.line;
  const target = targetOf(paths[0]!);
  if (target === undefined) {
    terminal.line(
      json ? JSON.stringify({ outcome: 'unusable', files: [] }) : `无法核验:${paths[0]} 不存在,或其中没有 .bel 档案。`,
    );
    return exitCodes.unusable;
  }
  const files: FileReport[] = [];
  for (const file of target.archives) {
    say(file);
    const report = await verifyFile(file, {
      allowRevote: options.has('--allow-revote'),
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
  const folder = target.folder === undefined ? [] : await folderSteps(target.folder, files);
  folder.forEach((step) => say(stepLine(step)));
  const outcome = folder.every((step) => step.ok) ? worst(files.map((file) => file.outcome)) : 'refused';
  terminal.line(json ? JSON.stringify({ outcome, files, folder }) : conclusions[outcome]);
  return exitCodes[outcome];
}

async function folderSteps(folder: string, files: readonly FileReport[]): Promise<ReportedStep[]> {
  const steps: ReportedStep[] = [];
  for (const check of folderChecks) steps.push(...(await check(folder, files)));
  return steps;
}

const worst = (outcomes: readonly Outcome[]): Outcome =>
  (['refused', 'unusable', 'unfinished'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'complete';

function factsOf({ election, ballots, projects }: FileReport): string[] {
  if (election === undefined) return [];
  const lines = [`  票决:${election.name}(编号 ${election.uuid},${election.group})`, `  指纹:${election.fingerprint}`];
  if (ballots !== undefined) lines.push(`  计票张数:${ballots}`);
  if (election.kind === null) lines.push('  注意:题目不是本系统的种类,只核验了 Belenios 自身的规则');
  for (const [i, project] of (projects ?? []).entries()) {
    const counts = [
      ['赞成', project.for],
      ['反对', project.against],
      ['满意', project.satisfied],
      ['基本满意', project.basicallySatisfied],
      ['不满意', project.dissatisfied],
      [project.against === undefined && project.for !== undefined ? '未赞成' : '弃权', project.abstain],
    ].flatMap(([word, n]) => (n === undefined ? [] : [`${word} ${n}`]));
    lines.push(`  ${i + 1}. ${project.title}:${counts.join(',')}`);
  }
  return lines;
}
