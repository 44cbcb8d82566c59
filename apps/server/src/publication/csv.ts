import type { PublishedResult } from '@piaojue/contract';
import { isCounted } from '@piaojue/rules';

/** Text that a spreadsheet would run as a formula, full-width signs included, gets a quote in front. */
export const inertText = (text: string): string =>
  /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;

/** A cell of a CSV file: inert, and quoted after RFC 4180. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' ? inertText(text) : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The published counts as CSV with a BOM, so that WPS and Excel read the Chinese. */
export function resultCsv(result: PublishedResult): string {
  const { outcome } = result;
  const head = [
    '序号',
    '项目名称',
    '责任单位',
    '总投资（万元）',
    '电子赞成',
    '电子反对',
    '电子弃权',
    '纸质赞成',
    '纸质反对',
    '纸质弃权',
    '赞成合计',
    '反对合计',
    '弃权合计',
    '过半数需',
    '名次',
    '结果',
  ];
  const byNumber = new Map(result.candidates.map((candidate) => [candidate.listNumber, candidate.fields]));
  const rows = isCounted(outcome) ? outcome.projects : [];
  const lines = rows.map((project) => {
    const fields = byNumber.get(project.listNumber);
    return [
      project.listNumber,
      project.title,
      fields?.leadUnit ?? '',
      fields ? fields.totalFen / 1_000_000 : null,
      project.electronic.for,
      project.electronic.against,
      project.electronic.abstain,
      project.paper.for,
      project.paper.against,
      project.paper.abstain,
      project.for,
      project.against,
      project.abstain,
      project.needed,
      project.rank,
      result.adopted.includes(project.listNumber) ? '确定为民生实事项目' : '未列入',
    ];
  });
  return `\uFEFF${[head, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
