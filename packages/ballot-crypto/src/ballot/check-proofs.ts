import type { Election } from '../election/election.js';
import { allowedSums, type Question } from '../election/questions.js';
import type { Element } from '../group/group.js';
import { type Branch, verifyOneOf } from '../proof/one-of.js';
import { type Proof, scalarsOf } from '../proof/proof.js';
import { accepted, refuse, type Refusal, type Verdict } from '../record/verdict.js';
import { type Answer, type Ciphertext, individualContext, overallContext } from './ballot-record.js';
import { type CheapFailure, readForm } from './read-ballot.js';

export type ProofFailure =
  'not_a_group_element' | 'individual_proof_invalid' | 'overall_proof_invalid' | 'blank_proof_invalid';

export type BallotFailure = CheapFailure | ProofFailure;

interface Cell {
  readonly alpha: Element;
  readonly beta: Element;
}

/**
 * The expensive checks: every ciphertext in the prime-order group, every cell 0 or 1, every sum within its bounds.
 * The form is read again, so that nothing here depends on an earlier call; credential and signature are not
 * (`readBallot`). A cell that encoding D repeats is checked once. Source: belenios.md 3.5, 7, 8.
 */
export function checkBallotProofs(election: Election, raw: string): Verdict<BallotFailure> {
  const read = readForm(election, raw);
  if (!read.ok) return read;
  const { ballot } = read;
  const context = individualContext(election.fingerprint, ballot.credential);
  const known = new Map<string, Cell>();
  for (const [i, question] of election.questions.entries()) {
    const answer = ballot.answers[i]!;
    const cells: Cell[] = [];
    for (const [j, ciphertext] of answer.choices.entries()) {
      const proofs = answer.individual_proofs[j]!;
      const key = JSON.stringify([ciphertext, proofs]);
      const cell = known.get(key) ?? checkCell(election, context, ciphertext, proofs);
      if (isRefusal(cell)) return { ...cell, subject: `question ${i + 1}, cell ${j + 1}` };
      known.set(key, cell);
      cells.push(cell);
    }
    const failed = checkSums(election, question, answer, cells, context);
    if (failed !== undefined) return refuse(failed, `question ${i + 1}`);
  }
  return accepted;
}

const isRefusal = <F extends string>(value: object): value is Refusal<F> => 'ok' in value;

function checkCell(
  election: Election,
  context: string,
  { alpha, beta }: Ciphertext,
  proofs: readonly Proof[],
): Cell | Refusal<ProofFailure> {
  const { group, keyPower } = election;
  const scalars = proofs.map((proof) => scalarsOf(proof, group.order)!);
  const challenges = scalars.map((s) => s.challenge);
  const a = group.decodeAndPower(alpha, challenges);
  const b = group.decodeAndPower(beta, challenges);
  if (a === undefined || b === undefined || group.equal(a.element, group.neutral)) return refuse('not_a_group_element');
  const branches = scalars.map((proof, value): Branch => {
    return { alphaPower: a.powers[value]!, betaPower: b.powers[value]!, value, proof };
  });
  if (!verifyOneOf(group, keyPower, `prove|${context}|${alpha},${beta}|`, branches)) {
    return refuse('individual_proof_invalid');
  }
  return { alpha: a.element, beta: b.element };
}

function checkSums(
  { group, keyPower }: Election,
  question: Question,
  answer: Answer,
  cells: readonly Cell[],
  context: string,
): ProofFailure | undefined {
  const product = (pick: (cell: Cell) => Element, of: readonly Cell[]) =>
    of.reduce((total, cell) => group.multiply(total, pick(cell)), group.neutral);
  const counted = question.blank ? cells.slice(1) : cells;
  const sum: Cell = { alpha: product((c) => c.alpha, counted), beta: product((c) => c.beta, counted) };
  const outer = overallContext(context, answer.choices);
  const branchesOf = (statements: readonly { cell: Cell; value: number }[], proofs: readonly Proof[]): Branch[] => {
    const scalars = proofs.map((proof) => scalarsOf(proof, group.order)!);
    return statements.map(({ cell, value }, j) => ({
      alphaPower: group.power(cell.alpha, scalars[j]!.challenge),
      betaPower: group.power(cell.beta, scalars[j]!.challenge),
      value,
      proof: scalars[j]!,
    }));
  };
  const valid = (prefix: string, branches: readonly Branch[]) => verifyOneOf(group, keyPower, prefix, branches);

  if (question.blank) {
    const blank = cells[0]!;
    const zero = [
      { cell: blank, value: 0 },
      { cell: sum, value: 0 },
    ];
    if (!valid(`bproof0|${outer}|`, branchesOf(zero, answer.blank_proof!))) return 'blank_proof_invalid';
    const either = [{ cell: blank, value: 1 }, ...allowedSums(question).map((value) => ({ cell: sum, value }))];
    return valid(`bproof1|${outer}|`, branchesOf(either, answer.overall_proof)) ? undefined : 'overall_proof_invalid';
  }
  const scalars = answer.overall_proof.map((proof) => scalarsOf(proof, group.order)!);
  const challenges = scalars.map((s) => s.challenge);
  const [alphaPowers, betaPowers] = [group.powers(sum.alpha, challenges), group.powers(sum.beta, challenges)];
  const branches = allowedSums(question).map((value, j): Branch => {
    return { alphaPower: alphaPowers[j]!, betaPower: betaPowers[j]!, value, proof: scalars[j]! };
  });
  const prefix = `prove|${outer}|${group.encode(sum.alpha)},${group.encode(sum.beta)}|`;
  return valid(prefix, branches) ? undefined : 'overall_proof_invalid';
}
