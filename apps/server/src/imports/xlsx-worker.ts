import { parentPort, workerData } from 'node:worker_threads';
import readXlsxFile from 'read-excel-file/node';

const cellText = (cell: unknown): string => {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell).trim();
};

/** Reads one XLSX file and answers once: the rows of its first sheet, or nothing where it cannot be read. */
async function rowsOf(file: Uint8Array): Promise<string[][] | undefined> {
  try {
    const [sheet] = await readXlsxFile(Buffer.from(file));
    return (sheet?.data ?? []).map((row: unknown[]) => row.map(cellText));
  } catch {
    return undefined;
  }
}

parentPort?.postMessage(await rowsOf(workerData as Uint8Array));
