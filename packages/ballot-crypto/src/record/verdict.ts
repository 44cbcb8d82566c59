/** A check that can fail: `failed` names the check, `subject` whom or what it failed on. */
export type Verdict<F extends string> = { readonly ok: true } | Refusal<F>;

export interface Refusal<F extends string> {
  readonly ok: false;
  readonly failed: F;
  /** e.g. `question 1, cell 3` or `member 2` */
  readonly subject?: string;
}

export const accepted: { readonly ok: true } = { ok: true };

export const refuse = <F extends string>(failed: F, subject?: string): Refusal<F> =>
  subject === undefined ? { ok: false, failed } : { ok: false, failed, subject };
