import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import readXlsxFile from 'read-excel-file/node';
import { isFilled } from './filled.js';
import { hiddenSheets, sheetFacts, type SheetFacts } from './sheet-facts.js';

/** What the worker is asked: one file, and what it says it is. */
export interface FileToRead {
  readonly kind: 'xlsx' | 'docx';
  readonly file: Uint8Array;
}

/** A moment of a sheet as it is shown there: its day, with the time of day where it has one; a time without a day alone. */
const momentText = (cell: Date): string => {
  const [day = '', time = ''] = new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString().split('T');
  const shown = time.startsWith('00:00:00') ? '' : time.slice(0, time.startsWith(':00', 5) ? 5 : 8);
  return [day < '1900-01-01' && shown ? '' : day, shown].filter(Boolean).join(' ');
};

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return momentText(cell);
  return String(cell).trim();
};

/** A sheet of an XLSX by its name, or the text of a DOCX. */
export interface SheetRead {
  readonly name: string;
  readonly rows: string[][];
  /** Of a sheet that holds anything. */
  readonly facts?: SheetFacts;
}

/**
 * Reads one file and answers once: the sheets of an XLSX in their order, hidden ones last, or the paragraphs of a DOCX, one a row (each cell
 * of its tables is a paragraph of its own); nothing where it cannot be read.
 */
async function sheetsOf({ kind, file }: FileToRead): Promise<SheetRead[] | undefined> {
  try {
    if (kind === 'docx') {
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(file) });
      return [{ name: '', rows: value.split(/\n+/).map((line) => [line.trim()]) }];
    }
    const sheets = await readXlsxFile(Buffer.from(file));
    // A sheet that is a chart has no rows.
    const rows = sheets.map(({ data }) => ((data as unknown[][] | undefined) ?? []).map((row) => row.map(cellText)));
    const hidden = hiddenSheets(file);
    const visibleFirst = sheets.map((_, i) => i).toSorted((a, b) => Number(hidden[a]) - Number(hidden[b]));
    return visibleFirst.map((i) => ({
      name: sheets[i]?.sheet ?? '',
      rows: rows[i] ?? [],
      ...(rows[i]?.some(isFilled) && { facts: sheetFacts(file, i) }),
    }));
  } catch {
    return undefined;
  }
}

parentPort?.postMessage(await sheetsOf(workerData as FileToRead));
