import type { z } from 'zod';
import {
  categories,
  receivedAtTime,
  receivedOnDay,
  suggestionColumns,
  suggestionInput,
  type Place,
  type RowError,
  type SuggestionColumn,
  type SuggestionInput,
} from '@piaojue/contract';
import { suggesterKindNames, suggesterKinds, type SuggesterKind, type SuggestionChannel } from '@piaojue/rules';
import { refuse, type Result } from '../result.js';
import { receivedOnFault, type ReceivedSpan } from '../suggestions/received-on.js';
import { isFilled } from './filled.js';
import { momentFrom, type Moment } from './moments.js';
import type { Table } from './table.js';

export interface SuggestionRowRead {
  readonly row: number;
  readonly sourceRef: string | null;
  /** YYYY-MM-DD; null where the list does not say. */
  readonly receivedOn: string | null;
  /** UTC ISO, with the time of day where the list says it (received-at.ts of the contract). */
  readonly receivedAt: string | null;
  readonly input: SuggestionInput;
}
export type Mapping = Partial<Record<SuggestionColumn, string>>;
const receivedAtOf = ({ day, time }: Moment): string =>
  time === null ? receivedOnDay(day) : receivedAtTime(new Date(`${day}T${time}+08:00`));
interface Read {
  readonly rows: number;
  readonly headings: readonly string[];
  readonly lines: SuggestionRowRead[];
  readonly errors: RowError[];
  readonly mapping: Mapping;
}

/** What mailboxes, hotlines and letters call their columns; the first is how our own export calls it. */
const names: Readonly<Record<SuggestionColumn, readonly string[]>> = {
  sourceRef: ['来源编号', '工单编号', '工单号', '信件编号', '编号'],
  receivedOn: ['收到日期', '受理日期', '受理时间', '来电时间', '收信日期', '提交时间', '日期'],
  category: ['建议类别', '类别', '分类', '问题类别'],
  title: ['建议名称', '标题', '主题', '建议标题', '诉求标题'],
  content: ['具体内容', '内容', '建议内容', '诉求内容', '问题描述'],
  reason: ['建议理由', '理由'],
  advice: ['办理建议', '建议办法', '希望'],
  place: ['所在镇（街道）', '镇（街道）', '镇街', '所在地', '地点', '区域'],
  placeNote: ['具体位置', '详细地址', '地址'],
  name: ['建议人姓名', '姓名', '来电人', '来信人', '建议人'],
  phone: ['联系电话', '电话', '手机', '来电号码'],
  email: ['电子邮箱', '邮箱', '邮件地址'],
  suggesterKind: ['身份', '建议人身份'],
};
export const suggestionHeadings: Readonly<Record<SuggestionColumn, string>> = Object.fromEntries(
  suggestionColumns.map((column) => [column, names[column][0]]),
) as Record<SuggestionColumn, string>;

/** Rows that a list may have above its headings: a title over all columns, who made it and when. */
const mostAbove = 10;

const plain = (cell: string): string => cell.normalize('NFKC').replace(/\s+/g, '').trim();

/** Which heading stands for which of our columns: as told, else by its usual names; each heading once. */
export function mappingFor(headings: readonly string[], told: Mapping): Mapping {
  const free = new Set(headings.filter((heading) => heading !== ''));
  const mapping: Mapping = {};
  for (const column of suggestionColumns) {
    const wanted = told[column];
    if (wanted !== undefined && free.delete(wanted)) mapping[column] = wanted;
  }
  for (const column of suggestionColumns) {
    if (mapping[column] !== undefined || told[column] === '') continue;
    const found = names[column].flatMap((name) => [...free].filter((heading) => plain(heading) === plain(name)))[0];
    if (found !== undefined) {
      free.delete(found);
      mapping[column] = found;
    }
  }
  return mapping;
}

/** Where the headings stand: the first of the first ten rows that has two we know, or those the clerk named; else the first. */
export function headingRowOf(table: Table, told: Mapping): number {
  const wanted = Object.values(told).filter((heading) => heading !== '');
  const found = table
    .slice(0, mostAbove)
    .findIndex(
      (row) =>
        (wanted.length > 0 && wanted.every((heading) => row.includes(heading))) ||
        Object.keys(mappingFor(row, {})).length >= 2,
    );
  return found === -1 ? Math.max(0, table.findIndex(isFilled)) : found;
}

