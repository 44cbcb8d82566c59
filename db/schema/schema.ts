import type { Kit } from '../src/kit.js';
import { accountTables } from './accounts.js';
import { collectingTables } from './collecting.js';
import { logTables } from './log.js';
import { screeningTables } from './screening.js';
import { sittingTables } from './sittings.js';
import { voteTables } from './votes.js';
import { yearTables } from './years.js';

export function makeSchema(k: Kit) {
  const accounts = accountTables(k);
  const sittings = sittingTables(k, accounts);
  const votes = voteTables(k, { ...accounts, ...sittings });
  const years = yearTables(k, accounts);
  const collecting = collectingTables(k, { ...accounts, ...years });
  const screening = screeningTables(k, { ...accounts, ...years, ...collecting });
  return { ...accounts, ...sittings, ...votes, ...years, ...collecting, ...screening, ...logTables(k) };
}
export type Schema = ReturnType<typeof makeSchema>;
