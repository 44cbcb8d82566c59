import { browser } from '$app/environment';
import { noHallNotes, type HallNotes } from '$lib/sitting.js';

/** What the clerk ticks in the hall for one vote, kept in this browser. */
export class HallNotebook {
  notes = $state.raw<HallNotes>(noHallNotes);
  readonly #key: string;

  constructor(voteId: string) {
    this.#key = `piaojue.hall.${voteId}`;
  }

  /** After the first paint: the server does not know what this browser keeps. */
  load(): void {
    try {
      this.notes = { ...noHallNotes, ...(JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Partial<HallNotes>) };
    } catch {
      // unreadable or switched off: start without notes
    }
  }

  set(change: Partial<HallNotes>): void {
    this.notes = { ...this.notes, ...change };
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.notes));
    } catch {
      // the notes hold until the page is left
    }
  }
}

const notebooks = new Map<string, HallNotebook>();

export function hallNotesOf(voteId: string): HallNotebook {
  if (!browser) return new HallNotebook(voteId);
  let notebook = notebooks.get(voteId);
  if (notebook === undefined) {
    notebook = new HallNotebook(voteId);
    notebooks.set(voteId, notebook);
  }
  return notebook;
}
