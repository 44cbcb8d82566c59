import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { ListedProject } from '@piaojue/contract';
import { candidateHeadings, type CandidateColumn } from '../imports/candidates.js';
import { inertText } from '../publication/csv.js';

const wan = (fen: number): string => String(fen / 1_000_000);
const cells: Readonly<Record<CandidateColumn, (project: ListedProject) => string>> = {
  listNumber: ({ listNumber }) => String(listNumber),
  code: ({ fields }) => fields.code,
  name: ({ fields }) => fields.name,
  category: ({ fields }) => fields.category,
  nature: ({ fields }) => fields.nature,
  location: ({ fields }) => fields.location,
  content: ({ fields }) => fields.content,
  brief: ({ fields }) => fields.brief,
  targets: ({ fields }) => fields.targets.map(({ item, quantity, unit }) => `${item} ${quantity} ${unit}`).join('；'),
  totalFen: ({ fields }) => wan(fields.totalFen),
  yearFen: ({ fields }) => wan(fields.yearFen),
  upperLevelFen: ({ fields }) => wan(fields.funding.upperLevelFen),
  districtFen: ({ fields }) => wan(fields.funding.districtFen),
  bondFen: ({ fields }) => wan(fields.funding.bondFen),
  otherFen: ({ fields }) => wan(fields.funding.otherFen),
  leadUnit: ({ fields }) => fields.leadUnit,
  coopUnits: ({ fields }) => fields.coopUnits.join('、'),
  contact: ({ fields }) => fields.contact,
  start: ({ fields }) => fields.start,
  finish: ({ fields }) => fields.finish,
  milestones: ({ fields }) => fields.milestones.join('；'),
  beneficiaries: ({ fields }) => fields.beneficiaries,
  beneficiaryCount: ({ fields }) => String(fields.beneficiaryCount),
  suggestionCount: ({ fields }) => String(fields.suggestionCount),
  origin: ({ fields }) => fields.origin,
  readiness: ({ fields }) => fields.readiness,
  crossYear: ({ fields }) => (fields.crossYear ? '是' : '否'),
  annualGoal: ({ fields }) => fields.annualGoal,
  note: ({ fields }) => fields.note,
};

/** 候选项目汇编 as a workbook whose every cell is text; its columns are those that the import reads. */
export async function candidateSheet(projects: readonly ListedProject[]): Promise<Buffer> {
  const columns = Object.keys(cells) as CandidateColumn[];
  const text = (value: string) => ({ value: inertText(value), type: String as StringConstructor, wrap: true });
  const rows: SheetData = [
    columns.map((column) => ({ value: candidateHeadings[column], type: String, fontWeight: 'bold' })),
    ...projects.map((project) => columns.map((column) => text(cells[column](project)))),
  ];
  return writeXlsxFile(rows, {
    sheet: '候选项目',
    stickyRowsCount: 1,
    columns: columns.map((column) => ({ width: ['content', 'location', 'milestones'].includes(column) ? 40 : 16 })),
  }).toBuffer();
}
