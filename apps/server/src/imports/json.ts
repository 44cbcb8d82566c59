import { refuse, type Result } from '../result.js';

export function jsonOf(content: string): Result<unknown, 'file_unreadable'> {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return refuse('file_unreadable', '不是 JSON 文件');
  }
}