/** A column that only counts the rows of this list (1, 2, 3 …) says nothing of where a suggestion came from. */
const onlyCounts = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell, i) => plain(cell) === String(i + 1));

const words = (names: readonly string[]): string => names.map((name) => `“${name}”`).join('、');

const townsNamed = (text: string, places: readonly Place[]): Place[] =>
  places.filter(({ townCode, name }) => townCode === null && text.includes(name));

/** The place whose name a cell says or begins with: 府店镇, 府店镇安乐村, 府店. */
export function placeNamed(cell: string, places: readonly Place[]): Place | undefined {
  const text = plain(cell);
  if (text === '') return undefined;
  const short = (name: string): string => name.replace(/街道$|[镇乡]$/, '');
  const [town = places.find(({ townCode, name }) => townCode === null && text === short(name))] = townsNamed(
    text,
    places,
  );
  const villages = places.filter(({ townCode }) => townCode !== null && (!town || townCode === town.code));
  const village = villages.filter(({ name }) => text.includes(name));
  // A village that several towns have says nothing without its town.
  return village.length === 1 || (town && village.length > 0) ? village[0] : town;
}

/** The category of every row of a list that has no such column. */
export const categoryUnsaid = '社会治理';

/** What people tick in a form, and what they leave. */
const [ticks, boxes] = ['☑☒✓✔√■●', '□☐○◯'];
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * The names that are ticked. Marks stand before the names (□教育 ☑交通出行) or behind them (教育□ 交通出行√), whichever is
 * so more often where they touch; where neither is, nobody can tell.
 */
function tickedIn(text: string, names: readonly string[]): string[] {
  const any = names.join('|');
  for (const each of [text, text.replace(/\s/g, '')]) {
    const [before, behind] = [
      count(each, new RegExp(`[${ticks}${boxes}](?:${any})`, 'g')),
      count(each, new RegExp(`(?:${any})[${ticks}${boxes}]`, 'g')),
    ];
    if (before === behind) continue;
    const found = names.filter((name) =>
      new RegExp(before > behind ? `[${ticks}]${name}` : `${name}[${ticks}]`).test(each),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** Ticks and boxes in whichever way they are written, as ☑ and □. */
const withTicks = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[([【〔]\s*[√✓✔]\s*[)\]】〕]|\[\s*[xXvV]\s*\]|[🗹✅]|☑\ufe0f/gu, '☑')
    .replace(/[([【〔]\s*×?\s*[)\]】〕]|⬜\ufe0f?/gu, '□')
    .trim();

/** The categories that a cell names: the ticked ones where it has ticks. What stands in brackets explains. */
function categoriesNamed(cell: string): string[] {
  const text = withTicks(cell);
  const named = (within: string) => categories.filter((name) => new RegExp(`(?<![非不])${name}`).test(plain(within)));
  if ((categories as readonly string[]).includes(plain(text))) return [plain(text)];
  const ticked = tickedIn(text, categories);
  if (ticked.length > 0) return ticked;
  const outside = named(text.replace(/[([【][^)\]】]*[)\]】]/g, ''));
  return outside.length > 0 ? outside : named(text);
}

/** Who speaks by a channel where the list does not say. */
const kindOfChannel = (channel: SuggestionChannel): SuggesterKind =>
  channel === 'delegate' ? 'delegate' : channel === 'department' ? 'unit' : 'resident';
function kindNamed(cell: string): SuggesterKind | undefined {
  const [ticked = plain(cell), ...more] = tickedIn(withTicks(cell), Object.values(suggesterKindNames));
  return more.length > 0 ? undefined : suggesterKinds.find((kind) => suggesterKindNames[kind] === ticked);
}

/**
 * Rows of a list by their columns. Every fault of every row is named; the lines are those without one.
 * Rows are numbered as the file has them, from 1; those above the headings and empty ones are passed over.
 */
