import type { BoothVote, TrusteeTask } from '@piaojue/contract';
import { call } from '../api/call.js';
import { at } from '../api/wire.js';
import { AskedWorker } from '../ballot/ask-worker.js';
import { type Device, openDevice } from '../ballot/device.js';
import { pause } from '../ballot/follow.js';
import { plainFetch } from '../ballot/plain-fetch.js';
import { holdTab } from '../keys/one-tab.js';
import type { SlipAsks } from './slip-acts.js';
import type { PublicList } from './slip-list.js';

/** The secrets of the slips, in this browser until they are printed and destroyed. */
export interface KeptSlips {
  readonly sittingId: string;
  readonly sittingTitle: string;
  readonly credentials: readonly string[];
  readonly lists: readonly PublicList[];
  readonly listHash: string;
}

/** The credential authority: makes the slips, sends their public halves, voids those that are left over. */
export class SlipPage {
  task = $state.raw<TrusteeTask | null>(null);
  slips = $state.raw<KeptSlips | null>(null);
  votes = $state.raw<readonly BoothVote[]>([]);
  demo = $state(false);
  locked = $state(false);
  offline = $state(false);
  busy = $state<'make' | 'void' | 'discard' | null>(null);
  progress = $state.raw<{ done: number; of: number } | null>(null);
  refusal = $state.raw<{ code: string; detail: unknown } | null>(null);
  voided = $state<number | null>(null);
  destroyed = $state(false);
  isLasting = $state(true);
  /** another tab of this browser has the slips open: that one acts */
  elsewhere = $state(false);
  /** The server's list is not the one made here: nobody may vote on it. */
  readonly listDiffers = $derived(
    this.slips !== null && this.task?.slips != null && this.task.slips.listHash !== this.slips.listHash,
  );
  readonly isRegistered = $derived(this.task?.slips != null);

  readonly #token: string | undefined;
  #device: Device | undefined;
  #held = false;
  readonly #left = new AbortController();
  readonly #worker = new AskedWorker<SlipAsks>(
    () => new Worker(new URL('./slips.worker.ts', import.meta.url), { type: 'module' }),
  );

  constructor(token: string | undefined) {
    this.#token = token;
    this.locked = token === undefined;
  }

  async begin(): Promise<void> {
    this.#device = await openDevice();
    this.isLasting = this.#device.lasting;
    const { signal } = this.#left;
    while (!signal.aborted && !this.locked) {
      await this.refresh();
      await pause(document.visibilityState === 'visible' ? 3000 : 15_000, signal, true);
    }
  }

  leave(): void {
    this.#left.abort();
    this.#worker.end();
  }

  async refresh(): Promise<void> {
    if (this.#token === undefined || this.busy !== null) return;
    const { signal } = this.#left;
    const [task, booth] = await Promise.all([
      call(plainFetch, at('readTrusteeTask'), { token: this.#token, signal }),
      call(plainFetch, at('readBooth'), { signal }),
    ]);
    if (signal.aborted) return;
    if (booth.ok) {
      // A list that is the same must not lay out hundreds of sheets again.
      if (JSON.stringify(this.votes) !== JSON.stringify(booth.value.votes)) this.votes = booth.value.votes;
      this.demo = booth.value.demo;
    }
    this.offline = !task.ok && task.refusal === 'unreachable';
    if (!task.ok) {
      if (task.refusal === 'not_signed_in' || task.refusal === 'not_found') this.locked = true;
      return;
    }
    this.#held ||= await holdTab(`piaojue:slips:${task.value.sittingId}`, signal);
    this.elsewhere = !this.#held;
    if (this.#held && this.slips === null && !this.destroyed) {
      this.slips = (await this.#device?.get<KeptSlips>('slips', task.value.sittingId).catch(() => undefined)) ?? null;
    }
    this.task = task.value;
  }

  /** Makes and registers the slips. They are kept before they are sent: a lost answer costs no slip. */
  async make(count: number): Promise<void> {
    const { task } = this;
    if (task === null || this.busy !== null || task.slips !== null) return;
    this.busy = 'make';
    this.refusal = null;
    try {
      const uuids = task.elections.map(({ uuid }) => uuid);
      const isCurrent =
        this.slips?.credentials.length === count && this.slips.lists.map(({ uuid }) => uuid).join() === uuids.join();
      if (!isCurrent) {
        const made = await this.#worker.ask(
          'make',
          { group: task.group, uuids, count },
          (done, of) => (this.progress = { done, of }),
        );
        const slips = { sittingId: task.sittingId, sittingTitle: task.sittingTitle, ...made };
        await this.#device?.put('slips', task.sittingId, slips);
        this.slips = slips;
      }
      const lists = this.slips!.lists.map(({ uuid, publicKeys }) => ({ uuid, publicKeys: [...publicKeys] }));
      const reply = await call(plainFetch, at('registerSlips'), {
        token: this.#token!,
        body: { lists },
        signal: this.#left.signal,
      });
      if (reply.ok) this.task = reply.value;
      // Registered by an earlier try whose answer was lost: the next refresh compares the lists.
      else if (reply.refusal !== 'slips_registered') this.refusal = { code: reply.refusal, detail: reply.detail };
    } catch {
      this.refusal = { code: 'internal', detail: undefined };
    } finally {
      this.busy = null;
      this.progress = null;
    }
    await this.refresh();
  }

  /** Strikes slips off every list, before the box is sealed. */
  async strike(credentials: readonly string[], reason: 'left_over' | 'spoiled'): Promise<boolean> {
    const { task } = this;
    if (task === null || this.busy !== null || credentials.length === 0) return false;
    this.busy = 'void';
    this.refusal = null;
    this.voided = null;
    try {
      const uuids = task.elections.map(({ uuid }) => uuid);
      const rows = await this.#worker.ask(
        'derive',
        { group: task.group, uuids, credentials },
        (done, of) => (this.progress = { done, of }),
      );
      const slips = rows.map((row) => row.map((each) => ({ ...each })));
      const reply = await call(plainFetch, at('voidSlips'), {
        token: this.#token!,
        body: { slips, reason },
        signal: this.#left.signal,
      });
      if (reply.ok) {
        this.task = reply.value;
        this.voided = credentials.length;
        return true;
      }
      this.refusal = { code: reply.refusal, detail: reply.detail };
      return false;
    } finally {
      this.busy = null;
      this.progress = null;
    }
  }

  /** All slips of the sitting are void from here on, and may be made anew. */
  async discard(reason: string): Promise<void> {
    if (this.task === null || this.busy !== null) return;
    this.busy = 'discard';
    this.refusal = null;
    try {
      const { signal } = this.#left;
      const reply = await call(plainFetch, at('discardSlips'), { token: this.#token!, body: { reason }, signal });
      if (!reply.ok) {
        this.refusal = { code: reply.refusal, detail: reply.detail };
        return;
      }
      await this.#device?.remove('slips', this.task.sittingId);
      this.slips = null;
      this.destroyed = false;
      this.voided = null;
      this.task = reply.value;
    } finally {
      this.busy = null;
    }
  }

  /** 已印好，销毁: the codes are on paper only from here on. */
  async destroy(): Promise<void> {
    if (this.slips === null) return;
    await this.#device?.remove('slips', this.slips.sittingId);
    this.slips = null;
    this.destroyed = true;
    this.#worker.end();
  }
}
