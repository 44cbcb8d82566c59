import type { ImportReport, RowError } from '@piaojue/contract';

const mostErrors = 200;
export const mostPreview = 30;

/** All or nothing: `imported` is set by the caller after the transaction, and is 0 while there is any error. */
export const reportOf = (
  rows: number,
  errors: readonly RowError[],
  preview: readonly (readonly string[])[],
  imported: number,
  notices: readonly string[] = [],
): ImportReport => ({
  rows,
  imported,
  errors: errors.slice(0, mostErrors),
  preview: preview.slice(0, mostPreview).map((row) => [...row]),
  notices: [...notices],
});
