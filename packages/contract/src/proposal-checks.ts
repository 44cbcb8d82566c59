import { categories } from './candidates.js';
import type { DraftFields } from './proposals.js';

export type ProposalField = keyof DraftFields;
export interface FieldFault {
  readonly path: ProposalField;
  readonly message: string;
}

export const isMonth = (text: string): boolean => /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
/** A milestone of one quarter begins with its name. */
export const quarterNames = ['一季度', '二季度', '三季度', '四季度'] as const;

/** What the amounts contradict, also while they are typed; what is not typed yet contradicts nothing. */
export function moneyFaults({ totalFen, yearFen, funding }: Pick<DraftFields, 'totalFen' | 'yearFen' | 'funding'>) {
  const faults: FieldFault[] = [];
  const parts = [funding.upperLevelFen, funding.districtFen, funding.bondFen, funding.otherFen];
  const sum = parts.reduce<number>((all, part) => all + (part ?? 0), 0);
  if (totalFen === 0) faults.push({ path: 'totalFen', message: '应大于 0' });
  if (totalFen !== null && yearFen !== null && yearFen > totalFen)
    faults.push({ path: 'yearFen', message: '不能大于总投资' });
  if (totalFen !== null && sum !== totalFen && (sum > totalFen || parts.every((part) => part !== null)))
    faults.push({ path: 'funding', message: '各项之和应等于总投资' });
  return faults;
}

const bare = (name: string): string => name.normalize('NFKC').replace(/\s/g, '');

const needed = {
  name: '不能为空',
  location: '不能为空',
  content: '不能为空',
  brief: '不能为空，它印在表决票上',
  beneficiaries: '不能为空',
} as const;

/**
 * What keeps a proposal of `unit` in `year` from being submitted, each point by its field and in plain words, in the order of the
 * form. Files of candidates are not held to this: they hold what a congress decided elsewhere.
 */
export function submissionFaults(fields: DraftFields, { year, unit }: { year: number; unit: string }): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (path: ProposalField, message: string): void => void faults.push({ path, message });
  for (const [path, message] of Object.entries(needed) as [keyof typeof needed, string][])
    if (fields[path].trim() === '') say(path, message);
  if (!(categories as readonly string[]).includes(fields.category)) say('category', '请从列表里选择');
  if (fields.nature === null) say('nature', '请从列表里选择');
  if (!fields.targets.some(({ item, quantity, unit }) => item !== '' && (quantity ?? 0) > 0 && unit !== ''))
    say('targets', '至少写一个目标，写明项目、大于 0 的数量和单位');
  else if (fields.targets.some(({ item, quantity, unit }) => item === '' || (quantity ?? 0) <= 0 || unit === ''))
    say('targets', '每个目标都要写明项目、大于 0 的数量和单位，用不着的请删去');
  if (fields.totalFen === null) say('totalFen', '不能为空');
  if (fields.yearFen === null) say('yearFen', '不能为空');
  faults.push(...moneyFaults(fields));
  if (Object.values(fields.funding).some((fen) => fen === null) && !faults.some(({ path }) => path === 'funding'))
    say('funding', '每一项都要填，没有的填 0');
  if (fields.coopUnits.some((each) => bare(each) === bare(unit)))
    say('coopUnits', `${unit}是责任单位，不用再列为配合单位`);
  faults.push(...periodFaults(fields, year));
  if (!fields.milestones.some((each) => quarterNames.some((name) => each.startsWith(name))))
    say('milestones', '至少写一个季度的进度');
  if ((fields.beneficiaryCount ?? 0) <= 0) say('beneficiaryCount', '应是大于 0 的整数');
  return faults;
}

function periodFaults({ start, finish, crossYear }: DraftFields, year: number): FieldFault[] {
  const wrong = (['start', 'finish'] as const).filter((path) => !isMonth({ start, finish }[path]));
  if (wrong.length > 0) return wrong.map((path) => ({ path, message: `请写成年和月，例如：${year}-03` }));
  if (start > finish) return [{ path: 'finish', message: '不能早于开工时间' }];
  if (finish < `${year}-01`) return [{ path: 'finish', message: `早于${year}年度，请核对` }];
  if (finish > `${year}-12` && !crossYear)
    return [{ path: 'finish', message: `晚于${year}年12月，应勾选“跨年度项目”，或者改完成时限` }];
  return [];
}

/** What 校核文字 must leave alone: money, quantities, counts, dates, units and what they are classed as. */
export const fixedInWording = [
  'category',
  'nature',
  'targets',
  'totalFen',
  'yearFen',
  'funding',
  'coopUnits',
  'start',
  'finish',
  'beneficiaryCount',
  'crossYear',
] as const satisfies readonly ProposalField[];

/** The fields in which a correction of the wording changed more than words. The items of the targets are words. */
export function beyondWording(before: DraftFields, after: DraftFields): ProposalField[] {
  const plain = (fields: DraftFields, key: (typeof fixedInWording)[number]): unknown => {
    if (key === 'targets') return fields.targets.map(({ quantity, unit }) => [quantity, unit]);
    const { upperLevelFen, districtFen, bondFen, otherFen } = fields.funding;
    return key === 'funding' ? [upperLevelFen, districtFen, bondFen, otherFen] : fields[key];
  };
  return fixedInWording.filter((key) => JSON.stringify(plain(before, key)) !== JSON.stringify(plain(after, key)));
}
