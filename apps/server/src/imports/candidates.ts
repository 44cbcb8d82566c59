import type { z } from 'zod';
import { candidateFields, type CandidateFields, type RowError } from '@piaojue/contract';
import type { Table } from './table.js';

export interface CandidateLine {
  readonly listNumber: number;
  readonly fields: CandidateFields;
}
interface Lines {
  /** Rows of the file, bad ones too. */
  readonly rows: number;
  readonly lines: CandidateLine[];
  readonly errors: RowError[];
}

/** 候选项目表 (domain.md 4.1): heading of each column, and how its cell is read. Money columns are in 万元. */
const columns = {
  listNumber: '序号',
  code: '项目编号',
  name: '项目名称',
  category: '项目类别',
  nature: '建设性质',
  location: '建设地点',
  content: '建设内容和规模',
  brief: '票面简述',
  targets: '年度目标',
  totalFen: '总投资（万元）',
  yearFen: '年度计划投资（万元）',
  upperLevelFen: '中央和省级补助（万元）',
  districtFen: '区级财政（万元）',
  bondFen: '专项债券（万元）',
  otherFen: '其他资金（万元）',
  leadUnit: '责任单位',
  coopUnits: '配合单位',
  contact: '责任人及电话',
  start: '开工时间',
  finish: '完成时限',
  milestones: '进度节点',
  beneficiaries: '受益范围',
  beneficiaryCount: '受益人数',
  suggestionCount: '征集建议条数',
  origin: '征集来源',
  readiness: '可行性与前置手续',
  crossYear: '是否跨年度',
  annualGoal: '年度阶段目标',
  note: '备注',
} as const;
export type CandidateColumn = keyof typeof columns;
export const candidateHeadings: Readonly<Record<CandidateColumn, string>> = columns;

const needed: readonly CandidateColumn[] = ['listNumber', 'name', 'content', 'totalFen', 'leadUnit', 'finish'];

/** Full-width digits and signs become plain ones (１２ → 12). */
const plain = (cell: string): string => cell.normalize('NFKC').replaceAll(',', '').trim();
const number = (cell: string): number =>
  plain(cell) === '' ? 0 : /^-?\d+(\.\d+)?$/.test(plain(cell)) ? Number(plain(cell)) : NaN;
