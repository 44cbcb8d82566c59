import type { DraftFields, Proposal } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { at } from '$lib/api/wire.js';
import { storageOrNone } from '$lib/collecting/device.js';
import { forgetCopy, keepCopy, readCopy, type Copy, type Whose } from '$lib/proposal-copy.js';
import { draftFrom, typedOf, type FieldKey, type Typed } from '$lib/proposal-form.js';
import { Saving, type Clash, type Standing } from '$lib/saving.js';
import { partedFrom, takeInto } from '$lib/three-way.js';

interface Start {
  readonly proposal: Proposal;
  readonly account: string;
  /** What the last answer of the form gave back, where there was one. */
  readonly typed: Typed | undefined;
  readonly base: DraftFields | undefined;
  readonly version: number | undefined;
  readonly clash: Clash | undefined;
}

/** What is being written in the form of one proposal: a draft that saves itself, or 校核文字, which is sent once. */
export class Writing {
  readonly isDraft: boolean;
  typed = $state<Typed>() as Typed;
  /** What the text is compared with when somebody else has saved. */
  base = $state.raw<DraftFields>() as DraftFields;
  version = $state(0);
  sentClash = $state.raw<Clash>();
  copy = $state.raw<Copy>();
  standing = $state.raw<Standing>() as Standing;
  readonly #saving: Saving;
  readonly #whose: Whose;
  get #storage(): Storage | undefined {
    return storageOrNone();
  }
  readonly #first: string;

  constructor({ proposal, account, typed, base, version, clash }: Start) {
    this.isDraft = proposal.sight === 'own';
    this.#whose = { account, proposal: proposal.id };
    this.typed = typed ?? typedOf(proposal.fields);
    this.base = base ?? proposal.fields;
    this.version = version ?? proposal.version;
    this.sentClash = clash;
    this.#first = JSON.stringify(typedOf(this.base));
    this.#saving = new Saving(
      { fields: this.base, version: this.version },
      {
        typed: () => $state.snapshot(this.typed),
        replace: (next) => (this.typed = next),
        send: (of, fields) =>
          call(fetch, at('saveProposal'), {
            params: { proposalId: proposal.id },
            body: { version: of, fields, note: null },
          }),
        told: (standing) => {
          this.standing = standing;
          this.version = standing.version;
        },
        keep: (from) => this.#keep(from),
        forget: () => {
          if (!this.copy) this.forget();
        },
        later: (ms, run) => {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
    );
    this.standing = this.#saving.standing;
  }

  get clash(): Clash | undefined {
    return this.standing.clash ?? this.sentClash;
  }

  get unsaved(): boolean {
    if (this.sentClash !== undefined) return true;
    return this.isDraft ? this.#saving.unsaved : JSON.stringify($state.snapshot(this.typed)) !== this.#first;
  }

  touched(): void {
    if (this.isDraft && this.sentClash === undefined) this.#saving.touched();
    else this.#keep(this.base);
  }

  settleDown = (): Promise<void> => this.#saving.settleDown();
  wake = (): void => this.#saving.wake();
  stop = (): void => this.#saving.stop();

  /** Looks for what an earlier visit could not save; what the server has by now is no news. */
  lookForCopy(): void {
    const copy = readCopy(this.#storage, this.#whose);
    if (copy && JSON.stringify(copy.typed) !== JSON.stringify($state.snapshot(this.typed))) this.copy = copy;
    else if (copy && !this.unsaved) this.forget();
  }

  /** Puts the copy into the form as if it had been typed just now: what changed meanwhile is joined, or asked. */
  restore(proposal: Proposal): void {
    const { copy } = this;
    if (!copy) return;
    this.copy = undefined;
    const here = $state.snapshot(this.typed);
    const mine = draftFrom(copy.typed);
    if (!('fields' in mine)) this.typed = copy.typed;
    else {
      const { taken, asked } = partedFrom(copy.base, mine.fields, proposal.fields);
      this.typed = takeInto(copy.typed, draftIn(here) ?? proposal.fields, taken);
      if (asked.length > 0) return this.meet({ theirs: proposal, mine: mine.fields, taken, asked });
    }
    this.touched();
  }

  /** A conflict that the server's answer to the form told of. */
  meet(clash: Clash): void {
    this.version = clash.theirs.version;
    this.base = clash.theirs.fields;
    this.sentClash = clash;
    this.#keep(this.base);
  }

  chosen(takeTheirs: FieldKey[]): void {
    const { sentClash } = this;
    if (!sentClash) return this.#saving.chosen(takeTheirs);
    this.typed = takeInto($state.snapshot(this.typed), sentClash.theirs.fields, takeTheirs);
    this.sentClash = undefined;
    if (this.isDraft) this.#saving.rebase(sentClash.theirs);
    this.touched();
  }

  forget(): void {
    this.copy = undefined;
    forgetCopy(this.#storage, this.#whose);
  }

  #keep(base: DraftFields): void {
    // What an earlier visit left is not written over before somebody has said what becomes of it.
    if (this.copy) return;
    keepCopy(this.#storage, this.#whose, {
      typed: $state.snapshot(this.typed),
      base,
      at: new Date().toISOString(),
    });
  }
}

const draftIn = (typed: Typed): DraftFields | undefined => {
  const draft = draftFrom(typed);
  return 'fields' in draft ? draft.fields : undefined;
};
