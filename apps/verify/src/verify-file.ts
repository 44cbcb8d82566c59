import { readFileSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type ProjectTotals, type Step, verifyArchive } from '@piaojue/ballot-crypto';
import { opensslModular } from './openssl-modular.js';
import { checkProofsOn } from './proof-pool.js';
import { sentenceOf } from './wording.js';

/** One line of the report. Further checks of a publication folder give the same. */
export interface ReportedStep {
  readonly check: string;
  readonly ok: boolean;
  readonly failed?: string;
  readonly subject?: string;
  /** plain Chinese */
  readonly sentence: string;
}

export type Outcome = 'complete' | 'unfinished' | 'refused' | 'unusable';

export interface FileReport {
  readonly file: string;
  readonly outcome: Outcome;
  readonly steps: readonly ReportedStep[];
  readonly election?: {
    readonly uuid: string;
    readonly name: string;
    readonly group: string;
    readonly fingerprint: string;
    /** carries the digest of list and rules */
    readonly description: string;
    /** null: no kind of ours, so only Belenios' own rules were checked */
    readonly kind: string | null;
  };
  readonly ballots?: number;
  readonly projects?: readonly ProjectTotals[];
  readonly values?: readonly (readonly number[])[];
}

export interface FileOptions {
  readonly allowRevote: boolean;
  /** 1: in this thread */
  readonly workers?: number;
  readonly onStep?: (step: ReportedStep) => void;
  readonly onProgress?: (done: number, all: number) => void;
}

const reported = (step: Step): ReportedStep => ({ ...step, sentence: sentenceOf(step) });

/** Verifies one .bel, strictly and offline. A file that cannot be read is `unusable`. */
export async function verifyFile(file: string, options: FileOptions): Promise<FileReport> {
  let bytes: Uint8Array;
  try {
    if (!statSync(file).isFile()) throw new Error('a pipe or a device would never end');
    bytes = readFileSync(file);
  } catch {
    return { file, outcome: 'unusable', steps: [{ check: 'file', ok: false, sentence: '文件无法读取' }] };
  }
  const onProgress = options.onProgress ?? (() => undefined);
  const checkProofs = checkProofsOn(options.workers ?? availableParallelism(), onProgress);
  const { outcome, steps, election, ballots, projects, values } = await verifyArchive(bytes, {
    arithmetic: { modular: opensslModular() },
    allowRevote: options.allowRevote,
    onStep: (step) => options.onStep?.(reported(step)),
    onProgress,
    ...(checkProofs === undefined ? {} : { checkProofs }),
  });
  return {
    file,
    outcome,
    steps: steps.map(reported),
    ...(election === undefined ? {} : { election: factsOf(election) }),
    ...(ballots === undefined ? {} : { ballots }),
    ...(projects === undefined ? {} : { projects }),
    ...(values === undefined ? {} : { values }),
  };
}

const factsOf = (election: {
  uuid: string;
  name: string;
  description: string;
  groupName: string;
  fingerprint: string;
  kind: string | undefined;
}) => ({
  uuid: election.uuid,
  name: election.name,
  group: election.groupName,
  fingerprint: election.fingerprint,
  description: election.description,
  kind: election.kind ?? null,
});
