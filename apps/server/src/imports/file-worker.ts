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

/**
 * Reads one file and answers once: the rows of the first sheet of an XLSX, or the paragraphs of a DOCX, one a row (each cell
 * of its tables is a paragraph of its own); nothing where it cannot be read.
 */
async function rowsOf({ kind, file }: FileToRead): Promise<string[][] | undefined> {
  try {
    if (kind === 'docx') {
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(file) });
      return value.split(/\n+/).map((line) => [line.trim()]);
    }
    const [sheet] = await readXlsxFile(Buffer.from(file));
    return (sheet?.data ?? []).map((row: unknown[]) => row.map(cellText));
  } catch {
    return undefined;
  }
}

parentPort?.postMessage(await rowsOf(workerData as FileToRead));
