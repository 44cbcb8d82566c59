import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readElection } from '../election/election.js';
import { type BallotKind, type Mark, marksOf, type SatisfactionMark } from '../election/kinds.js';
import type { Group } from '../group/group.js';
import { cheatingBallot, resigned } from '../testing/cheating-prover.js';
import { outsideTheGroup, wrongContent } from '../testing/change-leaf.js';
import { dice } from '../testing/dice.js';
import { heldElection, must, sealedBy } from '../testing/elections.js';
import { spoilEach } from '../testing/spoil.js';
import { toolChain, toolElections, vectorLines, vectorText } from '../testing/vectors.js';
import { auditBallot } from './audit.js';
import { type Ballot, ciphertextHash, parseBallot, trackerOf } from './ballot-record.js';
import { checkBallotProofs } from './check-proofs.js';
import { readBallot } from './read-ballot.js';
import { type Marks, sealBallot } from './seal.js';

/** The first check that fails, in the order a server makes them. */
function judged(
  held: { election: Parameters<typeof readBallot>[0]; publicCredentials: readonly string[] },
  raw: string,
): string {
  const cheap = readBallot(held.election, raw, new Set(held.publicCredentials));
  if (!cheap.ok) return cheap.failed;
  const proofs = checkBallotProofs(held.election, raw);
  return proofs.ok ? 'accepted' : proofs.failed;
}

const parsed = (raw: string): Ballot => parseBallot(raw)!;

test('trackers are those the tool computes', () => {
  for (const name of toolElections) {
    const trackers = vectorLines(name, 'trackers.txt').map((line) => line.split(' ')[1]);
    expect(toolChain(name).ballots.map(trackerOf).sort()).toEqual(trackers.sort());
  }
});

describe.each([
  ['ballots-2048.jsons', 'bt20-2048-single-5'],
  ['ballots-ed25519.jsons', 'bt33-ed25519-single-5'],
])('%s', (file, against) => {
  const reasons: Readonly<Record<string, string>> = {
    'good-own-ballot-of-the-prototype': 'accepted',
    'twenty-one-approvals': 'overall_proof_invalid',
    'cell-value-2': 'individual_proof_invalid',
    'cell-value-minus-1-with-21-approvals': 'individual_proof_invalid',
    'proof-response-bit-flipped-resigned': 'individual_proof_invalid',
    'proof-response-bit-flipped-signature-stale': 'signature_hash_differs',
    'signature-response-bit-flipped': 'signature_invalid',
    'ballot-of-voter-2-copied-under-credential-of-voter-1': 'individual_proof_invalid',
    'signed-by-a-key-that-is-not-in-the-list': 'credential_unknown',
    'wrong-election-hash-resigned': 'wrong_fingerprint',
    'space-in-json': 'not_canonical',
    'unknown-field': 'not_canonical',
  };
  test('each forged ballot is refused for its own reason', () => {
    const election = readElection(toolChain(against).election);
    const publicCredentials = (JSON.parse(vectorText(against, 'public_creds.json')) as string[]).map(
      (line) => line.split(',')[0]!,
    );
    const found = vectorLines('negative', file).map((line) => {
      const { name, ballot, valid } = JSON.parse(line) as { name: string; ballot: string; valid: boolean };
      const reason = judged({ election, publicCredentials }, ballot);
      expect(reason === 'accepted').toBe(valid);
      return [name, reason];
    });
    expect(Object.fromEntries(found)).toEqual(reasons);
  });
});

const kinds: readonly BallotKind[] = ['approve_only', 'for_against_abstain', 'satisfaction'];

test.each(kinds)('whatever legal marks are sealed, the ballot is accepted (%s)', (kind) => {
  const held = heldElection({ kind, projects: 3, cap: 2, name: kind });
  const marks = fc
    .array(fc.constantFrom<Mark | SatisfactionMark>(...marksOf(kind)), { minLength: 3, maxLength: 3 })
    .filter((all) => all.filter((m) => m === 'for').length <= 2);
  fc.assert(
    fc.property(marks, (all) => {
      expect(judged(held, sealedBy(held, 0, all as Marks))).toBe('accepted');
    }),
    { numRuns: 8 },
  );
});

