import * as contract from '@piaojue/contract';
import type { PoolFilters } from '@piaojue/contract';
import type { YearState } from '@piaojue/rules';
import type { Person, World, WorldOptions } from './world.js';
import { disclose, entered, read, yearCollecting, type Collecting } from './years.js';

/** A year as it stands, without the acts that led there. */
export const yearAsItStands = (world: World, year: number, state: YearState) =>
  world.database.sql(
    `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (${year}, '${state}', '', 3, 20, 20, 1, 'z')`,
  );

/** 2025, in which suggestions are handled, and 2026, in which they may be taken up again. */
export async function twoYears(options: WorldOptions & { next?: YearState } = {}): Promise<Collecting> {
  const { next = 'collect', ...rest } = options;
  const c = await yearCollecting(rest);
  await yearAsItStands(c.world, 2026, next);
  return c;
}

/** 列入储备库, with the reason; not announced yet. */
export async function pool(c: Collecting, seq: number, reason = '资金今年安排不了'): Promise<void> {
  const { version } = await read(c, seq);
  await c.clerk.call(contract.settleSuggestion, {
    params: { seq: String(seq) },
    body: { version, act: 'pool', reason },
  });
}

/** In the pool, and everybody who is concerned has been told. */
export async function pooled(
  c: Collecting,
  given: Parameters<typeof entered>[1] = {},
): Promise<{ seq: number; code: string }> {
  const seq = await entered(c, given);
  await pool(c, seq);
  await disclose(c, 'answers');
  return { seq, code: (await read(c, seq)).code };
}

export const take = async (c: Collecting, seq: number, { year = 2026, by = c.clerk as Person, version = 0 } = {}) =>
  by.ask(contract.carrySuggestion, {
    params: { year: String(year) },
    body: { seq, version: version || (await read(c, seq)).version },
  });

/** Names of what this person finds in the pool. */
export const found = async (person: Person, query: PoolFilters = {}): Promise<string[]> =>
  (await person.call(contract.listPool, { query })).lines.map(({ name }) => name);

export const entriesOf = async (world: World, type: string): Promise<Record<string, unknown>[]> =>
  (await world.database.sql('SELECT entry FROM log_leaf ORDER BY seq'))
    .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> })
    .filter((entry) => entry.type === type)
    .map(({ data }) => data);
