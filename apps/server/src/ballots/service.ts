import { hexDigest, readBallot, type CheapFailure } from '@piaojue/ballot-crypto';
import type { BoothVote, Receipt } from '@piaojue/contract';
import type { CandidateFields } from '@piaojue/contract';
import { first } from '@piaojue/db';
import { eq } from 'drizzle-orm';
import { credentialState } from '../ceremony/store.js';
import { congressOf } from '../accounts/store.js';
import type { Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { capOf } from '../votes/cap.js';
import { candidatesOf, sittingHeld, votesOfSitting } from '../votes/store.js';
import {
  castingByHash,
  castingsByCredential,
  insertBallot,
  insertCasting,
  insertCiphertexts,
  voteForCast,
  type CastingRow,
} from './store.js';

/** How long a cast waits for its proofs before it answers 已收 (ms); the page then asks by tracking code. */
const waitForBox = 1500;
/** Invalid ballots under one slip before it must wait for staff. */
const mostInvalid = 5;

export type CastRefusal =
  | 'not_found'
  | 'busy'
  | 'ballot_not_open'
  | 'ballot_malformed'
  | 'credential_unknown'
  | 'credential_void'
  | 'signature_invalid'
  | 'credential_used'
  | 'ciphertext_repeated'
  | 'too_many_invalid';

const refusalOf = (failed: CheapFailure): CastRefusal => {
  switch (failed) {
    case 'credential_unknown':
    case 'credential_not_an_element':
      return 'credential_unknown';
    case 'signature_hash_differs':
    case 'signature_invalid':
      return 'signature_invalid';
    default:
      return 'ballot_malformed';
  }
};

const trackerOfHash = (hash: string): string => Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '');

/**
 * Takes a sealed ballot: form and signature first, then durably received, then its proofs in a worker, then the box.
 * The same bytes again give the same receipt; other bytes under a used slip are refused.
 */
export async function castBallotAct(deps: Deps, voteId: string, raw: string): Promise<Result<Receipt, CastRefusal>> {
  const sealed = await deps.elections.of(voteId);
  if (!sealed) return refuse('ballot_not_open');
  const hash = hexDigest(raw);
  const facts = readBallot(sealed.election, raw, sealed.credentials);
  if (!facts.ok)
    return refuse(await whyRefused(deps, sealed.election.uuid, raw, facts.failed), { check: facts.failed });
  if (deps.proofs.isFull) return refuse('busy');

  const taken = await deps.store.write(function* (tx) {
    const before = yield* castingByHash(tx, hash);
    if (before) return before;
    const vote = yield* voteForCast(tx, voteId);
    if (vote?.state !== 'open') return refuse('ballot_not_open', { state: vote?.state });
    const others = yield* castingsByCredential(tx, voteId, facts.credential);
    if (others.some(({ state }) => state !== 'rejected')) return refuse('credential_used');
    if (others.length >= mostInvalid) return refuse('too_many_invalid');
    const fresh = yield* insertCiphertexts(tx, voteId, facts.ciphertextHashes);
    if (fresh < facts.ciphertextHashes.length) return refuse('ciphertext_repeated');
    if (!(yield* insertBallot(tx, { hash, voteId, credential: facts.credential, raw })))
      return refuse('credential_used');
    if (!(yield* insertCasting(tx, { ballotHash: hash, voteId, credential: facts.credential })))
      return refuse('credential_used');
    return { ballotHash: hash, state: 'received' } as const;
  });
  if (isRefused(taken)) return taken;
  if (taken.state === 'received') await admitted(deps, voteId, hash, raw);
  return receiptOf(deps, hash);
}

/** A voided slip is not on the election's list; its holder deserves to hear that, and not "unknown". */
async function whyRefused(deps: Deps, uuid: string, raw: string, failed: CheapFailure): Promise<CastRefusal> {
  const refusal = refusalOf(failed);
  if (failed !== 'credential_unknown') return refusal;
  // The bytes are canonical: the cheap checks refused the credential only after they had read them.
  const { credential } = JSON.parse(raw) as { credential: string };
  const known = await deps.store.read((tx) => credentialState(tx, uuid, credential));
  return known?.void ? 'credential_void' : refusal;
}

