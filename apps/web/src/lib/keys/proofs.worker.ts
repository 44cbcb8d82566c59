import { checkBallotProofs, type Election, readElection } from '@piaojue/ballot-crypto';
import { answerQuestions } from '../ballot/ask-worker.js';
import type { ProofAsks } from './proof-pool.js';

let election: Election | undefined;
answerQuestions<ProofAsks>({
  election: (raw) => void (election = readElection(raw)),
  ballot: (raw) => {
    if (election === undefined) throw new Error('no election');
    return checkBallotProofs(election, raw);
  },
});
