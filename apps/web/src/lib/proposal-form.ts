import { mostOf, quarterNames, type DraftFields } from '@piaojue/contract';

/** A proposal as it stands in the form: text as people type it, money in 万元. */
export interface Typed {
  name: string;
  category: string;
  nature: string;
  location: string;
  content: string;
  brief: string;
  totalWan: string;
  yearWan: string;
  upperLevelWan: string;
  districtWan: string;
  bondWan: string;
  otherWan: string;
  targets: { item: string; quantity: string; unit: string }[];
  coopUnits: string;
  contact: string;
  start: string;
  finish: string;
  quarters: string[];
  milestones: string;
  beneficiaries: string;
  beneficiaryCount: string;
  origin: string;
  readiness: string;
  crossYear: boolean;
  annualGoal: string;
  note: string;
}

/** What a page or a device gives back is the form, and not something else under its name. */
export const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Typed).targets) &&
  Array.isArray((value as Typed).quarters) &&
  typeof (value as Typed).totalWan === 'string';

export const natureNames = ['新建', '改扩建', '续建', '服务类'] as const;

/** What a field is called, in the order of the form; also for the differences between versions. */
export const fieldNames = {
  name: '项目名称',
  category: '项目类别',
  nature: '建设性质',
  location: '建设地点',
  content: '建设内容和规模',
  brief: '票面简述',
  targets: '年度目标',
  totalFen: '总投资（万元）',
  yearFen: '年度计划投资（万元）',
  funding: '资金来源（万元）',
  coopUnits: '配合单位',
  contact: '责任人及电话',
  start: '开工时间',
  finish: '完成时限',
  milestones: '进度节点',
  beneficiaries: '受益范围',
  beneficiaryCount: '受益人数',
  origin: '征集来源说明',
  readiness: '可行性与前置手续',
  crossYear: '是否跨年度',
  annualGoal: '年度阶段目标',
  note: '备注',
} as const satisfies Record<keyof DraftFields, string>;
export type FieldKey = keyof typeof fieldNames;
export const fieldKeys = Object.keys(fieldNames) as FieldKey[];

const wanOf = (fen: number | null): string => (fen === null ? '' : String(fen / 1_000_000));
const plain = (text: string): string => text.normalize('NFKC').replaceAll(',', '').trim();

/** 万元 as typed → 分, exactly; null where nothing stands, NaN where it is no amount. */
export function fenOf(typed: string): number | null {
  const text = plain(typed).replace(/\s*[万元]{1,2}$/, '');
  if (text === '') return null;
  return /^\d{1,8}(\.\d{1,6})?$/.test(text) ? Math.round(Number(text) * 1_000_000) : Number.NaN;
}

/** A number, null where nothing stands, or in words what is wrong with it. */
function numberIn(typed: string, shape: RegExp, kind: '数字' | '整数', most: number): number | null | string {
  const text = plain(typed);
  if (text === '') return null;
  if (!shape.test(text)) return `请只填${kind}`;
  return Number(text) > most ? `最大 ${most.toLocaleString('en-US')}` : Number(text);
}
const countOf = (typed: string) => numberIn(typed, /^\d+$/, '整数', mostOf.beneficiaryCount);
const quantityOf = (typed: string) => numberIn(typed, /^\d+(\.\d+)?$/, '数字', mostOf.quantity);

/** What is wrong with an amount, in words. */
export function moneyProblem(typed: string): string | undefined {
  if (!Number.isNaN(fenOf(typed))) return undefined;
  return /^\d+(\.\d+)?\s*[万元]{0,2}$/.test(plain(typed))
    ? '整数最多 8 位，小数最多 6 位，单位是万元'
    : '请只填数字，单位是万元';
}

const quarterOf = /^[一二三四]季度[\uFF1A\u003A]{0,1}/;

