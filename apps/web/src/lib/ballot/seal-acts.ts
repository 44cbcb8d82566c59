import {
  auditBallot,
  ballotBody,
  type BallotKind,
  deriveCredential,
  type Election,
  type Marks,
  readElection,
  sealBallot,
  titlesOf,
  trackerOf,
} from '@piaojue/ballot-crypto';
import type { Progress } from './ask-worker.js';
import { type AuditText, writeAudit } from './audit-text.js';
import type { AnyMark } from './draft.js';

/** What an election record says, to be compared with what the page shows. */
export interface ElectionFacts {
  readonly uuid: string;
  readonly fingerprint: string;
  readonly kind: BallotKind;
  readonly titles: readonly string[];
  /** most 赞成; the number of projects where there is no cap */
  readonly cap: number;
}

export type SealAsks = {
  readonly inspect: {
    readonly given: { readonly election: string; readonly credential: string };
    readonly reply: ElectionFacts & { readonly publicKey: string };
  };
  readonly seal: {
    readonly given: {
      readonly voteId: string;
      readonly election: string;
      readonly credential: string;
      readonly marks: readonly AnyMark[];
    };
    readonly reply: { readonly ballot: string; readonly tracker: string; readonly publicKey: string };
  };
  /** Opens the last sealed ballot for a second device, and forgets it: it cannot be cast any more. */
  readonly challenge: { readonly given: undefined; readonly reply: string };
  readonly forget: { readonly given: undefined; readonly reply: undefined };
  readonly audit: {
    readonly given: { readonly election: string; readonly shown: AuditText };
    readonly reply:
      | { readonly ok: true; readonly tracker: string; readonly titles: readonly string[] }
      | { readonly ok: false; readonly failed: string };
  };
};

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));

let lastRead: Election | undefined;
/** The tables of an election's key are worth keeping between two questions. */
function electionOf(raw: string): Election {
  if (lastRead?.raw !== raw) lastRead = readElection(raw);
  return lastRead;
}

export function factsOf(raw: string): ElectionFacts {
  const { uuid, fingerprint, kind, questions } = electionOf(raw);
  if (kind === undefined) throw new RangeError('an election of no kind of ours');
  const titles = titlesOf(kind, questions);
  return { uuid, fingerprint, kind, titles, cap: kind === 'satisfaction' ? titles.length : questions[0]!.max };
}

/** The acts of the sealing worker. The seed of the last ballot stays inside until it is challenged or forgotten. */
export function sealActs(random: (length: number) => Uint8Array) {
  let last: (Omit<AuditText, 'seed'> & { seed: Uint8Array }) | undefined;
  const forget = (): undefined => {
    last?.seed.fill(0);
    last = undefined;
  };
  return {
    inspect: ({ election, credential }: SealAsks['inspect']['given']) => {
      const { group, uuid } = electionOf(election);
      return { ...factsOf(election), publicKey: deriveCredential(group, uuid, credential).publicKey };
    },
    seal: ({ voteId, election: raw, credential, marks }: SealAsks['seal']['given'], progress?: Progress) => {
      forget();
      const election = electionOf(raw);
      const seed = random(32);
      if (new Set(seed).size < 8) throw new Error('the random source repeats itself');
      const { ballot, tracker } = sealBallot({
        election,
        credential,
        marks: marks as Marks,
        seed,
        onProgress: (done) => progress?.(Math.round(done * 1000), 1000),
      });
      const parsed = JSON.parse(ballot) as { credential: string; signature: unknown };
      const { credential: publicKey, signature } = parsed;
      last = {
        voteId,
        uuid: election.uuid,
        credential: publicKey,
        seed,
        marks,
        signature: JSON.stringify(signature),
        tracker,
      };
      return { ballot, tracker, publicKey };
    },
    challenge: (): string => {
      if (last === undefined) throw new Error('no sealed ballot');
      const text = writeAudit({ ...last, seed: hexOf(last.seed) });
      forget();
      return text;
    },
    forget,
    audit: ({ election: raw, shown }: SealAsks['audit']['given']): SealAsks['audit']['reply'] => {
      const election = electionOf(raw);
      if (election.uuid !== shown.uuid) return { ok: false, failed: 'election_differs' };
      const [seed, marks] = [bytesOf(shown.seed), shown.marks as Marks];
      let ballot: string;
      try {
        const body = ballotBody(election, shown.credential, marks, seed);
        ballot = JSON.stringify({ ...body, signature: JSON.parse(shown.signature) as unknown });
      } catch {
        return { ok: false, failed: 'marks_impossible' };
      }
      const verdict = auditBallot({ election, credential: shown.credential, seed, marks, ballot });
      if (!verdict.ok) return { ok: false, failed: verdict.failed };
      const tracker = trackerOf(ballot);
      if (tracker !== shown.tracker) return { ok: false, failed: 'tracker_differs' };
      return { ok: true, tracker, titles: factsOf(raw).titles };
    },
  };
}

export const webRandom = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
