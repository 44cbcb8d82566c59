import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@piaojue/contract';
import { leafHash, openNote, parseCheckpoint, parseNoteKey, verifyConsistency } from '@piaojue/record';
import { openStore } from '@piaojue/db';
import { describe, expect, test } from 'vitest';
import { rawSqlite } from '../../../../db/src/testing/databases.js';
import { start } from '../start.js';
import {
  castAll,
  clearPatterns,
  closedVote,
  sittingWithDraftVote,
  sittingWithOpenBallot,
  type Sitting,
} from '../testing/situations.js';
import type { World } from '../testing/world.js';
import { append } from './append.js';
import { serverKeys } from './keys.js';
import { LogContradiction, LogTree } from './log-tree.js';

const hashes = (texts: readonly string[]): Uint8Array[] =>
  texts.map((text) => new Uint8Array(Buffer.from(text, 'hex')));
const quiet = () => undefined;

/** A copy of a SQLite installation that its owner changes by hand, triggers out of the way. */
async function tampered(
  sitting: Sitting,
  change: (raw: ReturnType<typeof rawSqlite>, folder: string) => void,
): Promise<string> {
  const { world } = sitting;
  await world.deps.log.keep();
  const folder = `${world.database.folder}-copy`;
  rmSync(folder, { recursive: true, force: true });
  await world.close();
  cpSync(world.database.folder, folder, { recursive: true });
  await world.open();
  const raw = rawSqlite(join(folder, 'piaojue.db'));
  for (const { name } of raw.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all() as {
    name: string;
  }[])
    raw.exec(`DROP TRIGGER ${name}`);
  change(raw, folder);
  raw.close();
  return folder;
}
const configOf = (world: World, folder: string) => ({
  ...world.config,
  dataDir: folder,
  databaseUrl: `file:${join(folder, 'piaojue.db')}`,
});
const opened = async (world: World, folder: string): Promise<void> => {
  const running = await start(configOf(world, folder), { logTo: { write: quiet } });
  await running.close();
};