export function typedOf(fields: DraftFields): Typed {
  const quarters = quarterNames.map((name) =>
    fields.milestones
      .filter((each) => each.startsWith(name))
      .map((each) => each.replace(quarterOf, ''))
      .join('；'),
  );
  return {
    name: fields.name,
    category: fields.category,
    nature: fields.nature ?? '',
    location: fields.location,
    content: fields.content,
    brief: fields.brief,
    totalWan: wanOf(fields.totalFen),
    yearWan: wanOf(fields.yearFen),
    upperLevelWan: wanOf(fields.funding.upperLevelFen),
    districtWan: wanOf(fields.funding.districtFen),
    bondWan: wanOf(fields.funding.bondFen),
    otherWan: wanOf(fields.funding.otherFen),
    targets: fields.targets.map(({ item, quantity, unit }) => ({
      item,
      quantity: quantity === null ? '' : String(quantity),
      unit,
    })),
    coopUnits: fields.coopUnits.join('\n'),
    contact: fields.contact,
    start: fields.start,
    finish: fields.finish,
    quarters,
    milestones: fields.milestones.filter((each) => !quarterOf.test(each)).join('\n'),
    beneficiaries: fields.beneficiaries,
    beneficiaryCount: fields.beneficiaryCount === null ? '' : String(fields.beneficiaryCount),
    origin: fields.origin,
    readiness: fields.readiness,
    crossYear: fields.crossYear,
    annualGoal: fields.annualGoal,
    note: fields.note,
  };
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n;；、]/)
    .map((line) => line.trim())
    .filter(Boolean);

const moneyNames = {
  totalWan: '总投资',
  yearWan: '年度计划投资',
  upperLevelWan: '中央和省级补助',
  districtWan: '区级财政',
  bondWan: '专项债券',
  otherWan: '其他资金',
} as const;
export type MoneyKey = keyof typeof moneyNames;
const moneyPaths: Readonly<Record<MoneyKey, FieldKey>> = {
  totalWan: 'totalFen',
  yearWan: 'yearFen',
  upperLevelWan: 'funding',
  districtWan: 'funding',
  bondWan: 'funding',
  otherWan: 'funding',
};
export const moneyKeys = Object.keys(moneyNames) as MoneyKey[];

/** What cannot be kept as it was typed, and in which field. */
export interface TypedFault {
  readonly path: FieldKey;
  readonly label: string;
  readonly message: string;
}

/** @returns the fields, or what cannot be kept as it was typed. What is only missing is no problem of a draft. */
export function draftFrom(typed: Typed): { fields: DraftFields } | { problems: string[] } {
  const { fields, faults } = readTyped(typed);
  return faults.length > 0 ? { problems: faults.map(({ label, message }) => `${label}：${message}`) } : { fields };
}

const lineFault = (lines: readonly string[], most: number, longest: number): string | undefined =>
  lines.length > most
    ? `最多 ${most} 个，现在有 ${lines.length} 个，请合并或者删去几个`
    : lines.some((line) => [...line].length > longest)
      ? `每个最多 ${longest} 个字`
      : undefined;

/** The fields with NaN where something is no number, and what to say of it. Nothing is cut. */
export function readTyped(typed: Typed): { fields: DraftFields; faults: TypedFault[] } {
  const faults: TypedFault[] = [];
  const say = (path: FieldKey, message: string | undefined, label: string = fieldNames[path]): void => {
    if (message !== undefined) faults.push({ path, label, message });
  };
  const money = (key: MoneyKey): number | null => {
    say(moneyPaths[key], moneyProblem(typed[key]), moneyNames[key]);
    return fenOf(typed[key]);
  };
  const numberOr = (read: number | null | string, path: FieldKey, label?: string): number | null => {
    if (typeof read !== 'string') return read;
    say(path, read, label);
    return Number.NaN;
  };
  const amounts = {
    totalFen: money('totalWan'),
    yearFen: money('yearWan'),
    funding: {
      upperLevelFen: money('upperLevelWan'),
      districtFen: money('districtWan'),
      bondFen: money('bondWan'),
      otherFen: money('otherWan'),
    },
  };
  const targets = typed.targets
    .map(({ item, quantity, unit }) => ({
      item: item.trim(),
      quantity: numberOr(quantityOf(quantity), 'targets', `年度目标“${item.trim()}”的数量`),
      unit: unit.trim(),
    }))
    .filter(({ item, quantity, unit }) => item !== '' || quantity !== null || unit !== '');
  const beneficiaryCount = numberOr(countOf(typed.beneficiaryCount), 'beneficiaryCount');
  const coopUnits = linesOf(typed.coopUnits);
  say('coopUnits', lineFault(coopUnits, mostOf.coopUnits, mostOf.coopUnit));
  const milestones = [
    ...typed.quarters.flatMap((text, i) => (text.trim() === '' ? [] : [`${quarterNames[i] ?? ''}：${text.trim()}`])),
    ...typed.milestones
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ];
  say('milestones', lineFault(milestones, mostOf.milestones, mostOf.milestone));
  const fields: DraftFields = {
    name: typed.name,
    category: typed.category,
    nature: natureNames.find((name) => name === typed.nature) ?? null,
    location: typed.location,
    content: typed.content,
    brief: typed.brief,
    targets,
    ...amounts,
    coopUnits,
    contact: typed.contact,
    start: typed.start,
    finish: typed.finish,
    milestones,
    beneficiaries: typed.beneficiaries,
    beneficiaryCount,
    origin: typed.origin,
    readiness: typed.readiness,
    crossYear: typed.crossYear,
    annualGoal: typed.annualGoal,
    note: typed.note,
  };
  return { fields, faults };
}

