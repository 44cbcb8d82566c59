import { type Election } from '@piaojue/ballot-crypto';
import { expect } from 'vitest';
import type { Dialect } from '../../../../db/src/testing/databases.js';
import { cheatersOf } from './cheats.js';
import { electionOf, random, seal, sittingWithOpenBallot, type Sitting } from './situations.js';
import type { World } from './world.js';

/** An open ballot of four candidates for two places, and ninety slips to use up one by one. */
export interface Box {
  readonly sitting: Sitting;
  readonly world: World;
  readonly election: Election;
  readonly cheats: ReturnType<typeof cheatersOf>;
  /** A slip that nobody has used yet. */
  slip(): { slip: string; voter: number };
  sealed(pattern?: string): { ballot: string; tracker: string; voter: number };
  /** How much every table holds that a ballot may leave something in. */
  rows(): Promise<number[]>;
}

export async function openBox(dialect: Dialect): Promise<Box> {
  const sitting = await sittingWithOpenBallot({
    dialect,
    delegates: 90,
    present: 90,
    candidates: 4,
    places: 2,
    logLevel: 'trace',
  });
  const { world } = sitting;
  const election = await electionOf(sitting);
  let next = 0;
  const slip = () => {
    const voter = next++;
    return { slip: sitting.slips[voter]!, voter };
  };
  return {
    sitting,
    world,
    election,
    cheats: cheatersOf(election.raw, sitting.slips, random),
    slip,
    sealed: (pattern = '1010') => {
      const { slip: one, voter } = slip();
      return { ...seal(election, one, pattern), voter };
    },
    rows: () =>
      Promise.all(['ballot', 'casting', 'ciphertext', 'board_record', 'log_leaf'].map((table) => world.count(table))),
  };
}

/** */
export function expectSilentProcessLog({ world, cheats }: Box): void {
  const text = world.logged.join('');
  for (const word of cheats.publicCredentials) expect(text).not.toContain(word);
  expect(text).not.toMatch(/lightMyRequest|127\.0\.0\.1|user-agent|remoteAddress|cast_ballot|election_uuid|"alpha"/);
}

/** One ballot a slip is in the box, each once on the board and once in the log, and none waits. */
export async function expectConsistent({ world }: Box): Promise<void> {
  const boxed = await world.database.sql(`SELECT ballot_hash, credential, log_seq FROM casting WHERE state = 'boxed'`);
  expect(new Set(boxed.map(({ credential }) => credential)).size).toBe(boxed.length);
  const board = await world.database.sql(`SELECT hash FROM board_record WHERE body IS NULL`);
  expect(new Set(board.map(({ hash }) => hash))).toEqual(new Set(boxed.map(({ ballot_hash }) => ballot_hash)));
  expect(board.length).toBe(boxed.length);
  const leaves = await world.database.sql(`SELECT seq, entry FROM log_leaf`);
  const inLog = leaves
    .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: { ballot: string } })
    .filter(({ type }) => type === 'ballot_cast')
    .map(({ data }) => data.ballot);
  expect(inLog.toSorted()).toEqual(board.map(({ hash }) => String(hash)).toSorted());
  expect(await world.count(`casting WHERE state = 'received'`)).toBe(0);
}