test('a ballot of BELENIOS-2048 in encoding D is accepted, and progress runs up to 1', () => {
  const held = heldElection({ group: 'BELENIOS-2048', kind: 'for_against_abstain', projects: 3, cap: 1 });
  const seen: number[] = [];
  const { ballot, tracker } = sealBallot({
    election: held.election,
    credential: held.credentials[0]!,
    marks: ['for', 'against', 'abstain'],
    seed: dice()(32),
    onProgress: (done) => seen.push(done),
  });
  expect(judged(held, ballot)).toBe('accepted');
  expect(tracker).toBe(trackerOf(ballot));
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

test('more marks than the cap are refused before anything is encrypted', () => {
  const held = heldElection({ projects: 3, cap: 2 });
  expect(() => sealedBy(held, 0, ['for', 'for', 'for'])).toThrow(RangeError);
});

test('attack 26: a random source that repeats itself is refused', () => {
  const held = heldElection({});
  const constant = (length: number) => new Uint8Array(length).fill(7);
  expect(() =>
    sealBallot({ election: held.election, credential: held.credentials[0]!, marks: ['for', 'for'], random: constant }),
  ).toThrow('repeats');
});

test('the number of ciphertexts and proofs says nothing about the marks', () => {
  const held = heldElection({ kind: 'for_against_abstain', projects: 3, cap: 3 });
  const shape = (marks: Mark[]) => sealedBy(held, 0, marks).replace(/"[0-9]+"/g, '"n"').length;
  expect(
    new Set([
      shape(['for', 'for', 'for']),
      shape(['abstain', 'abstain', 'abstain']),
      shape(['against', 'for', 'abstain']),
    ]).size,
  ).toBe(1);
});

describe('R-37 to R-44: a spoilt ballot', () => {
  const held = heldElection({ projects: 2, cap: 1, voters: 2 });
  const { group } = held.election;
  const good = sealedBy(held, 0, ['for', 'abstain']);

  test('R-37: canonical bytes only, in every spelling tried', () => {
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(good) as object).reverse()));
    const hex = parsed(good).answers[0]!.choices[0]!.alpha;
    for (const raw of [
      reordered,
      ` ${good}`,
      `${good}\n`,
      `\ufeff${good}`,
      good.replace('"alpha"', '"\\u0061lpha"'),
      good.replace('{"election', '{"__proto__":1,"election'),
      good.replace('{"alpha"', '{"alpha":"1","alpha"'),
      '',
      '{}',
      'null',
      '[]',
    ])
      expect(judged(held, raw), raw.slice(0, 40)).toBe('not_canonical');
    expect(judged(held, resigned(held, 0, parsed(good.replace(hex, hex.toUpperCase()))))).toBe('not_a_group_element');
    expect(judged(held, ' '.repeat(100_000))).toBe('too_long');
  });

  test('every field, changed and signed anew, is refused for its own reason', () => {
    const expected = (path: string): string => {
      if (path === 'election_uuid') return 'wrong_election';
      if (path === 'election_hash') return 'wrong_fingerprint';
      if (path === 'credential') return 'credential_unknown';
      if (path === 'signature.hash') return 'signature_hash_differs';
      if (path.startsWith('signature')) return 'signature_invalid';
      if (path.includes('overall_proof')) return 'overall_proof_invalid';
      return 'individual_proof_invalid';
    };
    const all = spoilEach(good, wrongContent(group));
    expect(all.length).toBe(3 + 2 * (2 + 4) + 2 * 2 + 3);
    for (const { path, raw } of all) {
      const signed = path.startsWith('answers') ? resigned(held, 0, parsed(raw)) : raw;
      expect(judged(held, signed), path).toBe(expected(path));
      const stale = path.startsWith('answers') ? 'signature_hash_differs' : expected(path);
      expect(judged(held, raw), path).toBe(stale);
    }
  });

  test('R-38: a scalar of q or more is refused wherever it stands', () => {
    const larger = spoilEach(good, (leaf) => (/^[0-9]+$/.test(leaf) ? String(BigInt(leaf) + group.order) : undefined));
    expect(larger.length).toBe(2 * 4 + 2 * 2 + 2);
    for (const { path, raw } of larger) expect(judged(held, raw), path).toBe('scalar_out_of_range');
    expect(judged(held, good.replace(/"response":"[0-9]+"/, `"response":"${'9'.repeat(500)}"`))).toBe(
      'scalar_out_of_range',
    );
  });

  test('R-38: an element outside the group is refused wherever it stands', () => {
    const bad = [outsideTheGroup(group), '0'.repeat(64), 'x'];
    for (const element of bad) {
      const all = spoilEach(good, (leaf, path) => (/alpha|beta/.test(path) ? element : undefined));
      expect(all.length).toBe(4);
      for (const { path, raw } of all)
        expect(judged(held, resigned(held, 0, parsed(raw))), path).toBe('not_a_group_element');
    }
    const neutral = spoilEach(good, (leaf, path) => (path.endsWith('alpha') ? group.encode(group.neutral) : undefined));
    expect(judged(held, resigned(held, 0, parsed(neutral[0]!.raw)))).toBe('not_a_group_element');
    const foreign = good.replace(held.publicCredentials[0]!, outsideTheGroup(group));
    expect(readBallot(held.election, foreign)).toMatchObject({ failed: 'credential_not_an_element' });
  });

  test('R-42: every list has exactly the length the election gives it', () => {
    const ballot = parsed(good);
    const [answer] = ballot.answers;
    const lengths = fc.integer({ min: 0, max: 60 });
    const resized = <T>(items: readonly T[], n: number): T[] =>
      Array.from({ length: n }, (_, i) => items[i % items.length]!);
    const judge = (answers: Ballot['answers']) => judged(held, JSON.stringify({ ...ballot, answers }));
    fc.assert(
      fc.property(
        lengths,
        fc.constantFrom('answers', 'choices', 'individual_proofs', 'overall_proof', 'proofs of a cell'),
        (n, which) => {
          fc.pre(n !== (which === 'answers' ? 1 : 2));
          const answers =
            which === 'answers'
              ? resized([answer!], n)
              : which === 'proofs of a cell'
                ? [
                    {
                      ...answer!,
                      individual_proofs: [resized(answer!.individual_proofs[0]!, n), answer!.individual_proofs[1]!],
                    },
                  ]
                : [{ ...answer!, [which]: resized<unknown>(answer![which as 'choices'], n) }];
          expect(['wrong_arity', 'too_long']).toContain(judge(answers as Ballot['answers']));
        },
      ),
    );
    expect(judge([{ ...answer!, blank_proof: answer!.overall_proof }])).toBe('blank_not_allowed');
  });

  test('R-39: a proof is worth nothing under another credential, election, position or as another kind of proof', () => {
    const ballot = parsed(good);
    const [answer] = ballot.answers;
    expect(judged(held, resigned(held, 1, { ...ballot, credential: held.publicCredentials[1]! }))).toBe(
      'individual_proof_invalid',
    );
    const swapped = {
      ...answer!,
      choices: answer!.choices.toReversed(),
      individual_proofs: answer!.individual_proofs.toReversed(),
    };
    expect(judged(held, resigned(held, 0, { ...ballot, answers: [swapped] }))).toBe('overall_proof_invalid');
    const kind = { ...answer!, overall_proof: answer!.individual_proofs[0]! };
    expect(judged(held, resigned(held, 0, { ...ballot, answers: [kind] }))).toBe('overall_proof_invalid');
    const other = { ...heldElection({ projects: 2, cap: 1, voters: 2, name: 'another' }) };
    const moved = {
      ...ballot,
      election_uuid: other.election.uuid,
      election_hash: other.election.fingerprint,
      credential: other.publicCredentials[0]!,
    };
    expect(judged(other, resigned(other, 0, moved))).toBe('individual_proof_invalid');
  });

  test('R-41: the digests of the ciphertexts show a copied one, and a ballot may not repeat its own', () => {
    const facts = must(readBallot(held.election, good));
    expect(facts.ciphertextHashes).toEqual(parsed(good).answers[0]!.choices.map(ciphertextHash));
    const again = must(readBallot(held.election, sealedBy(held, 0, ['for', 'abstain'])));
    expect(facts.ciphertextHashes.some((hash) => again.ciphertextHashes.includes(hash))).toBe(false);
    const ballot = parsed(good);
    const twice = { ...ballot.answers[0]!, choices: [ballot.answers[0]!.choices[0]!, ballot.answers[0]!.choices[0]!] };
    expect(judged(held, resigned(held, 0, { ...ballot, answers: [twice] }))).toBe('ciphertext_repeated');
  });

  test('R-44: the signature is checked before the proofs, for the price of a few powers', () => {
    const slow = heldElection({ group: 'BELENIOS-2048', projects: 3 });
    let powers = 0;
    const counted =
      <A extends unknown[], R>(f: (...args: A) => R) =>
      (...args: A): R => (powers++, f(...args));
    const { group: own } = slow.election;
    const counting: Group = {
      ...own,
      power: counted(own.power),
      powers: counted(own.powers),
      powerOfGenerator: counted(own.powerOfGenerator),
      decode: counted(own.decode),
      decodeAndPower: counted(own.decodeAndPower),
    };
    const ballot = sealedBy(slow, 0, ['for', 'for', 'for']);
    const election = { ...slow.election, group: counting };
    expect(readBallot(election, ballot, new Set(slow.publicCredentials)).ok).toBe(true);
    expect(powers).toBe(2);
    powers = 0;
    expect(readBallot(election, ballot, new Set())).toMatchObject({ failed: 'credential_unknown' });
    expect(powers).toBe(0);
  });
});