/** Waits a moment for the box. A failure there is not the voter's: the ballot is durable, and the box takes it up again. */
async function admitted(deps: Deps, voteId: string, hash: string, raw: string): Promise<void> {
  const admission = deps.box.see(voteId, hash, raw);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([admission, new Promise<void>((done) => (timer = setTimeout(done, waitForBox)))]);
  clearTimeout(timer);
}

async function receiptOf(deps: Deps, hash: string): Promise<Receipt> {
  const row = await deps.store.read((tx) => castingByHash(tx, hash));
  if (!row) throw new Error(`no casting for ballot ${hash}`);
  return receiptOfRow(deps, row);
}

async function receiptOfRow(deps: Deps, row: CastingRow): Promise<Receipt> {
  const receipt: Receipt = {
    tracker: trackerOfHash(row.ballotHash),
    state: row.state,
    reason: row.reason,
    position: row.logSeq,
    entry: null,
    proof: null,
    checkpoint: null,
  };
  if (row.logSeq === null) return receipt;
  const seq = row.logSeq;
  const head = await deps.log.head();
  const leaf = await deps.store.read(function* ({ q, t }) {
    return yield* first(q.select({ entry: t.logLeaf.entry }).from(t.logLeaf).where(eq(t.logLeaf.seq, seq)));
  });
  return {
    ...receipt,
    entry: leaf?.entry ?? null,
    proof: deps.log.inclusion(seq, head.size) ?? null,
    checkpoint: head.checkpoint,
  };
}

export async function receiptByTracker(deps: Deps, tracker: string): Promise<Result<Receipt, 'tracker_unknown'>> {
  const hash = Buffer.from(tracker, 'base64').toString('hex');
  const row = await deps.store.read((tx) => castingByHash(tx, hash));
  return row ? receiptOfRow(deps, row) : refuse('tracker_unknown');
}

export async function slipUse(deps: Deps, voteId: string, publicKey: string) {
  const found = await deps.store.read(function* (tx) {
    const vote = yield* voteForCast(tx, voteId);
    if (!vote) return undefined;
    const credential = yield* credentialState(tx, vote.uuid, publicKey);
    const rows = yield* castingsByCredential(tx, voteId, publicKey);
    return { credential, row: rows.find(({ state }) => state !== 'rejected') };
  });
  if (!found) return refuse('not_found');
  return {
    known: found.credential !== undefined,
    void: found.credential?.void ?? false,
    receipt: found.row ? await receiptOfRow(deps, found.row) : null,
  };
}

/** The votes of the sitting that is held, newest first. */
export async function boothAct(deps: Deps): Promise<{ demo: boolean; votes: BoothVote[] }> {
  return deps.store.read(function* (tx) {
    const demo = (yield* congressOf(tx))?.demo ?? false;
    const sitting = yield* sittingHeld(tx);
    if (!sitting) return { demo, votes: [] };
    const votes: BoothVote[] = [];
    for (const vote of (yield* votesOfSitting(tx, sitting.id)).toReversed()) {
      if (vote.state === 'draft' || vote.state === 'void') continue;
      const candidates = (yield* candidatesOf(tx, vote.id)).map(({ id, listNumber, withdrawn, fields }) => ({
        id,
        listNumber,
        withdrawn,
        fields: fields as CandidateFields,
      }));
      votes.push({
        id: vote.id,
        sittingTitle: sitting.title,
        title: vote.title,
        kind: vote.kind,
        round: vote.round,
        state: vote.state,
        places: vote.rules.places,
        cap: capOf(vote.rules, candidates.filter(({ withdrawn }) => !withdrawn).length),
        election: vote.election,
        candidates,
        countdownEndsAt: vote.countdownEndsAt,
      });
    }
    return { demo, votes };
  });
}