/** The funding parts that are typed, and what is still missing from the total (in 分); null while something is no amount. */
export function fundingGap(typed: Pick<Typed, MoneyKey>): { sum: number; total: number | null; gap: number | null } {
  const parts = (['upperLevelWan', 'districtWan', 'bondWan', 'otherWan'] as const).map((key) => fenOf(typed[key]) ?? 0);
  const sum = parts.reduce((a, b) => a + b, 0);
  const total = fenOf(typed.totalWan);
  return { sum, total, gap: total === null || Number.isNaN(sum) || Number.isNaN(total) ? null : total - sum };
}

/** The form as sent without script. */
export function typedFrom(form: FormData): Typed {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  };
  const texts = (name: string): string[] => form.getAll(name).map((value) => (typeof value === 'string' ? value : ''));
  const [items, quantities, units] = [texts('targetItem'), texts('targetQuantity'), texts('targetUnit')];
  const rest = Object.fromEntries(
    [
      'name',
      'category',
      'nature',
      'location',
      'content',
      'brief',
      ...moneyKeys,
      'coopUnits',
      'contact',
      'start',
      'finish',
      'milestones',
      'beneficiaries',
      'beneficiaryCount',
      'origin',
      'readiness',
      'annualGoal',
      'note',
    ].map((key) => [key, text(key)]),
  ) as unknown as Omit<Typed, 'targets' | 'quarters' | 'crossYear'>;
  return {
    ...rest,
    targets: items.map((item, i) => ({ item, quantity: quantities[i] ?? '', unit: units[i] ?? '' })),
    quarters: texts('quarter'),
    crossYear: form.get('crossYear') === 'on',
  };
}

/** One field in words, for reading and comparing. */
export function fieldText(fields: DraftFields, key: FieldKey): string {
  switch (key) {
    case 'targets':
      return fields.targets.map(({ item, quantity, unit }) => `${item} ${quantity ?? ''} ${unit}`.trim()).join('；');
    case 'totalFen':
    case 'yearFen':
      return wanOf(fields[key]);
    case 'funding': {
      const { upperLevelFen, districtFen, bondFen, otherFen } = fields.funding;
      return (
        [
          ['中央和省级补助', upperLevelFen],
          ['区级财政', districtFen],
          ['专项债券', bondFen],
          ['其他', otherFen],
        ] as const
      )
        .filter(([, fen]) => fen !== null && fen > 0)
        .map(([name, fen]) => `${name} ${wanOf(fen)}`)
        .join('，');
    }
    case 'coopUnits':
      return fields.coopUnits.join('、');
    case 'milestones':
      return fields.milestones.join('；');
    case 'crossYear':
      return fields.crossYear ? '是' : '否';
    case 'beneficiaryCount':
      return fields.beneficiaryCount === null ? '' : String(fields.beneficiaryCount);
    case 'nature':
      return fields.nature ?? '';
    default:
      return fields[key];
  }
}

/** The fields in which two texts differ, in the order of the form. */
export const differing = (a: DraftFields, b: DraftFields): FieldKey[] =>
  fieldKeys.filter((key) => fieldText(a, key) !== fieldText(b, key));
