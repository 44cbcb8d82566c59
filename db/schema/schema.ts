import type { Kit } from '../src/kit.js';
import { accountTables } from './accounts.js';
import { logTables } from './log.js';
import { sittingTables } from './sittings.js';
import { voteTables } from './votes.js';

export function makeSchema(k: Kit) {
  const accounts = accountTables(k);
  const sittings = sittingTables(k, accounts);
  const votes = voteTables(k, { ...accounts, ...sittings });
  return { ...accounts, ...sittings, ...votes, ...logTables(k) };
}
export type Schema = ReturnType<typeof makeSchema>;
