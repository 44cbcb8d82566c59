import type { DraftFields, Proposal, saveProposal } from '@piaojue/contract';
import type { Called } from './api/call.js';
import { draftFrom, fieldKeys, fieldNames, type FieldKey, type Typed } from './proposal-form.js';
import { partedFrom, takeInto, type Parted } from './three-way.js';
import { refusalSentence } from './wording/refusals.js';

/** Two people changed the same fields: what the other saved, what was typed here, and what must be chosen. */
export interface Clash extends Parted {
  readonly theirs: Pick<Proposal, 'fields' | 'updatedBy' | 'updatedAt' | 'version'>;
  readonly mine: DraftFields;
}

export interface Standing {
  readonly state: 'idle' | 'waiting' | 'saving' | 'saved' | 'failed' | 'conflict';
  readonly version: number;
  readonly savedAt: string;
  readonly problem: string;
  readonly refusal: string;
  readonly clash: Clash | undefined;
  /** What a colleague changed meanwhile and was taken over without a question. */
  readonly joined: { readonly by: string; readonly keys: readonly FieldKey[] } | undefined;
}

interface Given {
  typed(): Typed;
  /** Puts what was merged or chosen into the form. */
  replace(typed: Typed): void;
  send(version: number, fields: DraftFields): Promise<Called<typeof saveProposal>>;
  told(standing: Standing): void;
  keep(base: DraftFields): void;
  forget(): void;
  /** @returns what takes the appointment back. */
  later(ms: number, run: () => void): () => void;
}

const pause = 1500;
/** Between one attempt and the next while the server does not take it. */
const pauses = [2_000, 5_000, 15_000, 30_000, 60_000];
const passing: ReadonlySet<string> = new Set([
  'unreachable',
  'internal',
  'busy',
  'too_many_requests',
  'storage_full',
  'not_signed_in',
]);

/** The refusal in a sentence, with the fields that the server names. */
function problemIn(refusal: string, detail: unknown): string {
  const { title } = refusalSentence(refusal, detail);
  const paths = (Array.isArray(detail) ? detail : []).map((issue) =>
    String((issue as { path?: unknown } | null)?.path),
  );
  const named = fieldKeys.filter((key) => paths.some((path) => `${path}.`.startsWith(`body.fields.${key}.`)));
  return named.length === 0 ? title : `${title}请检查：${named.map((key) => fieldNames[key]).join('、')}。`;
}

/** Saves a draft by itself: one request at a time, the newest text always last, and again until the server has it. */
export class Saving {
  standing: Standing;
  #base: DraftFields;
  #touches = 0;
  #tries = 0;
  #again = false;
  #run: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  readonly #given: Given;

  constructor(proposal: Pick<Proposal, 'version' | 'fields'>, given: Given) {
    this.#base = proposal.fields;
    this.#given = given;
    const none = { savedAt: '', problem: '', refusal: '', clash: undefined, joined: undefined };
    this.standing = { state: 'idle', version: proposal.version, ...none };
  }

  get unsaved(): boolean {
    return ['waiting', 'saving', 'failed', 'conflict'].includes(this.standing.state);
  }

  touched(): void {
    this.#touches += 1;
    this.#given.keep(this.#base);
    if (this.standing.state === 'conflict') return;
    this.#tell({ state: 'waiting' });
    this.#appoint(pause);
  }

  /** Tries at once; the answer comes when nothing is under way any more. */
  save(): Promise<void> {
    this.stop();
    if (this.standing.state === 'conflict') return Promise.resolve();
    if (this.#run) this.#again = true;
    this.#run ??= this.#attempts().finally(() => (this.#run = undefined));
    return this.#run;
  }

  /** Saves what is not saved yet. */
  async settleDown(): Promise<void> {
    const running = this.#run;
    if (running) await running;
    if (this.standing.state === 'waiting' || (!running && this.unsaved)) await this.save();
  }

  /** The network is back, or the page is looked at again: no need to wait for the next attempt. */
  wake(): void {
    if (this.standing.state === 'failed' && passing.has(this.standing.refusal)) void this.save();
  }

  async #attempts(): Promise<void> {
    do {
      this.#again = false;
      await this.#once();
    } while (this.#again && this.standing.state !== 'conflict');
  }

  async #once(): Promise<void> {
    const draft = draftFrom(this.#given.typed());
    if ('problems' in draft) return this.#tell({ state: 'failed', refusal: '', problem: draft.problems.join('；') });
    this.#tell({ state: 'saving' });
    const sent = this.#touches;
    const done = await this.#given.send(this.standing.version, draft.fields);
    if (done.ok) {
      this.#tries = 0;
      this.#base = done.value.fields;
      const newest = sent === this.#touches;
      if (newest) this.#given.forget();
      const { version, updatedAt: savedAt } = done.value;
      return this.#tell({ state: newest ? 'saved' : 'waiting', version, savedAt, problem: '', refusal: '' });
    }
    if (done.refusal === 'conflict') return this.met(done.detail as Proposal, draft.fields);
    this.#tell({ state: 'failed', refusal: done.refusal, problem: problemIn(done.refusal, done.detail) });
    if (passing.has(done.refusal)) this.#appoint(pauses[Math.min(this.#tries++, pauses.length - 1)]!);
  }

  /** Somebody saved in between: what only one person changed is put together, the rest is asked. */
  met(theirs: Clash['theirs'], sent: DraftFields): void {
    const draft = draftFrom(this.#given.typed());
    const mine = 'fields' in draft ? draft.fields : sent;
    const parted = partedFrom(this.#base, mine, theirs.fields);
    if (parted.asked.length > 0) {
      this.stop();
      return this.#tell({ state: 'conflict', clash: { theirs, mine, ...parted } });
    }
    this.#join(theirs, parted.taken);
    this.#again = true;
    if (!this.#run) void this.save();
  }

  /** The person has chosen for every field that was asked. */
  chosen(takeTheirs: readonly FieldKey[]): void {
    const { clash } = this.standing;
    if (!clash) return;
    this.#join(clash.theirs, [...clash.taken, ...takeTheirs]);
    this.#tell({ state: 'waiting', clash: undefined });
    void this.save();
  }

  /** From now on this is what the text is compared with. */
  rebase(theirs: Clash['theirs']): void {
    this.#join(theirs, []);
  }

  #join(theirs: Clash['theirs'], keys: readonly FieldKey[]): void {
    if (keys.length > 0) this.#given.replace(takeInto(this.#given.typed(), theirs.fields, keys));
    this.#base = theirs.fields;
    this.#tell({
      version: theirs.version,
      joined: keys.length > 0 ? { by: theirs.updatedBy, keys } : this.standing.joined,
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #appoint(ms: number): void {
    this.stop();
    this.#cancel = this.#given.later(ms, () => void this.save());
  }

  #tell(change: Partial<Standing>): void {
    this.standing = { ...this.standing, ...change };
    this.#given.told(this.standing);
  }
}
