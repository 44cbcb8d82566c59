import { fields, integer, list, literal, optional, text } from '../record/shape.js';

/** A question of an election record (belenios.md 3.3), keys in the record's order. */
export interface Question {
  readonly answers: readonly string[];
  readonly blank?: true;
  readonly min: number;
  readonly max: number;
  readonly question: string;
}

export function readQuestion(value: unknown): Question {
  const from = fields(value);
  return {
    answers: list(from.answers, text),
    ...optional(from, 'blank', (blank) => literal(blank, true)),
    min: integer(from.min),
    max: integer(from.max),
    question: text(from.question),
  };
}

/** Cells of an answer: a blank question has one more, in front. */
export const cellsIn = (question: Question): number => question.answers.length + (question.blank ? 1 : 0);

/** min…max */
export const allowedSums = ({ min, max }: Question): number[] =>
  Array.from({ length: max - min + 1 }, (_, i) => min + i);
