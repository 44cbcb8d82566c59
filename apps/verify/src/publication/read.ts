import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BallotRules, Outcome } from '@piaojue/rules';
import type { ReportedStep } from '../verify-file.js';

/** What `result-N.json` says of one round: what is checked by name, and the whole for its digest. */
export interface Published {
  readonly voteId: string;
  readonly uuid: string;
  readonly title: string;
  readonly kind: string;
  readonly round: number;
  readonly fingerprint: string;
  readonly places: number;
  readonly rules: BallotRules;
  readonly candidates: readonly {
    readonly listNumber: number;
    readonly withdrawn: boolean;
    readonly fields: { readonly name: string };
  }[];
  readonly delegates: number;
  readonly present: number;
  readonly electronic: { readonly issued: number; readonly returned: number };
  readonly paper: {
    readonly issued: number;
    readonly returned: number;
    readonly invalidOverPick: number;
    readonly invalidIllegible: number;
    readonly projects: readonly {
      readonly listNumber: number;
      readonly for: number;
      readonly against: number;
      readonly abstain: number;
    }[];
  };
  readonly outcome: Outcome;
  readonly chairDecision: string | null;
  readonly adopted: readonly number[];
  readonly announcementNumber: string;
  readonly publishedAt: string;
  readonly timeline: readonly { readonly at: string }[];
  readonly rounds: readonly { readonly voteId: string; readonly round: number }[];
  readonly archiveHash: string;
  readonly checkpoint: string;
  readonly logKey: string;
}

/** What the reader brings from elsewhere: a signed head of the log kept earlier, the key of the log. */
export interface Kept {
  readonly checkpoint?: string;
  readonly logKey?: string;
}

export interface Publication {
  readonly log: string;
  readonly checkpoint: string;
  readonly logKey: string;
  /** by round */
  readonly results: readonly Published[];
  /** names of files that nothing here looks at */
  readonly unchecked: readonly string[];
  readonly problems: readonly ReportedStep[];
}

const resultName = /^result-\d+\.json$/;
const needed = ['log.jsonl', 'checkpoint.txt', 'log-key.txt'];
/** A published result with 100 projects is under 1 MB. */
const mostBytes = 50_000_000;

export const failed = (check: string, failure: string, sentence: string, subject?: string): ReportedStep => ({
  check,
  ok: false,
  failed: failure,
  ...(subject === undefined ? {} : { subject }),
  sentence,
});
export const passed = (check: string, sentence: string): ReportedStep => ({ check, ok: true, sentence });

/** @returns undefined where the folder holds neither result nor log: archives alone. */
export function readPublication(folder: string): Publication | undefined {
  const names = readdirSync(folder).toSorted();
  const resultNames = names.filter((name) => resultName.test(name));
  if (resultNames.length === 0 && !needed.some((name) => names.includes(name))) return undefined;
  const problems: ReportedStep[] = [];
  const textOf = (name: string): string => {
    try {
      // A pipe or a device would never end.
      const bytes = statSync(join(folder, name)).isFile() ? readFileSync(join(folder, name)) : undefined;
      if (bytes !== undefined && (bytes.length <= mostBytes || name === 'log.jsonl'))
        return new TextDecoder('utf8', { fatal: true }).decode(bytes);
    } catch {
      // named below
    }
    problems.push(failed('publication', 'file_unreadable', `${name} 无法读取，或者内容不是文本`, name));
    return '';
  };
  for (const name of needed)
    if (!names.includes(name)) problems.push(failed('publication', 'file_missing', `公开材料不全：缺少 ${name}`, name));
  if (resultNames.length === 0)
    problems.push(failed('publication', 'file_missing', '公开材料不全：缺少公布的结果 result-1.json', 'result-1.json'));
  const present = (name: string) => (names.includes(name) ? textOf(name) : '');
  const [log = '', checkpoint = '', logKey = ''] = needed.map(present);
  const results: Published[] = [];
  for (const name of resultNames) {
    const result = resultOf(textOf(name));
    if (result) results.push(result);
    else problems.push(failed('publication', 'result_malformed', `${name} 不是公布的结果`, name));
  }
  const unchecked = names.filter((name) => !needed.includes(name) && !resultName.test(name) && !name.endsWith('.bel'));
  return {
    log,
    checkpoint,
    logKey: logKey.trim(),
    results: results.toSorted((a, b) => a.round - b.round),
    unchecked,
    problems,
  };
}

/** A name that stands twice, or a number written otherwise, says one thing to this program and another to a reader. */
const withoutBlanks = (json: string): string => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** Only what every check here relies on; whatever else is wrong shows as a difference to the log. */
function resultOf(text: string): Published | undefined {
  try {
    const value = JSON.parse(text) as Partial<Published> | null;
    if (JSON.stringify(value) !== withoutBlanks(text)) return undefined;
    const lists = [value?.candidates, value?.paper?.projects, value?.adopted, value?.timeline, value?.rounds];
    const texts = [value?.voteId, value?.uuid, value?.title, value?.checkpoint, value?.publishedAt];
    const records = [
      value?.rules,
      value?.outcome,
      value?.electronic,
      ...(value?.candidates ?? []).map((c) => c?.fields),
    ];
    const isOne =
      Number.isSafeInteger(value?.round) &&
      lists.every(Array.isArray) &&
      texts.every((each) => typeof each === 'string') &&
      records.every((each) => typeof each === 'object' && each !== null);
    return isOne ? (value as Published) : undefined;
  } catch {
    return undefined;
  }
}
