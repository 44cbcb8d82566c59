import type { SubmitFunction } from '@sveltejs/kit';
import type { Prover } from './prover.js';

interface Steps {
  readonly prover: () => Prover | undefined;
  /** What else goes along, before the proof. */
  readonly fill?: (form: FormData) => void;
  /** What must be done before the form may go. */
  readonly wait?: () => Promise<unknown>;
  readonly onsent?: () => void;
  readonly onproblem?: () => Promise<void>;
}

/** A form that takes a solved challenge along: one sending at a time, and once more by itself where the proof grew old. */
export class ProvenForm {
  busy = $state(false);
  /** No proof could be had: there is no network. */
  cut = $state(false);
  #retried = false;

  /** For `use:enhance`. */
  send({ prover, fill, wait, onsent, onproblem }: Steps): SubmitFunction {
    return async ({ formData, formElement, cancel }) => {
      if (this.busy) return cancel();
      this.busy = true;
      this.cut = false;
      fill?.(formData);
      try {
        await wait?.();
        formData.set('proof', (await prover()?.take()) ?? '');
      } catch {
        this.busy = false;
        this.cut = true;
        await onproblem?.();
        return cancel();
      }
      return async ({ result, update }) => {
        const sent = result.type === 'redirect' || result.type === 'success';
        if (sent) onsent?.();
        await update({ reset: false });
        this.busy = false;
        if (sent) return;
        prover()?.begin();
        const refusal = result.type === 'failure' ? String(result.data?.['refusal']) : '';
        if (/^proof_(expired|used)$/.test(refusal) && !this.#retried) {
          this.#retried = true;
          formElement.requestSubmit();
        } else await onproblem?.();
      };
    };
  }
}
