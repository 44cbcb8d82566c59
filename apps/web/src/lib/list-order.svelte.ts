import type { RankedProposal } from '@piaojue/contract';
import { orderTyped, swapped } from './list-order.js';

/**
 * The order on the page. What was moved or typed here holds for the saved order that it was made on; when that changes,
 * by this page or by somebody else, the page shows what is saved.
 */
export class ListOrder {
  #shortlisted: () => readonly RankedProposal[] = () => [];
  readonly saved = $derived.by(() => this.#shortlisted().map(({ id }) => id));
  #moved = $state.raw<{ on: string; order: readonly string[] }>();
  #typed = $state.raw<{ on: string; places: Readonly<Record<string, string>> }>();
  readonly shown = $derived(this.#moved?.on === this.saved.join() ? this.#moved.order : this.saved);
  readonly #places = $derived(this.#typed?.on === this.saved.join() ? this.#typed.places : {});
  readonly #wanted = $derived(orderTyped(this.shown, (id) => this.placeOf(id)));
  /** What is wrong with the numbers typed. */
  readonly problems = $derived('problems' in this.#wanted ? this.#wanted.problems : []);
  /** Whether the server knows exactly the order that the page shows, with the numbers typed. */
  readonly isSaved = $derived(
    'order' in this.#wanted &&
      this.#wanted.order.join() === this.saved.join() &&
      this.#shortlisted().every(({ listNumber }, i) => listNumber === i + 1),
  );

  /** `typed`: the numbers that the server sent back, for whoever has no script. */
  constructor(shortlisted: () => readonly RankedProposal[], typed?: Readonly<Record<string, string>>) {
    this.#shortlisted = shortlisted;
    if (typed) this.#typed = { on: this.saved.join(), places: typed };
  }

  placeOf(id: string): string {
    return this.#places[id] ?? String(this.shown.indexOf(id) + 1);
  }

  type(id: string, place: string): void {
    this.#typed = { on: this.saved.join(), places: { ...this.#places, [id]: place } };
  }

  /** Moves within what is shown; numbers that were typed are put in order first. */
  move(id: string, step: -1 | 1): void {
    if (!('order' in this.#wanted)) return;
    const { order } = this.#wanted;
    const i = order.indexOf(id);
    if (i + step < 0 || i + step >= order.length) return;
    this.#moved = { on: this.saved.join(), order: swapped(order, i, i + step) };
    this.#typed = undefined;
  }
}
