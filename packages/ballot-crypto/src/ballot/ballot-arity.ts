import { allowedSums, cellsIn, type Question } from '../election/questions.js';
import type { Election } from '../election/election.js';
import type { Answer, Ballot } from './ballot-record.js';

/** Every list exactly as long as the election says; a blank proof exactly where blank is allowed. */
export function wrongArity(election: Election, ballot: Ballot): string | undefined {
  if (ballot.answers.length !== election.questions.length) return 'answers';
  for (const [i, question] of election.questions.entries()) {
    const wrong = wrongIn(question, ballot.answers[i]!);
    if (wrong !== undefined) return `question ${i + 1}, ${wrong}`;
  }
  return undefined;
}

function wrongIn(question: Question, answer: Answer): string | undefined {
  const cells = cellsIn(question);
  if (answer.choices.length !== cells) return 'choices';
  if (answer.individual_proofs.length !== cells) return 'individual_proofs';
  const short = answer.individual_proofs.findIndex((proofs) => proofs.length !== 2);
  if (short >= 0) return `individual_proofs of cell ${short + 1}`;
  if (answer.overall_proof.length !== overallBranches(question)) return 'overall_proof';
  if (question.blank && answer.blank_proof?.length !== 2) return 'blank_proof';
  return undefined;
}

export const overallBranches = (question: Question): number => allowedSums(question).length + (question.blank ? 1 : 0);

/** No ballot of this election is longer, in UTF-16 units; checked before anything is parsed. */
export function longestBallot(election: Election): number {
  const element = election.groupName === 'Ed25519' ? 64 : 617;
  const proof = 2 * 78 + 32;
  const answers = election.questions.map(
    (q) => cellsIn(q) * (2 * element + 24 + 2 * proof + 4) + (overallBranches(q) + 2) * (proof + 1) + 90,
  );
  return 400 + element + proof + answers.reduce((a, b) => a + b, 0);
}
