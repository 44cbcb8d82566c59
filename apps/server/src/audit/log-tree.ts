import { existsSync, readFileSync } from 'node:fs';
import { asc, desc, gte } from 'drizzle-orm';
import { all, first, type Store } from '@piaojue/db';
import {
  checkExtends,
  encodeNoteKey,
  formatCheckpoint,
  formatNote,
  MerkleTree,
  leafHash,
  noteKeyOf,
  openNote,
  parseCheckpoint,
  signNote,
  type Checkpoint,
  type NoteSigner,
} from '@piaojue/record';
import type { Report } from '../background.js';
import { writeWhole } from './keys.js';

export const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

/** Within this time a head that was given out is kept on disk (ms). */
const keepWithin = 1000;

export interface Head {
  readonly size: number;
  /** Lowercase hex. */
  readonly root: string;
  /** Signed note (C2SP). */
  readonly checkpoint: string;
}

/** The database is older than a checkpoint that was already given out, or another history. */
export class LogContradiction extends Error {}

/**
 * The Merkle tree over the audit log, kept in memory and caught up from the committed rows. A checkpoint is signed only
 * over what the database has made durable, never one that contradicts an earlier one; the newest is kept in a
 * file outside the database too, so that a restored older database is noticed.
 */
export class LogTree {
  readonly #tree = new MerkleTree();
  readonly #store: Store;
  readonly #signer: NoteSigner;
  readonly #file: string | undefined;
  readonly #report: Report;
  #head: Head | undefined;
  #kept: Checkpoint | undefined;
  #working: Promise<Head> | undefined;
  #keeping: NodeJS.Timeout | undefined;
  #keptSize = -1;

  /** @param file  where the newest checkpoint is kept beside the database; undefined = nowhere. */
  constructor(store: Store, signer: NoteSigner, file: string | undefined, report: Report) {
    this.#report = report;
    this.#store = store;
    this.#signer = signer;
    this.#file = file;
  }

  /** By this text anyone checks our checkpoints. */
  get verifierKey(): string {
    return encodeNoteKey(noteKeyOf(this.#signer.name, 'ed25519', this.#signer.seed));
  }

  /** Loads the whole log and compares it with every checkpoint kept. @throws LogContradiction */
  async open(): Promise<void> {
    const stored = await this.#store.read(function* ({ q, t }) {
      return yield* first(q.select().from(t.checkpoint).orderBy(desc(t.checkpoint.size)).limit(1));
    });
    const beside = this.#file && existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : undefined;
    await this.#catchUp();
    for (const note of [stored?.note, beside]) if (note) this.#mustExtend(this.#read(note));
    await this.head();
  }

  #read(note: string): Checkpoint {
    const opened = openNote(note, [noteKeyOf(this.#signer.name, 'ed25519', this.#signer.seed)]);
    const checkpoint = opened.ok ? parseCheckpoint(opened.text) : undefined;
    if (!checkpoint) throw new LogContradiction('the kept checkpoint is not signed by this installation');
    return checkpoint;
  }

  #mustExtend(kept: Checkpoint): void {
    const now = { origin: this.#signer.name, size: this.#tree.size, root: this.#tree.root() };
    const proof = kept.size <= now.size ? this.#tree.consistencyProof(kept.size, now.size) : [];
    const verdict = checkExtends(kept, now, proof);
    if (!verdict.ok)
      throw new LogContradiction(
        `the log does not extend checkpoint ${kept.size} (${verdict.refusal}): is this an older copy of the database?`,
      );
    if (!this.#kept || kept.size > this.#kept.size) this.#kept = kept;
  }

  async #catchUp(): Promise<void> {
    const from = this.#tree.size;
    const leaves = await this.#store.read(function* ({ q, t }) {
      return yield* all(q.select().from(t.logLeaf).where(gte(t.logLeaf.seq, from)).orderBy(asc(t.logLeaf.seq)));
    });
    for (const { seq, hash, entry } of leaves) {
      if (seq < this.#tree.size) continue;
      if (seq !== this.#tree.size) throw new LogContradiction(`entry ${this.#tree.size} of the log is missing`);
      const leaf = leafHash(Buffer.from(entry, 'utf8'));
      if (hex(leaf) !== hash) throw new LogContradiction(`entry ${seq} of the log is not what was appended`);
      this.#tree.append(leaf);
    }
  }

  /** The newest signed head over all that is committed now. Callers at the same moment share one. */
  head(): Promise<Head> {
    this.#working ??= this.#sign().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #sign(): Promise<Head> {
    await this.#catchUp();
    const { size } = this.#tree;
    if (this.#head?.size === size) return this.#head;
    const root = this.#tree.root();
    if (this.#kept) this.#mustExtend(this.#kept);
    const text = formatCheckpoint({ origin: this.#signer.name, size, root });
    const note = formatNote(text, [signNote(text, this.#signer)]);
    this.#kept = { origin: this.#signer.name, size, root };
    this.#head = { size, root: hex(root), checkpoint: note };
    this.#keepSoon();
    return this.#head;
  }

  #keepSoon(): void {
    this.#keeping ??= setTimeout(() => {
      this.keep().catch((error: unknown) => {
        // A full disk: the head stays the newest, and is kept when there is room again.
        this.#report(error, { background: 'keep checkpoint' });
        this.#keepSoon();
      });
    }, keepWithin);
  }

  /** No timer runs on after this. */
  close(): void {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
  }

  /** Writes the newest signed head into the database and the file beside it. Done by itself within a second. */
  async keep(): Promise<void> {
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    const head = this.#head;
    if (!head || head.size === this.#keptSize) return;
    await this.#store.write(function* ({ q, t }) {
      return yield* first(
        q
          .insert(t.checkpoint)
          .values({ size: head.size, note: head.checkpoint })
          .onConflictDoNothing()
          .returning({ size: t.checkpoint.size }),
      );
    });
    if (this.#file) writeWhole(this.#file, head.checkpoint);
    this.#keptSize = head.size;
  }

  /** Hex hashes; undefined where the log is not that large. */
  inclusion(seq: number, size: number): string[] | undefined {
    if (seq >= size || size > this.#tree.size) return undefined;
    return this.#tree.inclusionProof(seq, size).map(hex);
  }

  consistency(from: number, to: number): string[] | undefined {
    if (from > to || to > this.#tree.size) return undefined;
    return this.#tree.consistencyProof(from, to).map(hex);
  }
}
