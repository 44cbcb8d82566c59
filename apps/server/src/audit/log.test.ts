import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import {
  decodeBase64,
  formatCheckpoint,
  leafHash,
  MerkleTree,
  openNote,
  parseCheckpoint,
  parseEntry,
  parseNoteKey,
  verifyCommitment,
  verifyConsistency,
  verifyInclusion,
} from '@piaojue/record';
import { openStore } from '@piaojue/db';
import { describe, expect, test } from 'vitest';
import { dialects, rawSqlite } from '../../../../db/src/testing/databases.js';
import { start } from '../start.js';
import {
  castAll,
  clearPatterns,
  closedVote,
  publishedVote,
  sittingWithDraftVote,
  sittingWithOpenBallot,
  type Sitting,
} from '../testing/situations.js';
import { emptyCongress, fresh, password, Person, type World } from '../testing/world.js';
import { append } from './append.js';
import { serverKeys } from './keys.js';
import { LogContradiction, LogTree } from './log-tree.js';

const hashes = (texts: readonly string[]): Uint8Array[] =>
  texts.map((text) => new Uint8Array(Buffer.from(text, 'hex')));
const quiet = () => undefined;

interface LogPage {
  size: number;
  root: string;
  checkpoint: string;
  verifierKey: string;
  entries: { seq: number; hash: string; entry: string }[];
}

/** What an auditor does with the downloads alone. Throws with what is wrong. */
async function auditedBy(world: World): Promise<number> {
  const lines = (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text.split('\n').filter(Boolean);
  const { body } = await world.anyone.ask(contract.readLog, { query: { from: 0, limit: 1 } });
  const { checkpoint, verifierKey } = body as LogPage;
  const opened = openNote(checkpoint, [parseNoteKey(verifierKey)!]);
  if (!opened.ok) throw new Error('checkpoint is not signed');
  const { size, root } = parseCheckpoint(opened.text)!;
  const tree = new MerkleTree();
  for (const [seq, line] of lines.slice(0, size).entries()) {
    const parsed = parseEntry(Buffer.from(line));
    if (!parsed.ok || parsed.entry.seq !== seq) throw new Error(`entry ${seq} is not readable`);
    tree.append(leafHash(Buffer.from(line)));
  }
  if (tree.size !== size || Buffer.compare(tree.root(), root) !== 0) throw new Error('root differs');
  return size;
}

describe.each(dialects)('the log on %s', (dialect) => {
  test('entries are numbered without a gap, whatever else fails, and an act and its entry stand or fall together', async () => {
    const world = await emptyCongress({ dialect });
    const { store } = world.deps;
    const before = await world.count('log_leaf');
    await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        store.write(function* (tx) {
          const seq = yield* append(tx, { type: 'tried', data: { i } });
          if (i % 4 === 1) throw new Error('no');
          if (i % 4 === 2) return { refusal: 'no' } as const;
          return seq;
        }),
      ),
    );
    const rows = await world.database.sql('SELECT seq, entry, hash FROM log_leaf ORDER BY seq');
    expect(rows.length).toBe(before + 20);
    for (const [seq, row] of rows.entries()) {
      expect(Number(row.seq)).toBe(seq);
      expect(Buffer.from(leafHash(Buffer.from(String(row.entry)))).toString('hex')).toBe(row.hash);
    }
    expect(await auditedBy(world)).toBe(rows.length);
  });

  test('R-65: every inclusion and consistency proof that the server gives out verifies against its checkpoints', async () => {
    const world = await emptyCongress({ dialect });
    await world.deps.store.write(function* (tx) {
      for (let i = 0; i < 70; i++) yield* append(tx, { type: 'filled', data: { i } });
    });
    const { size } = await world.deps.log.head();
    const lines = (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text.split('\n').filter(Boolean);
    const tree = new MerkleTree();
    const roots = [tree.root()];
    for (const line of lines) {
      tree.append(leafHash(Buffer.from(line)));
      roots.push(tree.root());
    }
    for (let n = 1; n <= size; n += 3)
      for (let i = 0; i < n; i += 5) {
        const { proof } = await world.anyone.call(contract.readInclusion, { query: { seq: i, size: n } });
        expect(
          verifyInclusion({
            leaf: leafHash(Buffer.from(lines[i]!)),
            index: i,
            size: n,
            proof: hashes(proof),
            root: roots[n]!,
          }),
        ).toBe(true);
        if (proof.length > 0)
          expect(
            verifyInclusion({
              leaf: leafHash(Buffer.from(lines[i]!)),
              index: i,
              size: n,
              proof: hashes(proof).slice(1),
              root: roots[n]!,
            }),
          ).toBe(false);
        const { proof: extends_ } = await world.anyone.call(contract.readConsistency, { query: { from: i, to: n } });
        if (i > 0)
          expect(
            verifyConsistency({ from: i, to: n, oldRoot: roots[i]!, newRoot: roots[n]!, proof: hashes(extends_) }),
          ).toBe(true);
      }
    expect((await world.anyone.ask(contract.readInclusion, { query: { seq: size, size: size + 1 } })).refusal).toBe(
      'beyond_log',
    );
    expect((await world.anyone.ask(contract.readConsistency, { query: { from: 0, to: size + 1 } })).refusal).toBe(
      'beyond_log',
    );
  });
});

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

