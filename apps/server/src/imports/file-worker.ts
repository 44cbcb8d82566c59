import { parentPort, workerData } from 'node:worker_threads';
import mammoth from 'mammoth';
import readXlsxFile from 'read-excel-file/node';

/** What the worker is asked: one file, and what it says it is. */
export interface FileToRead {
  readonly kind: 'xlsx' | 'docx';
  readonly file: Uint8Array;
}

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
};

/** A sheet of an XLSX by its name, or the text of a DOCX. */
export interface SheetRead {
  readonly name: string;
  readonly rows: string[][];
}

/**
 * Reads one file and answers once: the sheets of an XLSX in their order, or the paragraphs of a DOCX, one a row (each cell
 * of its tables is a paragraph of its own); nothing where it cannot be read.
 */
async function sheetsOf({ kind, file }: FileToRead): Promise<SheetRead[] | undefined> {
  try {
    if (kind === 'docx') {
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(file) });
      return [{ name: '', rows: value.split(/\n+/).map((line) => [line.trim()]) }];
    }
    const sheets = await readXlsxFile(Buffer.from(file));
    return sheets.map(({ sheet, data }) => ({
      name: sheet,
      // A sheet that is a chart has none.
      rows: ((data as unknown[][] | undefined) ?? []).map((row) => row.map(cellText)),
    }));
  } catch {
    return undefined;
  }
}

parentPort?.postMessage(await sheetsOf(workerData as FileToRead));
