import type { ImportReport } from '@piaojue/contract';
import { isRefused, refuse, type Result } from '../result.js';
import { mostRows, readTable, type TableRefusal } from './table.js';

/** What a file says: the value of its JSON, or the rows of its sheet; and what of it was not read, in sentences. */
interface Given {
  readonly value: unknown;
  readonly notices: ImportReport['notices'];
}

export async function readImport(
  format: 'json' | 'xlsx' | 'csv',
  content: string,
): Promise<Result<Given, TableRefusal>> {
  if (format === 'json') {
    const value = jsonOf(content);
    return isRefused(value) ? value : { value, notices: [] };
  }
  const sheet = await readTable(format, content);
  return isRefused(sheet) ? sheet : { value: sheet.rows, notices: sheet.notices };
}

/** JSON of an import; like a sheet it has at most 5,000 rows. */
function jsonOf(content: string): Result<unknown, TableRefusal> {
  try {
    const value = JSON.parse(content) as unknown;
    const rows = Array.isArray(value) ? value : (value as { projects?: unknown } | null)?.projects;
    return Array.isArray(rows) && rows.length > mostRows ? refuse('too_many_rows', `最多 ${mostRows} 行`) : value;
  } catch {
    return refuse('file_unreadable', '不是 JSON 文件');
  }
}