export function suggestionsFrom(
  table: Table,
  told: Mapping,
  places: readonly Place[],
  received: ReceivedSpan,
  channel: SuggestionChannel,
): Read {
  const top = headingRowOf(table, told);
  const headings = table[top] ?? [];
  const rows = [...table.entries()].slice(top + 1).filter(([, cells]) => isFilled(cells));
  const mapping = mappingFor(headings, told);
  if (told.sourceRef === undefined && mapping.sourceRef !== undefined) {
    const at = headings.indexOf(mapping.sourceRef);
    if (onlyCounts(rows.map(([, cells]) => cells[at] ?? ''))) delete mapping.sourceRef;
  }
  const errors: RowError[] = [];
  for (const column of ['title', 'content'] as const)
    if (mapping[column] === undefined)
      errors.push({
        row: top + 1,
        column: suggestionHeadings[column],
        message: `没有找到“${suggestionHeadings[column]}”列，请指定是哪一列`,
      });
  for (const heading of new Set(Object.values(mapping))) {
    const columns = headings.flatMap((each, i) => (each === heading ? [i] : []));
    const filled = columns.filter((i) => rows.some(([, cells]) => (cells[i] ?? '') !== ''));
    if (columns.length > 1 && filled.some((i) => i !== columns[0]))
      errors.push({
        row: top + 1,
        column: heading,
        message: `有 ${columns.length} 列都叫“${heading}”，请改成不同的列名`,
      });
  }
  if (errors.length > 0) return { rows: rows.length, headings, lines: [], errors, mapping };

  const lines: SuggestionRowRead[] = [];
  const refs = new Map<string, number>();
  for (const [at, cells] of rows) {
    const row = at + 1;
    const cell = (column: SuggestionColumn): string => {
      const heading = mapping[column];
      return heading === undefined ? '' : (cells[headings.indexOf(heading)] ?? '').trim();
    };
    const faults: RowError[] = [];
    const fault = (column: SuggestionColumn, message: string) =>
      faults.push({ row, column: mapping[column] ?? suggestionHeadings[column], message });

    const sourceRef = cell('sourceRef').normalize('NFKC');
    const same = sourceRef === '' ? undefined : refs.get(sourceRef);
    if (same !== undefined) fault('sourceRef', `编号与第 ${same} 行重复`);
    if ([...sourceRef].length > 40) fault('sourceRef', '不能超过 40 个字');
    if (sourceRef !== '') refs.set(sourceRef, same ?? row);

    const moment = cell('receivedOn') === '' ? null : momentFrom(cell('receivedOn'));
    if (moment === undefined) fault('receivedOn', '不是日期，请写成 2024-9-3 或者 2024-9-3 8:15');
    const receivedAt = moment ? receivedAtOf(moment) : null;
    const wrongDay = moment ? receivedOnFault(moment.day, received) : undefined;
    if (wrongDay !== undefined) fault('receivedOn', wrongDay);
    else if (moment?.time && receivedAt && received.now && receivedAt > received.now)
      fault('receivedOn', '这个时间还没有到，请核对');
    const place = placeNamed(cell('place'), places);
    if (cell('place') !== '' && !place && !/^全[区县市]$/.test(plain(cell('place'))))
      fault('place', `没有“${cell('place').slice(0, 20)}”这个地点`);
    const towns = townsNamed(plain(cell('place')), places);
    if (towns.length > 1) fault('place', `写了${words(towns.map(({ name }) => name))}，只能写一个镇或者街道`);
    const [category = cell('category'), ...more] = categoriesNamed(cell('category'));
    if (more.length > 0)
      fault('category', `写了${words([category, ...more].slice(0, 3))}等几个类别，只能写一个，勾选的要看得清`);

    const kind = cell('suggesterKind') === '' ? kindOfChannel(channel) : kindNamed(cell('suggesterKind'));
    if (kind === undefined) fault('suggesterKind', `身份只能是：${Object.values(suggesterKindNames).join('、')}`);

    const parsed = suggestionInput.safeParse({
      category: mapping.category === undefined ? categoryUnsaid : category,
      title: cell('title'),
      content: cell('content'),
      reason: cell('reason'),
      advice: cell('advice'),
      placeCode: place?.code ?? null,
      placeNote: cell('placeNote'),
      point: null,
      suggesterKind: kind ?? 'resident',
      suggester: { name: cell('name'), phone: cell('phone').normalize('NFKC'), email: cell('email').normalize('NFKC') },
    });
    if (!parsed.success)
      for (const issue of parsed.error.issues) {
        const key = String(issue.path.at(-1)) as SuggestionColumn;
        fault(suggestionColumns.includes(key) ? key : 'content', messageOf(issue));
      }
    errors.push(...faults);
    if (faults.length === 0 && parsed.success)
      lines.push({
        row,
        sourceRef: sourceRef || null,
        receivedOn: moment?.day ?? null,
        receivedAt,
        input: parsed.data,
      });
  }
  if (rows.length === 0) errors.push({ row: top + 1, column: '', message: '没有内容' });
  return { rows: rows.length, headings, lines, errors, mapping };
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `类别只能是：${categories.join('、')}`;
  if (issue.code === 'too_big') return '字数过多';
  return issue.message;
}