/** 万元 to 分, exactly: at most two decimals are kept as written. */
const fen = (cell: string): number => Math.round(number(cell) * 1_000_000);
const list = (cell: string): string[] =>
  cell
    .split(/[;\uFF1B\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

/** 「改造小区 12 个;惠及居民 1860 户」 */
const targetsFrom = (cell: string) =>
  list(cell).map((part) => {
    const [, item = part, quantity = '', unit = ''] = /^(.*?)\s*(\d[\d.]*)\s*(\D*)$/.exec(part.normalize('NFKC')) ?? [];
    return { item: item || part, quantity: quantity === '' ? 0 : Number(quantity), unit: unit.trim() || '项' };
  });

export function candidatesFrom(table: Table): Lines {
  const [head = [], ...rows] = table;
  const at = new Map(
    (Object.keys(columns) as CandidateColumn[]).map((key) => [
      key,
      head.map((h) => h.normalize('NFKC')).indexOf(columns[key].normalize('NFKC')),
    ]),
  );
  const missing = needed.filter((key) => at.get(key) === -1);
  if (missing.length > 0)
    return {
      rows: rows.length,
      lines: [],
      errors: missing.map((key) => ({ row: 1, column: columns[key], message: `缺少“${columns[key]}”列` })),
    };

  return checked(
    rows.map((row, i) => {
      const cell = (key: CandidateColumn): string => row[at.get(key) ?? -1] ?? '';
      const listNumber = number(cell('listNumber'));
      const total = fen(cell('totalFen'));
      /** What stands for a column that was left out; a total that is no number is told once, as itself. */
      const filled = Number.isNaN(total) ? 0 : total;
      const year = /(\d{4})/.exec(cell('finish'))?.[1] ?? '';
      return {
        row: i + 2,
        listNumber,
        raw: {
          code: cell('code') || `${year}-${String(listNumber).padStart(2, '0')}`,
          name: cell('name'),
          category: cell('category') || '社会治理',
          nature: cell('nature') || '服务类',
          location: cell('location') || '全区',
          content: cell('content'),
          brief: cell('brief') || [...cell('content')].slice(0, 40).join(''),
          targets: targetsFrom(cell('targets')),
          totalFen: total,
          yearFen: cell('yearFen') === '' ? filled : fen(cell('yearFen')),
          funding: {
            upperLevelFen: fen(cell('upperLevelFen')),
            districtFen: at.get('districtFen') === -1 ? filled : fen(cell('districtFen')),
            bondFen: fen(cell('bondFen')),
            otherFen: fen(cell('otherFen')),
          },
          leadUnit: cell('leadUnit'),
          coopUnits: list(cell('coopUnits').replaceAll('、', ';')),
          contact: cell('contact'),
          start: cell('start') || '—',
          finish: cell('finish'),
          milestones: list(cell('milestones')),
          beneficiaries: cell('beneficiaries') || '—',
          beneficiaryCount: number(cell('beneficiaryCount')),
          suggestionCount: number(cell('suggestionCount')),
          origin: cell('origin'),
          readiness: cell('readiness'),
          crossYear: ['是', '1', 'true'].includes(plain(cell('crossYear')).toLowerCase()),
          annualGoal: cell('annualGoal'),
          note: cell('note'),
        },
      };
    }),
  );
}

/** The JSON of ../shared's data set: one object a project, money in 万元 (`investment_wan`). */
export function candidatesFromJson(value: unknown): Lines {
  const entries = Array.isArray(value) ? value : (value as { projects?: unknown } | null)?.projects;
  if (!Array.isArray(entries))
    return { rows: 0, lines: [], errors: [{ row: 1, column: '', message: '应为一个项目列表' }] };
  return checked(
    entries.map((entry: unknown, i) => {
      const p = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
      const money = (p.investment_wan ?? {}) as Record<string, unknown>;
      const channels = Object.values((p.suggestion_channels ?? {}) as Record<string, unknown>);
      const wan = (amount: unknown): number =>
        typeof amount === 'number' ? Math.round(amount * 1_000_000) : amount === undefined ? 0 : NaN;
      return {
        row: i + 1,
        // Numbered by its place only where it has no number at all: a written one is taken as it is, or refused.
        listNumber: p.candidate_no === undefined ? i + 1 : writtenNumber(p.candidate_no),
        raw: {
          code: p.id ?? `P${i + 1}`,
          name: p.name,
          category: p.sector,
          nature: natureOf(p.nature),
          location: p.location,
          content: p.content,
          brief: p.ballot_brief,
          targets: targetsOf(p.targets ?? []),
          totalFen: wan(money.total),
          yearFen: wan(money.year ?? money.total),
          funding: {
            upperLevelFen: wan(money.upper_level),
            districtFen: wan(money.district_budget),
            bondFen: wan(money.special_bond),
            otherFen: wan(money.other),
          },
          leadUnit: p.lead_unit,
          coopUnits: p.coop_units ?? [],
          contact: p.contact ?? '',
          start: p.start,
          finish: p.finish,
          milestones: p.milestones ?? [],
          beneficiaries: p.beneficiaries,
          beneficiaryCount: p.beneficiary_count,
          suggestionCount: channels.reduce<number>((sum, n) => sum + (typeof n === 'number' ? n : 0), 0),
          origin: p.origin ?? '',
          readiness: p.risk_note ?? '',
          crossYear: p.cross_year ?? false,
          annualGoal: p.annual_goal ?? '',
          note: p.note ?? '',
        },
      };
    }),
  );
}

/** A number, or its digits as text; whatever else JSON may hold is none. */
const writtenNumber = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' && plain(value) !== '' ? number(value) : NaN;

/** What is no list of objects is left as it is, for the schema to refuse. */
const targetsOf = (targets: unknown): unknown =>
  Array.isArray(targets)
    ? targets.map((each: unknown) => {
        if (typeof each !== 'object' || each === null) return each;
        const { item, qty, unit } = each as Record<string, unknown>;
        return { item, quantity: qty, unit };
      })
    : targets;

/** 建设性质 that is none of the four is a service. */
const natureOf = (nature: unknown): unknown =>
  typeof nature === 'string' && !['新建', '改扩建', '续建', '服务类'].includes(nature) ? '服务类' : nature;

function checked(
  rows: readonly { row: number; listNumber: number; raw: z.input<typeof candidateFields> | Record<string, unknown> }[],
): Lines {
  const errors: RowError[] = [];
  const lines: CandidateLine[] = [];
  const numbers = new Map<number, number>();
  const codes = new Map<string, number>();
  for (const { row, listNumber, raw } of rows) {
    const sameNumber = numbers.get(listNumber);
    if (!Number.isInteger(listNumber) || listNumber < 1 || listNumber > 999)
      errors.push({ row, column: columns.listNumber, message: '序号应为 1 至 999 的整数' });
    else if (sameNumber !== undefined)
      errors.push({ row, column: columns.listNumber, message: `序号与第 ${sameNumber} 行重复` });
    numbers.set(listNumber, row);

    const code = candidateFields.shape.code.safeParse(raw.code).data;
    const sameCode = code === undefined ? undefined : codes.get(code);
    if (sameCode !== undefined) errors.push({ row, column: columns.code, message: `项目编号与第 ${sameCode} 行重复` });
    if (code !== undefined) codes.set(code, row);

    const parsed = candidateFields.safeParse(raw);
    if (parsed.success) lines.push({ listNumber, fields: parsed.data });
    else
      errors.push(
        ...parsed.error.issues.map((issue) => ({ row, column: headingOf(issue.path), message: messageOf(issue) })),
      );
  }
  if (rows.length === 0) errors.push({ row: 1, column: '', message: '没有项目' });
  lines.sort((a, b) => a.listNumber - b.listNumber);
  return { rows: rows.length, lines, errors };
}

export function headingOf(path: readonly PropertyKey[]): string {
  if (path[0] === 'funding' && path.length === 1) return '资金来源';
  const key = String(path[0] === 'funding' ? path[1] : path[0]);
  return columns[key as CandidateColumn] ?? key;
}

export function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if ('received' in issue && issue.received === 'NaN') return '不是数字，请只填数字';
      return issue.input === undefined ? '不能为空' : '格式不对';
    case 'invalid_value':
      return `只能填：${issue.values.join('、')}`;
    case 'too_big':
      return '数值过大或过多';
    case 'too_small':
      return '不能为负数';
    case 'custom':
      return issue.message;
    default:
      return '格式不对';
  }
}