describe('R-43: a cheating prover', () => {
  const held = heldElection({ projects: 22, cap: 20 });
  const row = (...values: number[]) => [Array.from({ length: 22 }, (_, i) => values[i] ?? 0)];
  const ones = (n: number) => Array.from({ length: n }, () => 1);

  test('cannot get 2, -1, 21 chosen, or a cancelled surplus accepted', () => {
    expect(judged(held, cheatingBallot(held, 0, row(2)))).toBe('individual_proof_invalid');
    expect(judged(held, cheatingBallot(held, 0, row(-1)))).toBe('individual_proof_invalid');
    expect(judged(held, cheatingBallot(held, 0, row(...ones(21))))).toBe('overall_proof_invalid');
    expect(judged(held, cheatingBallot(held, 0, row(...ones(21), -1)))).toBe('individual_proof_invalid');
    expect(judged(held, cheatingBallot(held, 0, row(...ones(22))))).toBe('overall_proof_invalid');
  });

  test('who honestly chooses any number from 0 to 20 is accepted', () => {
    for (let n = 0; n <= 20; n++)
      expect(judged(held, cheatingBallot(held, 0, row(...ones(n)))), String(n)).toBe('accepted');
  });

  test('cannot mark a project both for and against, nor let the questions of encoding D disagree', () => {
    const d = heldElection({ kind: 'for_against_abstain', projects: 2, cap: 1 });
    const separate = cheatingBallot(d, 0, [
      [0, 0],
      [1, 0],
      [1, 0],
    ]);
    expect(judged(d, separate)).toBe('shared_ciphertext_differs');
    const good = parsed(sealedBy(d, 0, ['for', 'against']));
    const [zero, one, two] = good.answers;
    const proofOnly = { ...one!, individual_proofs: [two!.individual_proofs[0]!, one!.individual_proofs[1]!] };
    expect(judged(d, resigned(d, 0, { ...good, answers: [zero!, proofOnly, two!] }))).toBe('shared_ciphertext_differs');
    const both = parsed(
      cheatingBallot(d, 0, [
        [1, 0],
        [1, 1],
        [0, 0],
      ]),
    );
    const shared = both.answers.map((a, i) =>
      i === 0
        ? a
        : {
            ...a,
            choices: [both.answers[0]!.choices[i - 1]!, a.choices[1]!],
            individual_proofs: [both.answers[0]!.individual_proofs[i - 1]!, a.individual_proofs[1]!],
          },
    );
    expect(judged(d, resigned(d, 0, { ...both, answers: shared }))).toBe('overall_proof_invalid');
  });
});

