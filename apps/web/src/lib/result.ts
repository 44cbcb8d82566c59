import type { Candidate, PublishedResult } from '@piaojue/contract';
import {
  parameterTable,
  type BallotRules,
  type Outcome,
  type ParameterName,
  type ParameterSpec,
  type ProjectResult,
} from '@piaojue/rules';

/** Slips and ballots of both channels (两种投票方式合计), as the report prints them. */
export interface BallotTotals {
  readonly issued: number;
  readonly returned: number;
  readonly invalid: number;
  readonly valid: number;
  readonly invalidOverPick: number;
  readonly invalidIllegible: number;
}

export function ballotTotals({ electronic, paper }: Pick<PublishedResult, 'electronic' | 'paper'>): BallotTotals {
  const returned = electronic.returned + paper.returned;
  const invalid = paper.invalidOverPick + paper.invalidIllegible;
  return {
    // One slip serves both channels; `paper.issued` are sheets handed out beside the slips.
    issued: electronic.issued + paper.issued,
    returned,
    invalid,
    valid: returned - invalid,
    invalidOverPick: paper.invalidOverPick,
    invalidIllegible: paper.invalidIllegible,
  };
}

/** The adopted projects of all rounds in the order of the rules; `candidates` is the list of the first round. */
export function adoptedList({ adopted }: Pick<PublishedResult, 'adopted'>, candidates: readonly Candidate[]) {
  const byNumber = new Map(candidates.map((candidate) => [candidate.listNumber, candidate]));
  return adopted.map((listNumber) => ({
    listNumber,
    name: byNumber.get(listNumber)?.fields.name ?? `第${listNumber}号项目`,
    unit: byNumber.get(listNumber)?.fields.leadUnit ?? '',
  }));
}

/** How a parameter is set, in the words of the table. */
export function settingOf(rules: BallotRules, spec: ParameterSpec): string {
  const set = rules[spec.key];
  if (spec.kind === 'choice') return spec.values.find(({ value }) => value === set)?.label ?? String(set);
  if (set === null) return '不使用';
  if (Array.isArray(set)) return set.join('、');
  return spec.kind === 'percent' ? `${String(set)}%` : String(set);
}

export const labelOf = (name: ParameterName): string => parameterTable.find(({ key }) => key === name)?.label ?? name;

/** The largest number a "for" bar is drawn against: all delegates, so that the majority line stands at the same place. */
export const scaleOf = (projects: readonly ProjectResult[], delegates: number): number =>
  Math.max(delegates, 1, ...projects.map((project) => project.for));

/** Most votes first, equal votes by list number. */
export const byVotes = (projects: readonly ProjectResult[]): ProjectResult[] =>
  projects.toSorted((a, b) => (a.rank ?? 999) - (b.rank ?? 999) || a.listNumber - b.listNumber);

export const hasCounts = (outcome: Outcome): boolean =>
  outcome.kind === 'decided' ||
  outcome.kind === 'revote' ||
  outcome.kind === 'shortfall' ||
  outcome.kind === 'presidium';

/** The outcome in one sentence, for the head of a result. */
export function outcomeSentence(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'decided':
      return `已全部确定，共 ${outcome.adopted.length} 件。`;
    case 'revote':
      return `已确定 ${outcome.adopted.length} 件；末位票数相等，就 ${outcome.among.length} 件再次投票，还需确定 ${outcome.placesLeft} 件。`;
    case 'shortfall': {
      const rest = {
        fewer_stand: '不足的名额空缺',
        revote_now: `就 ${outcome.candidates.length} 件再次投票`,
        next_session: '不足的名额留待下次会议',
      }[outcome.next];
      return `已确定 ${outcome.adopted.length} 件，比应选数少 ${outcome.vacant} 件；${rest}。`;
    }
    case 'presidium':
      return `已确定 ${outcome.adopted.length} 件；还有 ${outcome.placesLeft} 件由大会主席团决定。`;
    case 'void':
      return '收回的票多于发出的票，本次票决无效，应当重新投票。';
    case 'no_quorum':
      return '实到代表不足法定人数，本次票决无效。';
    case 'participation_too_low':
      return '参加表决的代表没有超过半数，本次票决无效。';
    case 'inconsistent':
      return '报告单的数字互相矛盾，不能确定结果，请核对。';
  }
}

/** The articles of law in a rule's source: 代表法（2025）第23条. What else stands there are our own notes. */
export const articlesOf = (source: string): string =>
  [...new Set(source.match(/[^；、，\s[\]]*第\d+条/g) ?? [])].join('、');
