import type { DraftFields, Proposal } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { at } from '$lib/api/wire.js';
import { differing, draftFrom, type Typed } from '$lib/proposal-form.js';
import { refusalSentence } from '$lib/wording/refusals.js';

const pause = 1500;

/** Saves a draft by itself: one request at a time, and the newest text always last. */
export class Autosave {
  state = $state<'idle' | 'waiting' | 'saving' | 'saved' | 'failed' | 'conflict'>('idle');
  savedAt = $state('');
  problem = $state('');
  version = $state(0);
  /** What somebody else saved meanwhile, and what was typed here. */
  theirs = $state.raw<Proposal>();
  mine = $state.raw<DraftFields>();
  #base: DraftFields;
  readonly #id: string;
  readonly #typed: () => Typed;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #again = false;

  constructor(proposal: Proposal, typed: () => Typed) {
    this.version = proposal.version;
    this.#base = proposal.fields;
    this.#id = proposal.id;
    this.#typed = typed;
  }

  touched(): void {
    if (this.state === 'conflict') return;
    this.state = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), pause);
  }

  get unsaved(): boolean {
    return ['waiting', 'saving', 'failed', 'conflict'].includes(this.state);
  }

  async save(): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    const draft = draftFrom(this.#typed());
    if ('problems' in draft) return this.#fail(draft.problems.join('；'));
    this.#busy = true;
    this.state = 'saving';
    await this.#send(draft.fields);
    this.#busy = false;
    if (this.#again && !this.theirs) {
      this.#again = false;
      await this.save();
    }
  }

  async #send(fields: DraftFields): Promise<void> {
    const done = await call(fetch, at('saveProposal'), {
      params: { proposalId: this.#id },
      body: { version: this.version, fields, note: null },
    });
    if (done.ok) {
      this.#base = done.value.fields;
      this.version = done.value.version;
      this.savedAt = done.value.updatedAt;
      if (this.state === 'saving') this.state = 'saved';
      return;
    }
    if (done.refusal !== 'conflict') return this.#fail(refusalSentence(done.refusal, done.detail).title);
    const now = done.detail as Proposal;
    // Its text is the one that this page knows: something beside it changed, such as its origin.
    if (differing(now.fields, this.#base).length === 0) {
      this.version = now.version;
      return this.#send(fields);
    }
    this.theirs = now;
    this.mine = fields;
    this.state = 'conflict';
  }

  /** The person has chosen field by field; the result is what is typed now. */
  settled(): void {
    if (!this.theirs) return;
    this.version = this.theirs.version;
    this.#base = this.theirs.fields;
    this.theirs = undefined;
    this.mine = undefined;
    this.state = 'waiting';
    void this.save();
  }

  #fail(problem: string): void {
    this.problem = problem;
    this.state = 'failed';
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