describe('an edited database', () => {
  test('R-64: a changed byte in any leaf, a leaf removed, put in or changed places: found when the log is opened', async () => {
    const sitting = await closedVote();
    const { world } = sitting;
    const total = await world.count('log_leaf');
    const copy = await tampered(sitting, () => undefined);
    await opened(world, copy); // untouched, it opens
    const file = join(copy, 'piaojue.db');
    const clean = `${file}.clean`;
    copyFileSync(file, clean);
    const found = async (what: string, change: (raw: ReturnType<typeof rawSqlite>) => void): Promise<void> => {
      for (const beside of ['-wal', '-shm']) rmSync(file + beside, { force: true });
      copyFileSync(clean, file);
      const raw = rawSqlite(file);
      change(raw);
      raw.close();
      const store = openStore(`file:${file}`);
      const tree = new LogTree(store, serverKeys(copy).log, join(copy, 'checkpoint.txt'), quiet);
      await expect(tree.open(), what).rejects.toThrow(LogContradiction);
      tree.close();
      await store.close();
    };
    // Untouched by the loop itself:
    const entryOf = (raw: ReturnType<typeof rawSqlite>, seq: number) =>
      raw.prepare('SELECT entry FROM log_leaf WHERE seq = ?').pluck().get(seq) as string;
    const seqs = Array.from({ length: 30 }, (_, i) => (i * 7) % total);
    for (const [i, seq] of seqs.entries())
      await found(`leaf ${seq}`, (raw) => {
        const entry = Buffer.from(entryOf(raw, seq));
        const at = (i * 131) % entry.length;
        entry[at] = entry[at]! === 0x61 ? 0x62 : 0x61;
        // Every third time the hash is made to fit: then only the tree tells.
        if (i % 3 === 0)
          raw
            .prepare('UPDATE log_leaf SET entry = ?, hash = ? WHERE seq = ?')
            .run(
              entry.toString('latin1'),
              Buffer.from(leafHash(Buffer.from(entry.toString('latin1'), 'utf8'))).toString('hex'),
              seq,
            );
        else raw.prepare('UPDATE log_leaf SET entry = ? WHERE seq = ?').run(entry.toString('latin1'), seq);
      });
    await found('hash alone', (raw) => raw.prepare(`UPDATE log_leaf SET hash = ? WHERE seq = 3`).run('0'.repeat(64)));
    await found('a leaf in the middle removed', (raw) =>
      raw.exec('PRAGMA foreign_keys = OFF; DELETE FROM log_leaf WHERE seq = 5'),
    );
    await found('the last leaf removed', (raw) =>
      raw.exec(`PRAGMA foreign_keys = OFF; DELETE FROM log_leaf WHERE seq = ${total - 1}`),
    );
    await found('all leaves removed', (raw) => raw.exec('PRAGMA foreign_keys = OFF; DELETE FROM log_leaf'));
    await found('two leaves changed places', (raw) =>
      raw.exec(
        `PRAGMA foreign_keys = OFF; UPDATE log_leaf SET seq = -1 WHERE seq = 4; UPDATE log_leaf SET seq = 4 WHERE seq = 5; UPDATE log_leaf SET seq = 5 WHERE seq = -1`.replaceAll(
          '-1',
          '1000000',
        ),
      ),
    );
    await found('one removed and the rest moved up', (raw) =>
      raw.exec(
        `PRAGMA foreign_keys = OFF; DELETE FROM log_leaf WHERE seq = 6; UPDATE log_leaf SET seq = seq + 100000 WHERE seq > 6; UPDATE log_leaf SET seq = seq - 100001 WHERE seq > 100000`,
      ),
    );
    rmSync(copy, { recursive: true, force: true });
  });

  test('R-64: a ballot changed, dropped or put in behind our back: the verifier of the archive names it', async () => {
    const { readArchive, readChain, verifyElectionSoFar } = await import('@piaojue/ballot-crypto');
    const sitting = await closedVote();
    const { world, voteId } = sitting;
    for (const [what, change] of [
      [
        'bytes of a ballot',
        `UPDATE ballot SET raw = replace(raw, '"answers":[{"choices":[{"alpha":"', '"answers":[{"choices":[{"alpha":"0') WHERE hash = (SELECT min(hash) FROM ballot)`,
      ],
      [
        'two ballots changed places',
        `UPDATE board_record SET hash = CASE hash WHEN (SELECT min(hash) FROM ballot) THEN (SELECT max(hash) FROM ballot) ELSE (SELECT min(hash) FROM ballot) END WHERE body IS NULL AND hash IN ((SELECT min(hash) FROM ballot), (SELECT max(hash) FROM ballot))`,
      ],
      [
        'the last ballot dropped with its event',
        `DELETE FROM board_record WHERE position IN (SELECT position FROM board_record ORDER BY position DESC LIMIT 2 OFFSET 1)`,
      ],
      ['election record', `UPDATE board_record SET body = replace(body, '第1个项目', '另一个项目') WHERE position < 4`],
    ] as const) {
      const copy = await tampered(sitting, (raw) => {
        raw.exec('DROP INDEX IF EXISTS board_hash_once');
        raw.exec(change);
      });
      const running = await start(configOf(world, copy), { logTo: { write: quiet } });
      const answer = await running.app
        .inject({ url: `/api/public/votes/${voteId}/archive.bel` })
        .catch(() => undefined);
      let ok = answer?.statusCode === 200;
      if (ok) {
        const archive = readArchive(new Uint8Array(answer!.rawPayload));
        const chain = archive.ok ? readChain(archive.records) : archive;
        ok = chain.ok && (await verifyElectionSoFar(chain, {})).ok;
      }
      expect(ok, what).toBe(false);
      await running.close();
      rmSync(copy, { recursive: true, force: true });
    }
  });

  test('R-66: an older copy of the database refuses to start beside a newer checkpoint, and signs nothing', async () => {
    const sitting = await sittingWithOpenBallot();
    const { world } = sitting;
    const older = await tampered(sitting, () => undefined);
    await castAll(sitting, clearPatterns);
    await world.deps.log.keep();
    const newest = readFileSync(join(world.database.folder, 'checkpoint.txt'), 'utf8');
    copyFileSync(join(world.database.folder, 'checkpoint.txt'), join(older, 'checkpoint.txt'));
    await expect(opened(world, older)).rejects.toThrow(LogContradiction);
    expect(readFileSync(join(older, 'checkpoint.txt'), 'utf8')).toBe(newest);
    rmSync(older, { recursive: true, force: true });
  });

  test('R-66: a database that went another way since the kept checkpoint refuses to start, and so does one with another key', async () => {
    const sitting = await sittingWithOpenBallot();
    const { world } = sitting;
    const forked = await tampered(sitting, () => undefined);
    await castAll(sitting, ['11100']);
    await world.deps.log.keep();
    // The fork goes its own way, further than the original.
    rmSync(join(forked, 'checkpoint.txt'));
    const running = await start(configOf(world, forked), { logTo: { write: quiet } });
    await running.deps.store.write(function* (tx) {
      for (let i = 0; i < 9; i++) yield* append(tx, { type: 'forked', data: { i } });
    });
    await running.close();
    copyFileSync(join(world.database.folder, 'checkpoint.txt'), join(forked, 'checkpoint.txt'));
    await expect(opened(world, forked)).rejects.toThrow(LogContradiction);
    rmSync(join(forked, 'checkpoint.txt'));
    rmSync(join(forked, 'keys.json'));
    await expect(opened(world, forked)).rejects.toThrow(/keys\.json is missing/);
    mkdirSync(join(forked, 'elsewhere'));
    serverKeys(join(forked, 'elsewhere'));
    copyFileSync(join(forked, 'elsewhere', 'keys.json'), join(forked, 'keys.json'));
    await expect(opened(world, forked)).rejects.toThrow(/not signed by this installation/);
    rmSync(forked, { recursive: true, force: true });
  });

  test('R-66: over any number of restarts every checkpoint extends all earlier ones, and none is ahead of the database', async () => {
    const sitting = await sittingWithOpenBallot();
    const { world } = sitting;
    const seen: { size: number; root: Uint8Array }[] = [];
    for (let i = 0; i < 4; i++) {
      await castAll({ ...sitting, slips: sitting.slips.slice(2 * i) }, ['11100', '00011']);
      const { checkpoint, size } = await world.deps.log.head();
      expect(size).toBe(await world.count('log_leaf'));
      const note = openNote(checkpoint, [parseNoteKey(world.deps.log.verifierKey)!]);
      seen.push(parseCheckpoint((note as { text: string }).text)!);
      if (i % 2 === 0) await world.restart();
    }
    for (const [i, older] of seen.entries())
      for (const newer of seen.slice(i + 1)) {
        const { proof } = await world.anyone.call(contract.readConsistency, {
          query: { from: older.size, to: newer.size },
        });
        expect(
          verifyConsistency({
            from: older.size,
            to: newer.size,
            oldRoot: older.root,
            newRoot: newer.root,
            proof: hashes(proof),
          }),
        ).toBe(true);
      }
    expect(existsSync(join(world.database.folder, 'checkpoint.txt'))).toBe(true);
  });

  test('a checkpoint file that is damaged stops the start with a reason', async () => {
    const sitting = await sittingWithDraftVote();
    const copy = await tampered(sitting, (_, folder) => writeFileSync(join(folder, 'checkpoint.txt'), 'half a checkp'));
    await expect(opened(sitting.world, copy)).rejects.toThrow(LogContradiction);
    rmSync(copy, { recursive: true, force: true });
  });
});
