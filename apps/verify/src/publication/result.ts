import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide, decideRevote, isCounted, type BallotRules, type CountInput, type Outcome } from '@piaojue/rules';
import type { FileReport, ReportedStep } from '../verify-file.js';

/** What `result-N.json` says of one round; only what is checked. */
interface Published {
  readonly uuid: string;
  readonly round: number;
  readonly rules: BallotRules;
  readonly delegates: number;
  readonly present: number;
  readonly electronic: { readonly issued: number; readonly returned: number };
  readonly paper: {
    readonly issued: number;
    readonly returned: number;
    readonly invalidOverPick: number;
    readonly invalidIllegible: number;
  };
  readonly outcome: Outcome;
  readonly chairDecision: string | null;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, sorted(each)]),
        )
      : value;

/**
 * The announced result of a publication folder: its electronic columns are the archive's, and its outcome is what the
 * rules make of the totals. A decision of the presidium is reported, and then only the totals are compared.
 * Not checked: that the paper totals are true; they are what the tellers typed.
 */
export async function checkResult(folder: string, archives: readonly FileReport[]): Promise<readonly ReportedStep[]> {
  const names = readdirSync(folder)
    .filter((name) => /^result-\d+\.json$/.test(name))
    .toSorted();
  const rounds: Published[] = [];
  const steps: ReportedStep[] = [];
  for (const name of names) {
    const result = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Published;
    steps.push(
      checkRound(
        result,
        archives.find(({ election }) => election?.uuid === result.uuid),
        rounds.at(-1),
        rounds[0],
      ),
    );
    rounds.push(result);
  }
  return steps;
}

function checkRound(
  result: Published,
  archive: FileReport | undefined,
  before: Published | undefined,
  first: Published | undefined,
): ReportedStep {
  const failed = (failure: string, sentence: string): ReportedStep => ({
    check: 'announced',
    ok: false,
    failed: failure,
    subject: `round ${result.round}`,
    sentence,
  });
  const { outcome } = result;
  if (!archive?.projects || archive.ballots === undefined)
    return failed('archive_missing', `第 ${result.round} 轮结果没有对应的档案`);
  if (!isCounted(outcome)) return failed('not_counted', '公布的结果没有计票');
  if (outcome.projects.length !== archive.projects.length) return failed('projects_differ', '公布的项目与档案不符');
  for (const [i, line] of outcome.projects.entries()) {
    const counted = archive.projects[i];
    if (line.electronic.for !== counted?.for || line.electronic.against !== (counted.against ?? 0))
      return failed('totals_differ', `第 ${line.listNumber} 项公布的电子票数与档案不符`);
  }
  if (result.electronic.returned !== archive.ballots) return failed('ballots_differ', '公布的电子票张数与档案不符');
  if (result.chairDecision)
    return {
      check: 'announced',
      ok: true,
      sentence: `第 ${result.round} 轮:票数与档案一致;结果含主席团决定「${result.chairDecision}」`,
    };
  const input: CountInput = {
    delegates: result.delegates,
    present: result.present,
    issued: result.electronic.issued + result.paper.issued,
    returned: result.electronic.returned + result.paper.returned,
    invalid: result.paper.invalidOverPick + result.paper.invalidIllegible,
    projects: outcome.projects.map(({ project, listNumber, title, electronic, paper }) => ({
      project,
      listNumber,
      title,
      electronic,
      paper,
    })),
  };
  const recomputed = before && first ? decideRevote(first.rules, input, before.outcome) : decide(result.rules, input);
  return same(recomputed, outcome)
    ? { check: 'announced', ok: true, sentence: `第 ${result.round} 轮:公布的结果正是由票数按票决办法得出` }
    : failed('outcome_differs', '公布的结果与按票决办法重新计算的不同');
}
