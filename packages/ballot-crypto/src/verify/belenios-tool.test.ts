import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BallotKind } from '../election/kinds.js';
import type { Marks } from '../ballot/seal.js';
import { resigned } from '../testing/cheating-prover.js';
import { parseBallot } from '../ballot/ballot-record.js';
import { belOf, eventsOf, heldElection, sealedBy } from '../testing/elections.js';

const script = join(import.meta.dirname, '../../../../scripts/audit-archive.mjs');
const tool = spawnSync(process.env.BELENIOS_TOOL ?? 'belenios-tool', ['--version']).error === undefined;

function audited(name: string, bytes: Uint8Array): { status: number | null; stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), 'bel-'));
  try {
    writeFileSync(join(folder, `${name}.bel`), bytes);
    return spawnSync(process.execPath, [script, join(folder, `${name}.bel`)], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.skipIf(!tool)('belenios-tool 2.0, which we did not write, agrees with us', () => {
  const whole: readonly (readonly [BallotKind, readonly Marks[]])[] = [
    [
      'approve_only',
      [
        ['for', 'abstain'],
        ['for', 'for'],
        ['abstain', 'abstain'],
      ],
    ],
    [
      'for_against_abstain',
      [
        ['for', 'against'],
        ['abstain', 'for'],
      ],
    ],
    ['satisfaction', [['satisfied', 'dissatisfied']]],
  ];
  test.each(whole)('a whole election of BELENIOS-2048, a Single and 2 of 3, %s', (kind, votes) => {
    const held = heldElection({
      group: 'BELENIOS-2048',
      kind,
      projects: 2,
      cap: 2,
      voters: votes.length,
      trustees: ['single', '2/3'],
      name: kind,
    });
    const events = eventsOf(
      held,
      votes.map((marks, voter) => sealedBy(held, voter, marks)),
      [1, 2, 4],
    );
    const { status, stdout } = audited(held.election.uuid, belOf(events));
    expect(stdout).toBe(
      `ballots ${votes.length}, verify ok, order ok, tally same, result same, repeated 0, shared ciphertexts ok\n`,
    );
    expect(status).toBe(0);
    expect(audited(held.election.uuid, belOf(events.slice(0, -1))).status).toBe(1);
  });

  test('the audit refuses a spoilt proof and ciphertexts that questions should share', () => {
    const held = heldElection({ group: 'BELENIOS-2048', kind: 'for_against_abstain', projects: 1, cap: 1, voters: 1 });
    const good = parseBallot(sealedBy(held, 0, ['for']))!;
    const other = parseBallot(sealedBy(held, 0, ['abstain']))!;
    const mixed = resigned(held, 0, { ...good, answers: [other.answers[0]!, good.answers[1]!] });
    expect(audited(held.election.uuid, belOf(eventsOf(held, [mixed], [1]))).stdout).toContain(
      'verify ok, order ok, tally same, result same, repeated 0, shared ciphertexts DIFFER',
    );
    const [first] = good.answers;
    const spoilt = resigned(held, 0, {
      ...good,
      answers: [{ ...first!, overall_proof: first!.overall_proof.toReversed() }, good.answers[1]!],
    });
    expect(audited(held.election.uuid, belOf(eventsOf(held, [spoilt], [1])))).toMatchObject({ status: 1 });
  });
});
