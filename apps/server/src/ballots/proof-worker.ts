import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import {
  checkBallotProofs,
  checkPartialDecryption,
  encryptedTallyOf,
  partialDecryption,
  readElection,
  readTrustees,
  resultOf,
  tallyRecord,
  totalsOf,
  type DeliveredPart,
  type Election,
  type ProjectTotals,
  type RefusedPart,
} from '@piaojue/ballot-crypto';
import { fastArithmetic } from '../arithmetic/arithmetic.js';

/** `election` is always the raw record: it carries group, key and questions. */
export type Task =
  | { readonly kind: 'proofs'; readonly election: string; readonly ballot: string }
  | { readonly kind: 'tally'; readonly election: string; readonly ballots: readonly string[]; readonly secret: string }
  | {
      readonly kind: 'partial';
      readonly election: string;
      readonly tally: string;
      readonly publicKey: string;
      readonly partial: string;
    }
  | {
      readonly kind: 'result';
      readonly election: string;
      readonly trustees: string;
      readonly tally: string;
      readonly parts: readonly DeliveredPart[];
      readonly ballots: number;
    };

export type Answer =
  | { readonly kind: 'proofs'; readonly failed: string | undefined }
  | { readonly kind: 'tally'; readonly tally: string; readonly partial: string }
  | { readonly kind: 'partial'; readonly failed: string | undefined }
  | {
      readonly kind: 'result';
      readonly failed: string | undefined;
      readonly record: string;
      /** Owners whose parts made it; only these go onto the board. */
      readonly used: readonly number[];
      readonly refused: readonly RefusedPart[];
      readonly totals: readonly ProjectTotals[];
    };

const arithmetic = fastArithmetic();
let known: Election | undefined;

const electionOf = (raw: string): Election => {
  if (known?.raw !== raw) known = readElection(raw, arithmetic);
  return known;
};
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** A ballot that the check cannot even finish is rejected like any other bad one: it must not keep the box from closing. */
function proofFailure(election: Election, ballot: string): string | undefined {
  try {
    const verdict = checkBallotProofs(election, ballot);
    return verdict.ok ? undefined : verdict.failed;
  } catch {
    return 'proofs_not_checkable';
  }
}

function work(task: Task): Answer {
  const election = electionOf(task.election);
  switch (task.kind) {
    case 'proofs': {
      return { kind: 'proofs', failed: proofFailure(election, task.ballot) };
    }
    case 'tally': {
      const tally = tallyRecord(election, encryptedTallyOf(election, task.ballots));
      return { kind: 'tally', tally, partial: partialDecryption(election, tally, BigInt(task.secret), random) };
    }
    case 'partial': {
      const verdict = checkPartialDecryption(election, task.tally, task.publicKey, task.partial);
      return { kind: 'partial', failed: verdict.ok ? undefined : verdict.failed };
    }
    case 'result': {
      const trustees = readTrustees(election.group, task.trustees);
      if (!trustees.ok) throw new Error(`trustees: ${trustees.failed}`);
      const result = resultOf(election, trustees, task.tally, task.parts, task.ballots);
      if (!result.ok)
        return { kind: 'result', failed: result.failed, record: '', used: [], refused: result.refused, totals: [] };
      const totals = totalsOf(election, result.values, task.ballots);
      if (!totals.ok) throw new Error(`totals: ${totals.failed}`);
      const { record, used, refused } = result;
      return { kind: 'result', failed: undefined, record, used, refused, totals: totals.projects };
    }
  }
}

parentPort?.on('message', (task: Task) => {
  try {
    parentPort?.postMessage(work(task));
  } catch (error) {
    parentPort?.postMessage({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
});
