export { checkFolder, type FolderReport } from './folder-checks.js';
export { exitCodes, run, type Terminal } from './run.js';
export { type FileOptions, type FileReport, type Outcome, type ReportedStep, verifyFile } from './verify-file.js';
export { checks, failures } from './wording.js';
