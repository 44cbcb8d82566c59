#!/usr/bin/env node
// A second opinion on an archive, with Debian's belenios-tool 2.0 and no code of ours: exit 0 only if `verify` passes,
// the events stand in a legal order, no record repeats, tally and result equal their recomputation, there is a result,
// and (for/against ballots) every ciphertext that two questions share is the same string. Prints one line.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const usage = `usage: node scripts/audit-archive.mjs FILE.bel
Needs belenios-tool 2.0 (Debian 12: apt-get install belenios-tool), or its path in BELENIOS_TOOL.
exit 0: everything agrees; 1: refused; 2: unusable (no file, no tool)`;

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0 || file === '--help' || file === '-h') {
  console.log(usage);
  process.exit(file === '--help' || file === '-h' ? 0 : 2);
}
const tool = process.env.BELENIOS_TOOL ?? 'belenios-tool';

/** Names and bodies of an old-style tar. */
function recordsOf(bytes) {
  const records = [];
  for (let at = 0; at + 512 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 100).replace(/\0.*$/s, '');
    const length = parseInt(bytes.toString('latin1', at + 124, at + 135), 8);
    records.push({ name, body: bytes.toString('utf8', at + 512, at + 512 + length) });
    at += 512 + Math.ceil(length / 512) * 512;
  }
  return records;
}

function run(folder, ...args) {
  const { status, stdout, error } = spawnSync(tool, ['election', ...args, '--dir', folder], {
    encoding: 'utf8',
    env: { ...process.env, BELENIOS_USE_URANDOM: '1' },
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) {
    console.error(`${tool}: ${error.message}`);
    process.exit(2);
  }
  return { status, stdout };
}

/** A question per project whose first cell is that project's cell in question 0 (for, against and at most n for). */
function sharesCiphertexts({ questions: [first, ...rest] }) {
  return (
    rest.length > 0 &&
    rest.length === first.answers.length &&
    rest.every((q, i) => q.question === first.answers[i] && q.answers.length === 2)
  );
}

let records;
try {
  records = recordsOf(readFileSync(file));
} catch (error) {
  console.error(error.message);
  process.exit(2);
}
const data = new Map(records.filter((r) => r.name.endsWith('.data.json')).map((r) => [r.name.slice(0, 64), r.body]));
const refused = (why) => {
  console.log(`refused: ${why}`);
  process.exit(1);
};
let events, election, ballots;
try {
  events = records.filter((r) => r.name.endsWith('.event.json')).map((r) => JSON.parse(r.body));
  election = JSON.parse(data.get(JSON.parse(data.get(events[0].payload)).election));
  ballots = events.filter((e) => e.type === 'Ballot').map((e) => JSON.parse(data.get(e.payload)));
} catch {
  refused('the archive cannot be read');
}
const payloadOf = (type) => {
  const all = events.filter((e) => e.type === type);
  return all.length === 1 ? data.get(all[0].payload) : undefined;
};

const order = /^Setup( Ballot)* EndBallots EncryptedTally( PartialDecryption)* Result$/.test(
  events.map((e) => e.type).join(' '),
);
const repeated = records.length - new Set(records.map((r) => r.name)).size;
const shared =
  !sharesCiphertexts(election) ||
  ballots.every(({ answers: [first, ...rest] }) =>
    rest.every((a, i) => JSON.stringify(a.choices[0]) === JSON.stringify(first.choices[i])),
  );

const folder = mkdtempSync(join(tmpdir(), 'audit-'));
let verify, tally, result;
try {
  copyFileSync(file, join(folder, basename(file)));
  verify = run(folder, 'verify').status === 0;
  tally = run(folder, 'compute-encrypted-tally').stdout.trimEnd().split('\n').at(-1) === payloadOf('EncryptedTally');
  result = run(folder, 'compute-result').stdout.trimEnd() === payloadOf('Result');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const word = (ok, yes, no) => (ok ? yes : no);
console.log(
  [
    `ballots ${ballots.length}`,
    `verify ${word(verify, 'ok', 'FAILED')}`,
    `order ${word(order, 'ok', 'WRONG')}`,
    `tally ${word(tally, 'same', 'DIFFERS')}`,
    `result ${word(result, 'same', 'DIFFERS')}`,
    `repeated ${repeated}`,
    `shared ciphertexts ${word(shared, 'ok', 'DIFFER')}`,
  ].join(', '),
);
process.exit(verify && order && tally && result && repeated === 0 && shared ? 0 : 1);
