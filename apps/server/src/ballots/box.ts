import { appendBallot } from '@piaojue/ballot-crypto';
import type { Store } from '@piaojue/db';
import { append } from '../audit/append.js';
import type { Background } from '../background.js';
import { appendToBoard, boardEnd } from '../board/store.js';
import { voteById } from '../votes/store.js';
import type { Elections } from './elections.js';
import type { ProofPool } from './proof-pool.js';
import { castingByHash, decideCasting, rawBallot, receivedOf } from './store.js';

/** Verified ballots are put into the box together, in random order, this long after the first of them (ms). */
const gatherFor = 20;

interface Verified {
  readonly hash: string;
  /** Why the proofs fail; undefined when they hold. */
  readonly failed: string | undefined;
}

/**
 * The electronic ballot box: takes ballots that are durably received, has their proofs checked, and puts them on the
 * board with one audit entry each. What it was doing is in the database, so it goes on after any crash.
 */
export class Box {
  readonly #store: Store;
  readonly #proofs: ProofPool;
  readonly #elections: Elections;
  readonly #random: (length: number) => Uint8Array;
  readonly #background: Background;
  readonly #onChange: () => void;
  readonly #checking = new Map<string, Promise<void>>();
  readonly #gathering = new Map<string, { ballots: Verified[]; boxed: Promise<void> }>();

  constructor(given: {
    store: Store;
    proofs: ProofPool;
    elections: Elections;
    random: (length: number) => Uint8Array;
    background: Background;
    onChange: () => void;
  }) {
    this.#store = given.store;
    this.#proofs = given.proofs;
    this.#elections = given.elections;
    this.#random = given.random;
    this.#background = given.background;
    this.#onChange = given.onChange;
  }

  /** Checks a received ballot and boxes or rejects it. Resolves when that is durable. Calls for one ballot share one. */
  admit(voteId: string, hash: string, raw: string): Promise<void> {
    const known = this.#checking.get(hash);
    if (known) return known;
    const admission = this.#admit(voteId, hash, raw).finally(() => this.#checking.delete(hash));
    this.#checking.set(hash, admission);
    return admission;
  }

  async #admit(voteId: string, hash: string, raw: string): Promise<void> {
    const sealed = await this.#elections.of(voteId);
    if (!sealed) throw new Error(`ballot ${hash} for a vote whose box is not sealed`);
    const { failed } = await this.#proofs.run({ kind: 'proofs', election: sealed.election.raw, ballot: raw });
    await this.#gather(voteId, { hash, failed });
  }

  #gather(voteId: string, verified: Verified): Promise<void> {
    const batch = this.#gathering.get(voteId);
    if (batch) {
      batch.ballots.push(verified);
      return batch.boxed;
    }
    const ballots = [verified];
    const boxed = new Promise<void>((done) => setTimeout(done, gatherFor)).then(() => {
      this.#gathering.delete(voteId);
      return this.#boxAll(voteId, this.#shuffled(ballots));
    });
    this.#gathering.set(voteId, { ballots, boxed });
    return boxed;
  }

  async #boxAll(voteId: string, ballots: readonly Verified[]): Promise<void> {
    await this.#store.write(function* (tx) {
      const vote = yield* voteById(tx, voteId);
      if (!vote || !['open', 'suspended', 'closing'].includes(vote.state)) return false;
      let end = yield* boardEnd(tx, voteId);
      if (!end) throw new Error(`vote ${voteId} has no board`);
      for (const { hash, failed } of ballots) {
        const [type, state] = failed ? (['ballot_rejected', 'rejected'] as const) : (['ballot_cast', 'boxed'] as const);
        const row = yield* castingByHash(tx, hash);
        if (row?.state !== 'received') continue;
        const seq = yield* append(tx, {
          type,
          data: failed ? { vote: voteId, ballot: hash, reason: failed } : { vote: voteId, ballot: hash },
        });
        yield* decideCasting(tx, hash, state, failed ?? null, seq);
        if (failed) continue;
        const ballot = yield* rawBallot(tx, hash);
        if (!ballot) throw new Error(`ballot ${hash} has no bytes`);
        end = yield* appendToBoard(tx, voteId, end.next, appendBallot(end.head, ballot.raw), true);
      }
      return true;
    });
    this.#onChange();
  }

  #shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: Buffer.from(this.#random(8)).readBigUInt64LE() }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ item }) => item);
  }

  /** Admits a ballot in the background. It is durable all the while; resolves when it is decided, or after a failure. */
  see(voteId: string, hash: string, raw: string): Promise<void> {
    return this.#background.untilDone(`admit ballot of ${voteId} ${hash}`, () => this.admit(voteId, hash, raw));
  }

  /** Ballots that were received before a crash, in the background. */
  async seeAllReceived(voteId: string): Promise<void> {
    const waiting = await this.#store.read((tx) => receivedOf(tx, voteId));
    await Promise.all(waiting.map(({ hash, raw }) => this.see(voteId, hash, raw)));
  }

  /** Admits everything that is received and not decided: before the box is closed. Rejects when one of them cannot be decided now. */
  async admitAllReceived(voteId: string): Promise<void> {
    const waiting = await this.#store.read((tx) => receivedOf(tx, voteId));
    await Promise.all(waiting.map(({ hash, raw }) => this.admit(voteId, hash, raw)));
  }
}
