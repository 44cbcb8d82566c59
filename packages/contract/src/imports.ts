import { z } from 'zod';

/** A file to import. `xlsx` content is base64; `json` and `csv` are text. */
export const importFile = z.strictObject({
  format: z.enum(['json', 'xlsx', 'csv']),
  content: z.string().max(14_000_000),
  /** false: only look and report; true: import when there is no error. Never half. */
  commit: z.boolean(),
});

export const rowError = z.object({ row: z.number().int(), column: z.string(), message: z.string() });
export type RowError = z.infer<typeof rowError>;

/** `imported` is 0 when there are errors or when only looking. */
export const importReport = z.object({
  rows: z.number().int(),
  imported: z.number().int(),
  errors: z.array(rowError),
  preview: z.array(z.array(z.string())),
  /** What of the file was not read, and what was taken to be so because it does not say it, in sentences. */
  notices: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReport>;
