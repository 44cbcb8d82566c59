/** The part of BroadcastChannel that is needed here. */
export interface Line {
  postMessage(message: unknown): void;
  close(): void;
  addEventListener(type: 'message', heard: (event: { readonly data: unknown }) => void): void;
}

/**
 * A draft belongs to the page that is open with it: two pages under one number would be taken for one suggestion, and the
 * text of the second would be lost. Pages of a browser ask each other whose a draft is; where they cannot, nobody answers.
 */
export class DraftTabs {
  readonly #line: Line | undefined;
  readonly #answered = new Set<string>();
  #mine = '';

  constructor(line: Line | undefined = lineOrNone()) {
    this.#line = line;
    if (!line) return;
    line.addEventListener('message', ({ data }) => {
      const { asked, taken } = data as { asked?: string[]; taken?: string };
      if (asked?.includes(this.#mine)) line.postMessage({ taken: this.#mine });
      if (taken !== undefined) this.#answered.add(taken);
    });
  }

  /** From now on this page answers for this draft. */
  hold(clientId: string): void {
    this.#mine = clientId;
  }

  /** The form is left: its draft waits for whoever opens it next. */
  leave(): void {
    this.#mine = '';
    this.#line?.close();
  }

  /** Those of the drafts that no other open page holds. */
  async free<D extends { readonly clientId: string }>(drafts: readonly D[], wait = 150): Promise<D[]> {
    if (!this.#line || drafts.length === 0) return [...drafts];
    this.#line.postMessage({ asked: drafts.map(({ clientId }) => clientId) });
    await new Promise((done) => setTimeout(done, wait));
    return drafts.filter(({ clientId }) => !this.#answered.has(clientId));
  }
}

function lineOrNone(): Line | undefined {
  try {
    return new BroadcastChannel('piaojue.suggestion');
  } catch {
    return undefined;
  }
}