describe('audit or cast', () => {
  const held = heldElection({ kind: 'for_against_abstain', projects: 2, cap: 1 });
  const { election } = held;
  const [seed, credential] = [dice('seed')(32), held.publicCredentials[0]!];
  const marks: Mark[] = ['for', 'against'];
  const { ballot } = sealBallot({ election, credential: held.credentials[0]!, marks, seed });

  test('a second device makes the same ballot from the seed, without the credential', () => {
    expect(auditBallot({ election, credential, seed, marks, ballot })).toEqual({ ok: true });
    expect(sealBallot({ election, credential: held.credentials[0]!, marks, seed }).ballot).toBe(ballot);
  });

  test('attack 19: a device that encrypts other marks, or hides another seed, is caught', () => {
    const other = sealBallot({
      election,
      credential: held.credentials[0]!,
      marks: ['abstain', 'against'],
      seed,
    }).ballot;
    expect(auditBallot({ election, credential, seed, marks, ballot: other })).toMatchObject({
      failed: 'not_what_was_marked',
      subject: 'question 1, cell 1',
    });
    expect(auditBallot({ election, credential, seed: dice('x')(32), marks, ballot })).toMatchObject({
      failed: 'not_what_was_marked',
    });
    expect(auditBallot({ election, credential: 'x', seed, marks, ballot })).toMatchObject({
      failed: 'wrong_credential',
    });
    expect(auditBallot({ election, credential, seed, marks: ['for', 'for'], ballot })).toMatchObject({
      failed: 'marks_impossible',
    });
    expect(auditBallot({ election, credential, seed, marks, ballot: `${ballot} ` })).toMatchObject({
      failed: 'not_canonical',
    });
  });

  test('a seed used for two choices of marks repeats no ciphertext and no scalar', () => {
    const again = sealBallot({ election, credential: held.credentials[0]!, marks: ['for', 'abstain'], seed }).ballot;
    const values = (raw: string) => raw.match(/[0-9a-f]{64}|[0-9]{60,}/g)!.filter((v) => !credential.includes(v));
    expect(values(again).filter((v) => values(ballot).includes(v))).toEqual([]);
  });

  test('the seed that is shown does not give the signature away: two secrets, two nonces', () => {
    const text = ballot.slice(ballot.indexOf('"signature"'));
    const other = heldElection({ kind: 'for_against_abstain', projects: 2, cap: 1, name: 'other' });
    const again = sealBallot({ election: other.election, credential: other.credentials[0]!, marks, seed }).ballot;
    expect(again.includes(text.slice(20, 60))).toBe(false);
    expect(() => sealBallot({ election, credential: held.credentials[0]!, marks, seed: new Uint8Array(31) })).toThrow(
      TypeError,
    );
  });
});

