import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkBallotProofs,
  deriveCredential,
  encryptedTallyOf,
  groupByName,
  makeElection,
  makeSingleTrustee,
  newCredential,
  newUuid,
  partialDecryption,
  questionsFor,
  readBallot,
  readElection,
  readTrustees,
  resultOf,
  sealBallot,
  tallyRecord,
  trusteesRecord,
  verifyArchive,
  type BallotKind,
  type GroupName,
  type Mark,
} from '@piaojue/ballot-crypto';
import { fastArithmetic } from '@piaojue/server/arithmetic';
import { ms, timed, type Row } from './table.js';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
const fast = fastArithmetic();
const titles = Array.from({ length: 25 }, (_, i) => `项目${i + 1}`);
export const marks = titles.map((_, i): Mark => (i < 18 ? 'for' : 'abstain'));

export function electionOf(groupName: GroupName, kind: BallotKind) {
  const trustee = makeSingleTrustee(groupByName(groupName, fast), random);
  const raw = makeElection({
    uuid: newUuid(random),
    group: groupName,
    publicKey: trustee.publicKey,
    name: 'bench',
    description: '',
    questions: questionsFor(kind, titles, 20),
  });
  return { raw, trustee, own: readElection(raw), quick: readElection(raw, fast) };
}

/** Sealing as the phone does it (no native help), checking as the server does it, beside plain BigInt and noble. */
export function ballotRows(): Row[] {
  const rows: Row[] = [];
  for (const group of ['BELENIOS-2048', 'Ed25519'] as const)
    for (const kind of ['approve_only', 'for_against_abstain'] as const) {
      const { own, quick } = electionOf(group, kind);
      const credential = newCredential(random);
      const seal = () => sealBallot({ election: own, credential, marks, random });
      const { ballot } = seal();
      const known = new Set([deriveCredential(own.group, own.uuid, credential).publicKey]);
      const sealing = timed(5, seal);
      const form = timed(5, () => readBallot(quick, ballot, known));
      const proofs = timed(5, () => checkBallotProofs(quick, ballot));
      const plain = timed(3, () => checkBallotProofs(own, ballot));
      const name = `${group} ${kind}`;
      rows.push({
        what: `封一张票 ${name}`,
        ours: ms(sealing),
        baseline: `核验（纯 JS）${ms(plain)}`,
        ratio: (plain / sealing).toFixed(1),
        reach: '慢 6 倍的浏览器 < 3 s',
      });
      rows.push({
        what: `核验一张票 ${name}`,
        ours: ms(form + proofs),
        baseline: `纯 JS ${ms(plain)}`,
        ratio: `快 ${(plain / (form + proofs)).toFixed(1)} 倍`,
        reach: '',
      });
    }
  return rows;
}

/** Our strict verifier beside belenios-tool 2.0, on the tool's own archive of 20 voters, one core each. */
export async function toolRow(): Promise<Row> {
  const file = fileURLToPath(new URL('../../packages/ballot-crypto/vectors/bt33-2048-mixed-20/', import.meta.url));
  const archive = execFileSync('sh', ['-c', `ls ${file}*.bel`], { encoding: 'utf8' }).trim();
  const bytes = readFileSync(archive);
  await verifyArchive(bytes, { arithmetic: fast });
  const began = performance.now();
  const { ballots = 0 } = await verifyArchive(bytes, { arithmetic: fast });
  const ours = (performance.now() - began) / ballots;
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-bench-'));
  copyFileSync(archive, join(dir, archive.split('/').at(-1) ?? 'x.bel'));
  const from = performance.now();
  const { status } = spawnSync('belenios-tool', ['election', 'verify', '--dir', dir], {
    env: { ...process.env, BELENIOS_USE_URANDOM: '1' },
  });
  const tool = (performance.now() - from) / ballots;
  rmSync(dir, { recursive: true, force: true });
  return {
    what: '核验一张票 belenios-tool 2.0 的 20 票存档',
    ours: ms(ours),
    baseline: status === 0 ? `belenios-tool ${ms(tool)}` : '没有 belenios-tool',
    ratio: `快 ${(tool / ours).toFixed(2)} 倍`,
    reach: '快于 belenios-tool',
  };
}

/** Multiplying, opening and counting `count` ballots; the ballots are copies under other slips, as the tally cares not. */
export function tallyRow(count: number): Row {
  const { quick, trustee } = electionOf('Ed25519', 'approve_only');
  const sealed = Array.from(
    { length: 20 },
    () => sealBallot({ election: quick, credential: newCredential(random), marks, random }).ballot,
  );
  const ballots = Array.from({ length: count }, (_, i) =>
    (sealed[i % sealed.length] ?? '').replace(
      /"credential":"[0-9a-f]{8}/,
      `"credential":"${i.toString(16).padStart(8, '0')}`,
    ),
  );
  const began = performance.now();
  const tally = tallyRecord(quick, encryptedTallyOf(quick, ballots));
  const multiplied = performance.now();
  const partial = partialDecryption(quick, tally, trustee.secretKey, random);
  const trustees = readTrustees(quick.group, trusteesRecord([trustee.entry]));
  if (!trustees.ok) throw new Error(trustees.failed);
  const result = resultOf(quick, trustees, tally, [{ owner: 1, partial }], count);
  const ended = performance.now();
  if (!result.ok || result.values[0]?.[0] !== count) throw new Error('the bench counted wrong');
  return {
    what: `计票 ${count} 张（Ed25519，含开箱和结果）`,
    ours: ms(ended - began),
    baseline: `其中密文连乘 ${ms(multiplied - began)}`,
    ratio: ((ended - began) / (multiplied - began)).toFixed(2),
    reach: '3000 张 < 5 s',
  };
}
