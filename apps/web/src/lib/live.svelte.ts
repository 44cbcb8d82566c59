import type { Screen } from '@piaojue/contract';
import { call } from './api/call.js';
import { at } from './api/wire.js';

export type LinkState = 'connecting' | 'live' | 'polling' | 'lost';

const address = '/api/public/screen/live';
const pollEvery = 5000;
const retryEvery = 10_000;

/**
 * What the hall screen shows, kept up to date. `const live = new Live(data.screen); $effect(() => live.start());`
 * Listens to the stream; where that fails it asks every 5 s and keeps trying the stream.
 */
export class Live {
  screen = $state.raw<Screen | null>(null);
  link = $state<LinkState>('connecting');

  #onFrame: ((screen: Screen) => void) | undefined;
  #source: EventSource | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(initial: Screen | null = null, onFrame?: (screen: Screen) => void) {
    this.screen = initial;
    this.#onFrame = onFrame;
  }

  /** @returns what ends it. */
  start(): () => void {
    this.#listen();
    return () => {
      this.#source?.close();
      clearInterval(this.#poll);
      clearTimeout(this.#retry);
      this.#source = undefined;
      this.#poll = undefined;
    };
  }

  #take(screen: Screen): void {
    this.screen = screen;
    this.#onFrame?.(screen);
  }

  #listen(): void {
    const source = new EventSource(address);
    this.#source = source;
    source.onmessage = (event) => {
      this.link = 'live';
      this.#stopPolling();
      try {
        this.#take(JSON.parse(String(event.data)) as Screen);
      } catch {
        // a broken frame: the next one brings the whole state again
      }
    };
    source.onopen = () => {
      this.link = 'live';
      this.#stopPolling();
    };
    source.onerror = () => {
      this.#startPolling();
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      clearTimeout(this.#retry);
      this.#retry = setTimeout(() => this.#source === source && this.#listen(), retryEvery);
    };
  }

  #startPolling(): void {
    if (this.#poll !== undefined) return;
    this.link = 'polling';
    this.#poll = setInterval(() => void this.#ask(), pollEvery);
    void this.#ask();
  }

  #stopPolling(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }

  async #ask(): Promise<void> {
    const reply = await call(fetch, at('readScreen'));
    if (this.#poll === undefined) return;
    this.link = reply.ok ? 'polling' : 'lost';
    if (reply.ok) this.#take(reply.value);
  }
}
