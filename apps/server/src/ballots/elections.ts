import { readElection, readTrustees, type Arithmetic, type Election, type Trustees } from '@piaojue/ballot-crypto';
import type { Store } from '@piaojue/db';
import { liveCredentialsOf } from '../ceremony/store.js';
import { voteById } from '../votes/store.js';

/** An election as sealed: what casting and counting need at hand. Nothing of it changes once the box is sealed. */
export interface SealedElection {
  readonly voteId: string;
  readonly election: Election;
  readonly trustees: Trustees;
  readonly credentials: ReadonlySet<string>;
}

/** Keeps the elections of sealed votes, so that a cast reads no record twice. */
export class Elections {
  readonly #store: Store;
  readonly #arithmetic: Arithmetic;
  readonly #kept = new Map<string, SealedElection>();

  constructor(store: Store, arithmetic: Arithmetic) {
    this.#store = store;
    this.#arithmetic = arithmetic;
  }

  get arithmetic(): Arithmetic {
    return this.#arithmetic;
  }

  /** Undefined while the box of this vote is not sealed. */
  async of(voteId: string): Promise<SealedElection | undefined> {
    const kept = this.#kept.get(voteId);
    if (kept) return kept;
    const found = await this.#store.read(function* (tx) {
      const vote = yield* voteById(tx, voteId);
      if (!vote?.election || !vote.trustees) return undefined;
      return { election: vote.election, trustees: vote.trustees, credentials: yield* liveCredentialsOf(tx, vote.uuid) };
    });
    if (!found) return undefined;
    const election = readElection(found.election, this.#arithmetic);
    const trustees = readTrustees(election.group, found.trustees);
    if (!trustees.ok) throw new Error(`trustees of ${voteId}: ${trustees.failed}`);
    const sealed = { voteId, election, trustees, credentials: new Set(found.credentials) };
    this.#kept.set(voteId, sealed);
    return sealed;
  }
}