/** What else a 征集表 asks for: it ends the field above it and is not read. */
const unread = (
  '联络站 代表联络站 所属联络站 提交方式 附件 备注 日期 填表日期 填表时间 填写日期 填表人 填写说明 填表说明 ' +
  '性别 年龄 民族 职业 单位 工作单位 联系地址 身份证号 身份证号码 证件号码 微信 微信号 签名 签字'
).split(' ');
/** Who somebody is stands on one line with what it ends (姓名：… 电话：…). */
const personal = ['name', 'phone', 'email', 'suggesterKind'] as const;
const parted = new RegExp(
  `[\\s/／|｜]+(?=(?:${[...personal.flatMap((column) => names[column]), ...unread]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => [...name].join('\\s*'))
    .join('|')})(?:[（(][^：:]{0,10})?[：:])`,
  'u',
);

/** Without the line to write on, empty or written over. */
const unlined = (text: string): string => text.replaceAll(/^[_＿\s]+|[_＿\s]+$/gu, '');

/** The heading that a paragraph is or begins with, and what stands behind it. */
function headOf(paragraph: string): { column: SuggestionColumn | null; name: string; rest: string } | undefined {
  const [, head = paragraph, written = ''] = /^([^：:]{2,14})[：:]\s*(.*)$/su.exec(paragraph) ?? [];
  const rest = unlined(written);
  const said = [plain(head), plain(head).replace(/\(.*$/, '')];
  const is = (name: string) => said.includes(plain(name));
  for (const column of suggestionColumns) {
    const name = names[column].find(is);
    if (name !== undefined) return { column, name, rest };
  }
  const name = unread.find(is);
  return name === undefined ? undefined : { column: null, name, rest };
}

/** One 征集表 as it is mailed: each heading, and what follows it up to the next. A second form in the file is refused. */
export function tableFromForm(paragraphs: readonly string[]): Result<Table, 'file_unreadable'> {
  const found: { column: SuggestionColumn; name: string; lines: string[] }[] = [];
  /** Where text goes that is no heading: nowhere above the first heading and under one that is not read. */
  let lines: string[] | undefined;
  for (const paragraph of paragraphs.flatMap((each) => each.split(parted))) {
    const head = headOf(paragraph);
    if (head === undefined) {
      if (unlined(paragraph) !== '') lines?.push(unlined(paragraph));
      continue;
    }
    const { column, name, rest } = head;
    if (column === null) {
      lines = undefined;
      continue;
    }
    const before = found.find((each) => each.column === column);
    if (before && before.name !== name && !personal.some((each) => each === column)) {
      // Another word for what stands above already is part of the text.
      lines?.push(paragraph);
      continue;
    }
    if (before)
      return refuse(
        'file_unreadable',
        `“${name}”出现了两次。一个文件只能有一份征集表：几份请分开存成几个文件，一份里重复的栏目请删去一个。`,
      );
    lines = rest ? [rest] : [];
    found.push({ column, name, lines });
  }
  return found.length === 0 ? [] : [found.map(({ name }) => name), found.map((each) => each.lines.join('\n'))];
}