test('R-69: every act of a sitting leaves its entry, from set-up to publication', async () => {
  const sitting = await publishedVote();
  const { world, clerk, sittingId } = sitting;
  const admin = await world.as('admin');
  const { account, activationCode } = await admin.call(contract.createAccount, {
    body: { username: 'newcomer', displayName: '新人', roles: ['unit'], unit: null },
  });
  await world.anyone.call(contract.activate, { body: { username: 'newcomer', code: activationCode, password } });
  await admin.call(contract.renewActivation, { params: { accountId: account.id } });
  await fresh(clerk);
  await clerk.call(contract.completeActivation, { params: { accountId: account.id } });
  await admin.call(contract.setAccountDisabled, { params: { accountId: account.id }, body: { disabled: true } });
  await admin.call(contract.setAccountDisabled, { params: { accountId: account.id }, body: { disabled: false } });
  for (let i = 0; i < 5; i++)
    await new Person(world).ask(contract.signIn, { body: { username: 'newcomer', password: 'wrong' } });
  const teller = await world.as('teller');
  await teller.call(contract.signOut);
  const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  expect(delegates.length).toBe(8);
  const types = new Set(
    (await world.database.sql('SELECT entry FROM log_leaf')).map(
      ({ entry }) => (JSON.parse(String(entry)) as { type: string }).type,
    ),
  );
  for (const type of [
    'sitting_created',
    'roll_imported',
    'vote_created',
    'candidates_imported',
    'rules_set',
    'delegates_checked_in',
    'ceremony_opened',
    'trustee_link_made',
    'key_certificate_delivered',
    'key_polynomial_delivered',
    'key_share_delivered',
    'keys_ready',
    'slips_registered',
    'vote_frozen',
    'box_sealed_empty',
    'act_requested',
    'vote_opened',
    'ballot_cast',
    'vote_closing',
    'box_closed',
    'paper_totals_entered',
    'tally_made',
    'box_opened_by',
    'result_counted',
    'outcome_confirmed',
    'result_published',
    'signed_in',
    'signed_out',
    'sign_in_failed',
    'account_locked',
    'account_created',
    'password_set',
    'renewal_requested',
    'activation_renewed',
    'account_disabled',
    'account_enabled',
  ])
    expect([...types], type).toContain(type);
  expect(await auditedBy(world)).toBe(await world.count('log_leaf'));
});

test('R-69: an act that is refused leaves no entry of having been done', async () => {
  const sitting = await sittingWithOpenBallot();
  const { clerk, voteId, world } = sitting;
  await fresh(clerk);
  const before = await world.count('log_leaf');
  for (const answer of [
    await clerk.ask(contract.freezeVote, { params: { voteId } }),
    await clerk.ask(contract.tallyVote, { params: { voteId } }),
    await clerk.ask(contract.resumeVote, { params: { voteId } }),
  ])
    expect(answer.status).toBe(409);
  expect(await world.count('log_leaf')).toBe(before);
});

test('R-70: names stand in the tree as commitments; when a person is erased the tree is the same', async () => {
  const sitting = await sittingWithDraftVote();
  const { world } = sitting;
  const { root } = await world.deps.log.head();
  const text = (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text;
  expect(text).not.toMatch(/代表\d|代表团/);
  const clear = await world.database.sql(
    'SELECT l.seq, l.salt, l.clear, e.entry FROM log_clear l JOIN log_leaf e ON e.seq = l.seq',
  );
  expect(clear.length).toBeGreaterThan(1);
  for (const { salt, clear: said, entry } of clear) {
    const { commit } = JSON.parse(String(entry)) as { commit: { person: string } };
    expect(
      verifyCommitment(
        commit.person,
        new Uint8Array(Buffer.from(String(salt), 'hex')),
        JSON.parse(String(said)) as never,
      ),
    ).toBe(true);
  }
  await world.database.sql('DELETE FROM log_clear');
  await world.restart();
  const { proof } = await world.anyone.call(contract.readConsistency, { query: { from: 1, to: 2 } });
  expect(proof.length).toBeGreaterThan(0);
  expect(await auditedBy(world)).toBeGreaterThan(3);
  expect((await world.deps.log.head()).root.length).toBe(root.length);
});

test('R-71: for any text an entry is one line, reads back as it was, and shows nothing that turns a line or a terminal', async () => {
  const world = await emptyCongress();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (said) => {
      fc.pre(!/\p{Surrogate}|\0/u.test(said));
      const seq = await world.deps.store.write(function* (tx) {
        return yield* append(tx, { type: 'said', data: { said } });
      });
      const [row] = await world.database.sql(`SELECT entry FROM log_leaf WHERE seq = ${seq}`);
      const entry = String(row?.entry);
      expect(entry).not.toMatch(/[\n\r\u0000-\u001f]/);
      expect((JSON.parse(entry) as { data: { said: string } }).data.said).toBe(said);
    }),
    { numRuns: 120 },
  );
  for (const forged of ['x\n{"seq":0}', 'a\r\nb', '\u001b[2J', '\u202eabc', '\u2028', '"}\n{"v":1']) {
    await world.deps.store.write(function* (tx) {
      return yield* append(tx, { type: 'said', data: { said: forged } });
    });
  }
  const lines = (await world.anyone.raw({ url: '/api/public/log.jsonl' })).text.trimEnd().split('\n');
  expect(lines.length).toBe(await world.count('log_leaf'));
  expect(await auditedBy(world)).toBe(lines.length);
});

test('the checkpoint download, the log page and the note of the record package agree', async () => {
  const world = await emptyCongress();
  await world.as('clerk');
  const note = (await world.anyone.raw({ url: '/api/public/checkpoint' })).text;
  const { body } = await world.anyone.ask(contract.readLog, { query: { from: 0, limit: 500 } });
  const page = body as LogPage;
  expect(page.checkpoint).toBe(note);
  const [origin = '', size = '', root = ''] = note.split('\n');
  expect(formatCheckpoint({ origin, size: Number(size), root: decodeBase64(root)! })).toBe(
    note.split('\n\n')[0] + '\n',
  );
  expect(page.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: page.size }, (_, i) => i));
});
