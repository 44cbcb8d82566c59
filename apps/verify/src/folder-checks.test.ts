import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  decodeUtf8,
  encodeNoteKey,
  formatCheckpoint,
  formatNote,
  leafHash,
  makeEntry,
  MerkleTree,
  noteKeyOf,
  signNote,
} from '@piaojue/record';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkFolder } from './folder-checks.js';

const signer = { name: 'piaojue-test', seed: new Uint8Array(32).fill(7) };
const logKey = encodeNoteKey(noteKeyOf(signer.name, 'ed25519', signer.seed));
const leaves = (size: number, type = 'started') =>
  Array.from({ length: size }, (_, seq) => makeEntry({ seq, type, at: '2026-01-01T00:00:00.000Z' }));
function headOf(entries: readonly Uint8Array[]): string {
  const tree = new MerkleTree();
  for (const entry of entries) tree.append(leafHash(entry));
  const text = formatCheckpoint({ origin: signer.name, size: entries.length, root: tree.root() });
  return formatNote(text, [signNote(text, signer)]);
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-'));
  const entries = leaves(3);
  const files = {
    'log.jsonl': entries.map((entry) => `${decodeUtf8(entry)}\n`).join(''),
    'checkpoint.txt': headOf(entries),
    'log-key.txt': logKey,
    'result-1.json': JSON.stringify({
      voteId: 'v',
      uuid: 'u',
      title: 't',
      checkpoint: '',
      publishedAt: '',
      round: 1,
      candidates: [],
      paper: { projects: [] },
      adopted: [],
      timeline: [],
      rounds: [],
      rules: {},
      outcome: {},
      electronic: {},
    }),
    'README.txt': '随意改写的说明',
    '说明.html': 'x',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failuresWith = (checkpoint: string) =>
  checkFolder(folder, [], { checkpoint }).steps.flatMap(({ check, failed }) => (check === 'log' ? [failed] : []));

test('a head of the log that was kept earlier holds; a later one says that the files are older, and not that they were changed', () => {
  expect(failuresWith(headOf(leaves(2)))).toEqual([undefined, undefined]);
  expect(failuresWith(headOf(leaves(4)))).toEqual(['kept_checkpoint_newer']);
  expect(failuresWith(headOf(leaves(2, 'stopped')))).toEqual(['log_rewritten']);
});

test('every file that no check reads is named, the guide with it', () => {
  expect(checkFolder(folder, [], {}).notes.join()).toContain('README.txt、说明.html');
});
