import { answerQuestions } from '../ballot/ask-worker.js';
import { solve } from './derive.js';

export type SolveAsks = { readonly solve: { readonly given: string; readonly reply: string } };

answerQuestions<SolveAsks>({ solve });
