import { checkLog } from './publication/log.js';
import { checkResult } from './publication/result.js';
import type { FileReport, ReportedStep } from './verify-file.js';

/** A check of a publication folder beyond its archives, e.g. that the announced result is the archives'. */
export type FolderCheck = (folder: string, archives: readonly FileReport[]) => Promise<readonly ReportedStep[]>;

/** In the order they are made. A step that is not ok refuses the folder. */
export const folderChecks: readonly FolderCheck[] = [checkLog, checkResult];
