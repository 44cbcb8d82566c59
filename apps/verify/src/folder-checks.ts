import { checkLog } from './publication/log.js';
import { readPublication, type Kept } from './publication/read.js';
import { checkResults } from './publication/result.js';
import type { FileReport, ReportedStep } from './verify-file.js';

export interface FolderReport {
  readonly steps: readonly ReportedStep[];
  /** what was not checked, or what only the reader can check: sentences */
  readonly notes: readonly string[];
}

/**
 * Everything of a publication folder beyond its archives: the log, the board against the log, and the announced result
 * against archives, rules and log. A folder of archives alone is no publication, and the notes say so.
 * @param kept what the reader has kept from elsewhere: only that shows that the log is the one of the hall.
 */
export function checkFolder(folder: string, archives: readonly FileReport[], kept: Kept): FolderReport {
  const publication = readPublication(folder);
  if (publication === undefined)
    return { steps: [], notes: ['文件夹里没有公布的结果和审计日志：只核对了加密的票，没有核对公布的结果。'] };
  if (publication.problems.length > 0) return { steps: publication.problems, notes: [] };
  const { steps, log } = checkLog(publication, archives, kept);
  const notes =
    publication.unchecked.length > 0 ? [`没有核对的文件（仅供阅读）：${publication.unchecked.join('、')}`] : [];
  if (log === undefined) return { steps, notes };
  if (kept.checkpoint === undefined && kept.logKey === undefined)
    notes.push(
      `审计日志由下面的公钥签名。请与会场公布、纸质报告单上印的核对，或者用 --log-key、--checkpoint 给出您手上的：${publication.logKey}`,
    );
  return { steps: [...steps, ...checkResults(publication, archives, log)], notes };
}
