import { refuse, type Result } from '../result.js';
import { mostRows } from './table.js';

/** JSON of an import; like a sheet it has at most 5,000 rows. */
export function jsonOf(content: string): Result<unknown, 'file_unreadable' | 'too_many_rows'> {
  try {
    const value = JSON.parse(content) as unknown;
    const rows = Array.isArray(value) ? value : (value as { projects?: unknown } | null)?.projects;
    return Array.isArray(rows) && rows.length > mostRows ? refuse('too_many_rows', `最多 ${mostRows} 行`) : value;
  } catch {
    return refuse('file_unreadable', '不是 JSON 文件');
  }
}
