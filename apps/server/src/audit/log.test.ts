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
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../db/src/testing/databases.js';
import { publishedVote, sittingWithDraftVote, sittingWithOpenBallot } from '../testing/situations.js';
import { emptyCongress, fresh, password, Person, type World } from '../testing/world.js';
import { append } from './append.js';

const hashes = (texts: readonly string[]): Uint8Array[] =>
  texts.map((text) => new Uint8Array(Buffer.from(text, 'hex')));

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
