import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@piaojue/contract';
import { leafHash, MerkleTree, openNote, parseCheckpoint, parseNoteKey } from '@piaojue/record';
import { afterAll, describe, expect, test } from 'vitest';
import { cast, close, electionOf, seal, sittingWithOpenBallot, stateOf, type Sitting } from './testing/situations.js';
import { until } from './testing/world.js';

/** A small disk of its own, where this process may mount one. */
function smallDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'piaojue-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}
const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) {
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What fills and empties the disk under an installation. */
interface Filler {
  readonly how: string;
  fill(): Promise<void>;
  empty(): Promise<void>;
}

const byFile = (folder: string): Filler => ({
  how: 'a disk without room',
  async fill() {
    const file = openSync(join(folder, 'filler'), 'w');
    try {
      for (let size = 65_536; size >= 1; size = Math.floor(size / 2))
        for (;;) if (writeSync(file, Buffer.alloc(size)) < size) break;
    } catch {
      // full
    } finally {
      closeSync(file);
    }
  },
  empty: async () => rmSync(join(folder, 'filler')),
});

/** SQLite's own bound on its pages: SQLITE_FULL in the same places. */
const byBound = ({ world }: Sitting): Filler => {
  const pages = (count: number) =>
    world.deps.store.write(function* ({ q }) {
      yield { all: () => q.all(`PRAGMA max_page_count = ${count}` as never) } as never;
    });
  return {
    how: 'a bound on the pages',
    fill: () => pages(1) as Promise<void>,
    empty: () => pages(1_000_000) as Promise<void>,
  };
};

async function fullDisk(sitting: Sitting, { fill, empty }: Filler): Promise<void> {
  const { world, voteId } = sitting;
  const election = await electionOf(sitting);
  const ballots = sitting.slips.map((slip) => seal(election, slip, '111111111100'));
  const acknowledged: string[] = [];
  for (const { ballot, tracker } of ballots.slice(0, 5)) {
    expect((await cast(sitting, ballot)).status).toBe(200);
    acknowledged.push(tracker);
  }
  await fill();
  const refused: string[] = [];
  for (const { ballot, tracker } of ballots.slice(5)) {
    const { status, refusal, headers, text } = await cast(sitting, ballot);
    if (status === 200) {
      acknowledged.push(tracker);
      continue;
    }
    expect([507, 503], text).toContain(status);
    expect(refusal).toMatch(/^(storage_full|busy)$/);
    expect(headers['retry-after']).toBe('2');
    expect(text).not.toMatch(/sqlite|SQL|\//i);
    refused.push(tracker);
    if (refused.length >= 5) break;
  }
  expect(refused.length).toBeGreaterThan(0);
  // Reads go on: screen, receipts, the staff's own pages, the log; the checkpoint that could not be kept ends nothing.
  expect((await world.anyone.ask(contract.readScreen)).status).toBe(200);
  for (const tracker of acknowledged)
    expect((await world.anyone.ask(contract.readReceipt, { query: { tracker } })).status).toBe(200);
  for (const tracker of refused)
    expect((await world.anyone.ask(contract.readReceipt, { query: { tracker } })).refusal).toBe('tracker_unknown');
  world.clock.advance(2 * 60_000);
  expect((await sitting.clerk.ask(contract.readVote, { params: { voteId } })).status).toBe(200);
  expect((await world.anyone.raw({ url: '/api/public/log.jsonl' })).status).toBe(200);
  await world.deps.log.keep().catch(() => undefined);
  const suspended = await sitting.clerk.ask(contract.suspendVote, { params: { voteId }, body: { reason: '磁盘已满' } });
  expect([507, 503, 200]).toContain(suspended.status);
  if (suspended.status === 200)
    await sitting.clerk.call(contract.resumeVote, { params: { voteId } }).catch(() => undefined);

  await empty();
  await until(async () => {
    const { status } = await sitting.clerk.ask(contract.readVote, { params: { voteId } });
    return status === 200;
  });
  if ((await stateOf(sitting)) === 'suspended') await sitting.clerk.call(contract.resumeVote, { params: { voteId } });
  for (const { ballot, tracker } of ballots) {
    const { status, body } = await cast(sitting, ballot);
    expect([status, body.tracker]).toEqual([200, tracker]);
  }
  await until(async () => (await world.count(`casting WHERE state = 'boxed'`)) === ballots.length, 'all to be boxed');
  expect(await world.count('board_record WHERE body IS NULL')).toBe(ballots.length);
  await close(sitting);
  const tree = new MerkleTree();
  for (const line of (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text.trimEnd().split('\n'))
    tree.append(leafHash(Buffer.from(line)));
  const { checkpoint } = await world.deps.log.head();
  const note = openNote(checkpoint, [parseNoteKey(world.deps.log.verifierKey)!]);
  expect(Buffer.compare(parseCheckpoint((note as { text: string }).text)!.root, tree.root())).toBe(0);
  expect(await world.database.sql('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
}

describe('R-97: a full disk', () => {
  test('R-97: casts are refused in words, nothing acknowledged is lost, reads go on, and with room again everything does', async ({
    skip,
  }) => {
    const folder = smallDisk(6);
    if (!folder) skip('no disk can be mounted here; the bound below does the same in SQLite');
    mounted.push(folder!);
    const sitting = await sittingWithOpenBallot({
      folder: folder!,
      delegates: 60,
      present: 60,
      candidates: 12,
      places: 10,
    });
    await fullDisk(sitting, byFile(folder!));
    await sitting.world.close();
  });

  test('R-97: the same under a bound of the database on its own size', async () => {
    const sitting = await sittingWithOpenBallot({ delegates: 30, present: 30, candidates: 12, places: 10 });
    await fullDisk(sitting, byBound(sitting));
  });
});

test('R-97: after a failed write to the disk the process writes no more, says so, and still reads', async () => {
  const sitting = await sittingWithOpenBallot();
  const { world, voteId } = sitting;
  const { ballot } = seal(await electionOf(sitting), sitting.slips[0]!, '11100');
  // What better-sqlite3 throws when an fsync fails (strace shows the same code for EIO).
  const failing = world.deps.store.write(function* () {
    throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
  });
  await expect(failing).rejects.toThrow('storage does not answer');
  const { status, refusal } = await cast(sitting, ballot);
  expect([status, refusal]).toEqual([503, 'busy']);
  expect(await world.anyone.call(contract.readHealth)).toEqual({ ok: false, storage: 'stopped' });
  expect((await world.anyone.ask(contract.readScreen)).status).toBe(200);
  expect((await sitting.clerk.ask(contract.readVote, { params: { voteId } })).status).toBe(200);
  await world.restart();
  expect((await cast(sitting, ballot)).body.state).toBe('boxed');
});
