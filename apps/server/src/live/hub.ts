import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Report } from '../background.js';

/** Frames leave at most this often (ms). */
const pace = 250;
/** Counts of ballots move at most this often, so that nobody sees who has just voted (ms; R-27). */
const countPace = 2000;
/** A reader with more than this waiting is dropped and reconnects (bytes). */
const mostQueued = 65_536;

/**
 * Server-sent events for the hall screen and everything that follows it: one encoding per frame for all readers.
 * `load` gives the whole state; a frame is sent only when it differs from the last.
 */
export class Hub {
  readonly #readers = new Set<ServerResponse>();
  readonly #load: () => Promise<unknown>;
  readonly #report: Report;
  #timer: NodeJS.Timeout | undefined;
  #counting: NodeJS.Timeout | undefined;
  #last = '';
  #sent = 0;
  #again = false;
  #loading = false;
  readonly #shown = new Map<string, { count: number; at: number }>();

  constructor(load: () => Promise<unknown>, report: Report) {
    this.#load = load;
    this.#report = report;
  }

  attach(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    const response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    request.raw.socket.setNoDelay(true);
    request.raw.socket.setTimeout(0);
    response.write('retry: 2000\n\n');
    if (this.#last) response.write(this.#last);
    this.#readers.add(response);
    response.on('close', () => this.#readers.delete(response));
    this.touch();
  }

  /** Something changed. Cheap when nobody reads. */
  touch(): void {
    this.#again = true;
    if (this.#timer || this.#loading || this.#readers.size === 0) return;
    this.#timer = setTimeout(() => void this.#frame(), pace);
  }

  /** A ballot came in: told with the next step of the count. */
  touchCount(): void {
    if (this.#readers.size > 0)
      this.#counting ??= setTimeout(() => {
        this.#counting = undefined;
        this.touch();
      }, countPace);
  }

  /**
   * How many ballots the hall may say a vote holds: the count moves in steps however often it is asked, so that nobody in
   * the hall sees who has just voted. The public log is live and tells each ballot as it comes.
   *
   * @param isOpen whether ballots still come
   */
  stepOf(voteId: string, count: number, isOpen: boolean, now: number): number {
    const before = this.#shown.get(voteId);
    if (!isOpen) {
      this.#shown.delete(voteId);
      return count;
    }
    if (before?.count === count) return count;
    if (before && now - before.at < countPace) {
      this.touchCount(); // those who follow hear of it with the next step
      return before.count;
    }
    this.#shown.set(voteId, { count, at: now });
    return count;
  }

  async #frame(): Promise<void> {
    this.#timer = undefined;
    this.#again = false;
    this.#loading = true;
    try {
      const data = JSON.stringify(await this.#load());
      const frame = `data: ${data}\n\n`;
      if (this.#last.endsWith(frame)) return;
      this.#last = `id: ${++this.#sent}\n${frame}`;
      for (const reader of this.#readers) {
        if (reader.writableLength > mostQueued) reader.destroy();
        else reader.write(this.#last);
      }
    } catch (error) {
      // The next touch tries again; readers fall back to polling meanwhile.
      this.#report(error, { background: 'live screen' });
    } finally {
      this.#loading = false;
      if (this.#again) this.touch();
    }
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#counting);
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }
}
