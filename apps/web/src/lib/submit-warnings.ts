import { stanceNames, type RankedProposal } from '@piaojue/contract';
import { belowDifferential, criterionNames } from '@piaojue/rules';
import { wanYuan } from './format.js';

type Listed = Pick<RankedProposal, 'name' | 'failed' | 'districtFen' | 'opinions'>;

export interface Warning {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What whoever submits the list should have seen; none of it stands in the way. */
export function submitWarnings(
  listed: readonly Listed[],
  given: { fundFen: number | null; places: number; leastSurplus: number; unanswered: number },
): Warning[] {
  const { fundFen, places, leastSurplus, unanswered } = given;
  const warnings: Warning[] = [];
  const warn = (title: string, lines: readonly string[]): void => void warnings.push({ title, lines });
  const of = (want: (opinion: Listed['opinions'][number]) => boolean) =>
    listed.flatMap(({ name, opinions }) => opinions.filter(want).map((opinion) => ({ name, ...opinion })));

  const failed = listed.filter((one) => one.failed.length > 0);
  if (failed.length > 0)
    warn(
      `有 ${failed.length} 件标了“不符合”。`,
      failed.map((one) => `${one.name}：${one.failed.map((criterion) => criterionNames[criterion]).join('、')}`),
    );
  const district = listed.reduce((sum, { districtFen }) => sum + (districtFen ?? 0), 0);
  if (fundFen !== null && district > fundFen)
    warn(`区级财政合计 ${wanYuan(district)} 万元，超出资金盘子 ${wanYuan(district - fundFen)} 万元。`, []);
  const tooFew = belowDifferential({ places, minDifferentialPercent: leastSurplus }, listed.length);
  if (tooFew !== undefined) warn(tooFew, []);
  const against = of(({ stance, outdated }) => stance !== null && (stance !== 'agree' || outdated));
  if (against.length > 0)
    warn(
      `有 ${against.length} 份意见不是“同意”，或者是对改动以前的文字提的。`,
      against.map(
        ({ name, unit, stance, outdated }) =>
          `${name}：${unit}，${stance ? stanceNames[stance] : ''}${outdated ? '（文字在此之后改过）' : ''}`,
      ),
    );
  const waiting = of(({ stance }) => stance === null);
  if (waiting.length > 0)
    warn(
      `有 ${waiting.length} 份征求的意见没有答复。`,
      waiting.map(({ name, unit }) => `${name}：${unit}`),
    );
  const unasked = listed.filter(({ opinions }) => opinions.length === 0);
  if (unasked.length > 0)
    warn(
      `有 ${unasked.length} 件没有征求过意见。`,
      unasked.map(({ name }) => name),
    );
  if (unanswered > 0) warn(`还有 ${unanswered} 条征集建议没有公布处理结果。`, []);
  return warnings;
}
