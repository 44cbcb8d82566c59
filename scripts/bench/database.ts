import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all, first, openStore } from '@piaojue/db';
import { defaultRules } from '@piaojue/rules';
import {
  insertBallot,
  insertCasting,
  insertCiphertexts,
  voteForCast,
  castingByHash,
  castingsByCredential,
} from '../../apps/server/dist/ballots/store.js';
import type { Row } from './table.js';

const casts = 4000;
const raw = 'x'.repeat(17_000);

/**
 * The database path of a cast alone (no proofs, no HTTP): phase, uniqueness, ciphertexts, ballot, casting, each its own
 * unit in group commit, beside raw better-sqlite3 inserts of the same bytes in transactions of the same size.
 */
export async function castRow(): Promise<Row> {
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-bench-'));
  const store = openStore(`file:${join(dir, 'ours.db')}`);
  await store.migrate();
  await store.write(function* ({ q, t }) {
    yield* first(q.insert(t.sitting).values({ id: 's', title: 's', year: 2024, createdAt: 'z' }).returning());
    yield* all(
      q
        .insert(t.vote)
        .values({
          id: 'v',
          sittingId: 's',
          title: 'v',
          kind: 'approve_only',
          group: 'Ed25519',
          round: 1,
          uuid: 'u',
          revoteUuids: [],
          state: 'draft',
          rules: defaultRules({ places: 20, delegates: casts }),
          createdAt: 'z',
        })
        .returning(),
    );
    for (const state of ['frozen', 'ready', 'open'] as const) yield* all(q.update(t.vote).set({ state }).returning());
  });
  const ballots = Array.from({ length: casts }, () => ({
    hash: randomBytes(32).toString('hex'),
    credential: randomBytes(32).toString('hex'),
    digests: Array.from({ length: 25 }, () => randomBytes(32).toString('hex')),
  }));
  const began = performance.now();
  await Promise.all(
    ballots.map(({ hash, credential, digests }) =>
      store.write(function* (tx) {
        if (yield* castingByHash(tx, hash)) return false;
        if ((yield* voteForCast(tx, 'v'))?.state !== 'open') return false;
        if ((yield* castingsByCredential(tx, 'v', credential)).length > 0) return false;
        yield* insertCiphertexts(tx, 'v', digests);
        yield* insertBallot(tx, { hash, voteId: 'v', credential, raw });
        yield* insertCasting(tx, { ballotHash: hash, voteId: 'v', credential });
        return true;
      }),
    ),
  );
  const ours = casts / ((performance.now() - began) / 1000);
  await store.close();

  const require = createRequire(new URL('../../db/package.json', import.meta.url));
  const Database = require(Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20') as new (
    file: string,
  ) => {
    pragma(text: string): unknown;
    exec(text: string): void;
    prepare(text: string): { run(...values: unknown[]): void };
    close(): void;
  };
  const plain = new Database(join(dir, 'raw.db'));
  plain.pragma('journal_mode = WAL');
  plain.pragma('synchronous = FULL');
  plain.exec('CREATE TABLE b (hash TEXT PRIMARY KEY, credential TEXT UNIQUE, raw TEXT) STRICT');
  const insert = plain.prepare('INSERT INTO b VALUES (?, ?, ?)');
  const from = performance.now();
  for (let at = 0; at < casts; at += 256) {
    plain.exec('BEGIN IMMEDIATE');
    for (const { hash, credential } of ballots.slice(at, at + 256)) insert.run(hash, credential, raw);
    plain.exec('COMMIT');
  }
  const baseline = casts / ((performance.now() - from) / 1000);
  plain.close();
  rmSync(dir, { recursive: true, force: true });
  return {
    what: '投票的数据库路径（17 KB 一张，持久化，不含证明）',
    ours: `${Math.round(ours)} 张/秒`,
    baseline: `裸写 better-sqlite3 ${Math.round(baseline)} 张/秒`,
    ratio: (ours / baseline).toFixed(2),
    reach: '≥ 8000 张/秒',
  };
}
