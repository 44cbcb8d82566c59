import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldElection } from '../testing/elections.js';
import { outsideTheGroup } from '../testing/change-leaf.js';
import { toolChain, toolElections, vectorText } from '../testing/vectors.js';
import { checkElection, kindOf, makeElection, readElection } from './election.js';
import { cellsFor, kindOfQuestions, marksOf, questionsFor } from './kinds.js';

test('hash and fingerprint are those the tool computes', () => {
  for (const name of toolElections) {
    const vector = JSON.parse(vectorText(name, 'fingerprints.json')) as Record<string, string>;
    const { hash, fingerprint } = readElection(toolChain(name).election);
    expect(hash).toBe(vector.election_sha256_hex);
    expect(fingerprint).toBe(vector.election_fingerprint_phi);
  }
});

test('each kind is recognised from its questions, and nothing else is', () => {
  const kinds = ['approve_only', 'for_against_abstain', 'satisfaction'] as const;
  for (const kind of kinds) {
    for (const n of [1, 2, 25]) {
      const titles = Array.from({ length: n }, (_, i) => `项目${i}`);
      expect(kindOfQuestions(questionsFor(kind, titles, n))).toBe(kind);
    }
    expect(kindOf(heldElection({ kind, name: kind }).election)).toBe(kind);
  }
  const [first, ...rest] = questionsFor('for_against_abstain', ['a', 'b'], 1);
  expect(kindOfQuestions([])).toBeUndefined();
  expect(kindOfQuestions([first!, rest[1]!, rest[0]!])).toBeUndefined();
  expect(kindOfQuestions([first!, rest[0]!])).toBeUndefined();
  expect(kindOfQuestions([first!, rest[0]!, { ...rest[1]!, max: 2 }])).toBeUndefined();
  expect(kindOfQuestions([{ ...first!, min: 1 }, ...rest])).toBeUndefined();
  expect(kindOfQuestions([{ ...first!, blank: true }])).toBeUndefined();
});

test('marks become cells, and marks that a ballot cannot carry are refused', () => {
  const three = ['a', 'b', 'c'];
  const d = questionsFor('for_against_abstain', three, 2);
  expect(cellsFor('for_against_abstain', d, ['for', 'against', 'abstain'])).toEqual([
    [1, 0, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(cellsFor('approve_only', questionsFor('approve_only', three, 2), ['for', 'abstain', 'for'])).toEqual([
    [1, 0, 1],
  ]);
  const s = questionsFor('satisfaction', three, 1);
  expect(cellsFor('satisfaction', s, ['satisfied', 'dissatisfied', 'abstain'])).toEqual([
    [1, 0, 0],
    [0, 0, 1],
    [0, 0, 0],
  ]);
  expect(() => cellsFor('for_against_abstain', d, ['for', 'for', 'for'])).toThrow(RangeError);
  expect(() => cellsFor('for_against_abstain', d, ['for', 'for'])).toThrow(RangeError);
  expect(() => cellsFor('approve_only', questionsFor('approve_only', three, 2), ['against', 'abstain', 'for'])).toThrow(
    RangeError,
  );
  expect(() => cellsFor('satisfaction', s, ['for', 'for', 'for'])).toThrow(RangeError);
  expect(() => questionsFor('approve_only', three, 4)).toThrow(RangeError);
  expect(() => questionsFor('approve_only', three, 0)).toThrow(RangeError);
  expect(() => questionsFor('approve_only', [], 1)).toThrow(RangeError);
});

test('every project gets one cell pattern per mark, whatever the marks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...marksOf('for_against_abstain')), { minLength: 1, maxLength: 25 }),
      (marks) => {
        const cells = cellsFor(
          'for_against_abstain',
          questionsFor('for_against_abstain', marks.map(String), marks.length),
          marks,
        );
        expect(cells.slice(1).map(([yes, no]) => (yes ? 'for' : no ? 'against' : 'abstain'))).toEqual(marks);
        expect(cells[0]).toEqual(cells.slice(1).map((row) => row[0]));
      },
    ),
  );
});

test('an election record is refused by the name of what is wrong with it', () => {
  const { electionRaw: raw, election } = heldElection({});
  const key = election.publicKey;
  const failures: [string, string][] = [
    [raw.replace('"version":1', '"version":2'), 'election_not_canonical'],
    [raw.replace(',"name"', ', "name"'), 'election_not_canonical'],
    [raw.replace('"version":1', '"version":1,"extra":1'), 'election_not_canonical'],
    [raw.replace('"group":"Ed25519"', '"group":"RFC-3526-2048"'), 'election_group_unknown'],
    [raw.replace(election.uuid, `${election.uuid.slice(1)}0`), 'election_uuid_malformed'],
    [raw.replace(election.uuid, 'short'), 'election_uuid_malformed'],
    [raw.replace(key, outsideTheGroup(election.group)), 'election_key_not_an_element'],
    [raw.replace(key, election.group.encode(election.group.neutral)), 'election_key_not_an_element'],
    [raw.replace('"max":2', '"max":3'), 'election_question_malformed'],
    [raw.replace('"min":0', '"min":3'), 'election_question_malformed'],
    [raw.replace(/"questions":\[.*\]/, '"questions":[]'), 'election_question_malformed'],
  ];
  for (const [bad, failed] of failures) expect(checkElection(bad)).toMatchObject({ ok: false, failed });
  expect(checkElection(raw).ok).toBe(true);
  expect(() => readElection('{}')).toThrow('election_not_canonical');
});

test('our elections never allow blank', () => {
  const { election } = heldElection({});
  const draft = {
    description: '',
    name: '',
    group: 'Ed25519',
    publicKey: election.publicKey,
    uuid: election.uuid,
  } as const;
  expect(() =>
    makeElection({ ...draft, questions: [{ answers: ['a'], blank: true, min: 0, max: 1, question: '' }] }),
  ).toThrow('blank');
});