test('every field of a blank question is checked too', () => {
  const chain = toolChain('bt20-2048-blank-5');
  const election = readElection(chain.election);
  const good = chain.ballots[0]!;
  expect(checkBallotProofs(election, good)).toEqual({ ok: true });
  const ballot = parsed(good);
  const [answer] = ballot.answers;
  const bump = (proofs: Ballot['answers'][number]['overall_proof'], i: number) =>
    proofs.with(i, { ...proofs[i]!, response: String((BigInt(proofs[i]!.response) + 1n) % election.group.order) });
  const judge = (change: object) =>
    checkBallotProofs(election, JSON.stringify({ ...ballot, answers: [{ ...answer!, ...change }] }));
  expect(judge({ blank_proof: bump(answer!.blank_proof!, 0) })).toMatchObject({ failed: 'blank_proof_invalid' });
  expect(judge({ blank_proof: bump(answer!.blank_proof!, 1) })).toMatchObject({ failed: 'blank_proof_invalid' });
  expect(judge({ overall_proof: bump(answer!.overall_proof, 0) })).toMatchObject({ failed: 'overall_proof_invalid' });
  expect(judge({ overall_proof: bump(answer!.overall_proof, 20) })).toMatchObject({ failed: 'overall_proof_invalid' });
  expect(judge({ blank_proof: answer!.blank_proof!.slice(1) })).toMatchObject({ failed: 'wrong_arity' });
  const { blank_proof: _, ...without } = answer!;
  expect(checkBallotProofs(election, JSON.stringify({ ...ballot, answers: [without] }))).toMatchObject({
    failed: 'wrong_arity',
  });
  const noBlankCell = {
    ...without,
    choices: answer!.choices.slice(1),
    individual_proofs: answer!.individual_proofs.slice(1),
  };
  expect(checkBallotProofs(election, JSON.stringify({ ...ballot, answers: [noBlankCell] }))).toMatchObject({
    failed: 'wrong_arity',
  });
});
