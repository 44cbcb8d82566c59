import * as contract from '@piaojue/contract';
import type { Sitting } from './situations.js';
import { zip, type ZipEntry } from './zip.js';

/** A file as the pages send it. */
export interface ImportFile {
  readonly format: 'json' | 'xlsx' | 'csv';
  readonly content: string;
}
export const csv = (content: string): ImportFile => ({ format: 'csv', content });
export const json = (value: unknown): ImportFile => ({ format: 'json', content: JSON.stringify(value) });
export const xlsx = (bytes: Uint8Array): ImportFile => ({
  format: 'xlsx',
  content: Buffer.from(bytes).toString('base64'),
});
/** The reason of a refusal, as the person reads it. */
export const detailOf = (body: unknown): string => String((body as { detail?: unknown }).detail);

/** Both imports of a sitting, by its clerk. */
export const importsOf = ({ clerk, sittingId, voteId }: Sitting) => ({
  roll: (file: ImportFile, commit = true) =>
    clerk.ask(contract.importDelegates, { params: { sittingId }, body: { ...file, commit } }),
  list: (file: ImportFile, commit = true) =>
    clerk.ask(contract.importCandidates, { params: { voteId }, body: { ...file, commit } }),
});

/** The parts of a workbook with this sheet. */
export const workbook = (sheet: string, more: readonly ZipEntry[] = []): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      body: Buffer.from(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
      ),
    },
    {
      name: 'xl/workbook.xml',
      body: Buffer.from(
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: Buffer.from(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
    },
    { name: 'xl/worksheets/sheet1.xml', body: Buffer.from(sheet) },
    ...more,
  ]);
const column = (i: number): string => String.fromCharCode(65 + i);
export const sheetXml = (rows: readonly (readonly string[])[], tail = '', head = ''): string =>
  `<?xml version="1.0"?>${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map(
      (row, r) =>
        `<row r="${r + 1}">${row.map((cell, c) => (cell === '' ? '' : `<c r="${column(c)}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`,
    )
    .join('')}</sheetData>${tail}</worksheet>`;
