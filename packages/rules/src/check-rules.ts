import {
  parameterNames,
  type BallotRules,
  type ParameterName,
  type RulesProblem,
  type RulesProblemCode,
} from './ballot-rules.js';
import type { RuleId } from './rule-ids.js';
import { surplusFor } from './shortfall.js';

export type Channel = 'paper' | 'electronic' | 'both';

/**
 * What is wrong or unusual in a set of rules. Rules with an error must not be frozen; warnings are shown and may stand.
 * @param candidates  how many projects are on the ballot, withdrawn ones not counted.
 * @param channel  how ballots are cast; the electronic ballot cannot carry every rule of a paper one.
 */
export function checkRules(rules: BallotRules, candidates: number, channel: Channel = 'both'): RulesProblem[] {
  return [
    ...checkSizes(rules, candidates),
    ...checkCombinations(rules),
    ...checkChannel(rules, channel),
    ...checkClauses(rules),
  ];
}

export const hasErrors = (problems: readonly RulesProblem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

type Row = readonly [boolean, RulesProblemCode, ParameterName, RuleId, string];
const errors = (rows: readonly Row[]): RulesProblem[] => listed('error', rows);
const warnings = (rows: readonly Row[]): RulesProblem[] => listed('warning', rows);
const listed = (severity: RulesProblem['severity'], rows: readonly Row[]): RulesProblem[] =>
  rows
    .filter(([wrong]) => wrong)
    .map(([, code, parameter, rule, sentence]) => ({ code, severity, parameter, rule, sentence }));

const isPositive = (number: number): boolean => Number.isSafeInteger(number) && number > 0;

function checkSizes(rules: BallotRules, candidates: number): RulesProblem[] {
  const { places, minDifferentialPercent: percent } = rules;
  const surplus = candidates - places;
  const percentOk = Number.isSafeInteger(percent) && percent >= 0 && percent <= 100;
  const sizes = errors([
    [!isPositive(places), 'places_not_positive', 'places', 'R-CUT-01', '应选数应当是大于零的整数。'],
    [
      !isPositive(rules.delegateTotal),
      'delegates_not_positive',
      'delegateTotal',
      'R-COUNT-07',
      '实有代表数应当是大于零的整数。',
    ],
    [!percentOk, 'percent_out_of_range', 'minDifferentialPercent', 'R-LIST-01', '差额比例应当是0至100的整数。'],
    [surplus < 0, 'places_over_candidates', 'places', 'R-CUT-01', `应选数${places}项多于候选项目${candidates}项。`],
  ]);
  if (sizes.length > 0) return sizes;
  const tooFew = belowDifferential(rules, candidates);
  return warnings([
    [surplus === 0, 'no_differential', 'places', 'R-LIST-01', `候选项目与应选数相等，为等额票决。`],
    [tooFew !== undefined, 'differential_below_minimum', 'minDifferentialPercent', 'R-LIST-01', tooFew ?? ''],
  ]);
}

/**
 * The sentence that there are fewer candidates than the minimum differential (差额比例) asks for, or undefined. No source
 * makes the minimum binding, so the vote may be frozen all the same by somebody who has read this. Source: R-LIST-01.
 */
export function belowDifferential(
  { places, minDifferentialPercent: percent }: Pick<BallotRules, 'places' | 'minDifferentialPercent'>,
  candidates: number,
): string | undefined {
  if (100 * (candidates - places) >= places * percent) return undefined;
  return `候选项目${candidates}项，应选${places}项，差额比例低于${percent}%，至少需要${places + surplusFor(places, percent)}项候选项目。`;
}

function checkCombinations(rules: BallotRules): RulesProblem[] {
  const { ballotKind: kind, rankWeights: weights, majorityBase: base } = rules;
  const isRank = kind === 'rank';
  const weighed =
    weights !== null && weights.length > 0 && weights.every((points) => Number.isSafeInteger(points) && points >= 0);
  const approveUnmarked = rules.unmarkedItem === 'approve';
  return [
    ...errors([
      // T18: no source gives weights, so the rules themselves must
      [
        isRank && !weighed,
        'rank_without_weights',
        'rankWeights',
        'R-RANK-01',
        '排序票必须在票决办法中写明各名次的分值。',
      ],
      [
        isRank && base !== 'none',
        'rank_needs_base_none',
        'majorityBase',
        'R-RANK-01',
        '排序票按分值确定，不能要求过半数。',
      ],
      [
        !isRank && weights !== null,
        'weights_without_rank',
        'rankWeights',
        'R-RANK-01',
        '不用排序票时，各名次分值应当留空。',
      ],
      [
        approveUnmarked && rules.pickRule !== 'no_limit',
        'unmarked_approve_needs_no_limit',
        'unmarkedItem',
        'R-VALID-04',
        '不画视为赞成时，不能限制赞成的项目数。',
      ],
      [
        rules.pickRule === 'exactly_n' && rules.blank !== 'invalid',
        'exactly_needs_blank_invalid',
        'blank',
        'R-VALID-02',
        '赞成数必须等于应选数时，空白票只能是无效票。',
      ],
      [
        rules.tieAtCut === 'fewer_against_first' && kind !== 'for_against_abstain',
        'fewer_against_needs_against',
        'tieAtCut',
        'R-CUT-05',
        '表决票没有反对栏，不能按反对票多少确定。',
      ],
      [
        rules.shortfall === 'fill_by_rank' && base !== 'none',
        'fill_by_rank_needs_base_none',
        'shortfall',
        'R-SHORT-05',
        '要求过半数时，不能用未过半数的项目补足。',
      ],
    ]),
    ...warnings([
      [
        approveUnmarked,
        'unmarked_reveals_choice',
        'unmarkedItem',
        'R-VALID-04',
        '不画视为赞成，动笔的代表会被看出来，不利于无记名。',
      ],
      [
        base !== 'all_delegates',
        'base_not_all_delegates',
        'majorityBase',
        'R-MAJOR-01',
        '地方组织法第25条以全体代表为过半数的基数，请核对通过的票决办法。',
      ],
      [
        rules.maxRevotes === 0 && (rules.tieAtCut === 'revote_tied' || rules.shortfall === 'revote_now'),
        'revote_without_rounds',
        'maxRevotes',
        'R-REVOTE-04',
        '办法规定再次投票，但次数为零，将直接由主席团决定。',
      ],
    ]),
  ];
}

/** What the electronic ballot cannot prove about a sealed ballot, it cannot be asked to obey. */
function checkChannel(rules: BallotRules, channel: Channel): RulesProblem[] {
  if (channel === 'paper') return [];
  return errors([
    [rules.ballotKind === 'rank', 'rank_not_electronic', 'ballotKind', 'R-RANK-01', '排序票只能用纸质票。'],
    [
      rules.unmarkedItem !== 'abstain',
      'unmarked_not_electronic',
      'unmarkedItem',
      'R-VALID-04',
      '电子票未画的项目只能视为弃权。',
    ],
    [
      rules.pickRule === 'exactly_n',
      'exactly_not_electronic',
      'pickRule',
      'R-VALID-02',
      '加密的电子票看不出赞成了几项，不能要求赞成数正好等于应选数。',
    ],
    [
      rules.blank === 'invalid',
      'blank_invalid_not_electronic',
      'blank',
      'R-VALID-03',
      '加密的电子票看不出是不是空白票，空白票不能作为无效票。',
    ],
  ]);
}

function checkClauses({ clauses }: BallotRules): RulesProblem[] {
  const missing = parameterNames.filter((name) => clauses[name].trim() === '');
  const [first] = missing;
  if (first === undefined) return [];
  const sentence = `有${missing.length}项参数没有填写通过的条文。`;
  return [{ code: 'clauses_missing', severity: 'warning', parameter: first, rule: 'R-RESULT-02', sentence }];
}
