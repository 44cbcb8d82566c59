import { normalizeCredential } from '@piaojue/ballot-crypto';
import type { BoothVote } from '@piaojue/contract';
import { call } from '../api/call.js';
import { at } from '../api/wire.js';
import { AskedWorker } from '../ballot/ask-worker.js';
import { capOf, standingOf, titleOf } from '../ballot/booth.svelte.js';
import { castUntilAnswered } from '../ballot/casting.js';
import { openDevice } from '../ballot/device.js';
import { pause } from '../ballot/follow.js';
import { plainFetch } from '../ballot/plain-fetch.js';
import { type SealAsks, webRandom } from '../ballot/seal-acts.js';
import { approvalsFor, ballotsWith, minutesLeft, scenes } from './simulate.js';
import type { KeptSlips } from './slip-page.svelte.js';
import { below, shuffled } from './slip-list.js';

/** Slips left for the visitor's own hand. */
export const leftForVisitor = 2;
const atOnce = 3;

/** 演示助手: votes for the delegates who are not in the room. For a demonstration installation only. */
export class DemoRun {
  demo = $state<boolean | null>(null);
  votes = $state.raw<readonly BoothVote[]>([]);
  credentials = $state.raw<readonly string[]>([]);
  state = $state<'idle' | 'counting' | 'voting' | 'done' | 'failed'>('idle');
  free = $state<number | null>(null);
  looked = $state(0);
  cast = $state(0);
  planned = $state(0);
  failed = $state(0);
  #started = 0;
  readonly minutesLeft = $derived(
    this.state === 'voting'
      ? minutesLeft(performance.now() - this.#started, this.cast + this.failed, this.planned)
      : undefined,
  );
  left = $state.raw<readonly string[]>([]);
  problem = $state<string | null>(null);

  readonly open = $derived(this.votes.find(({ state, election }) => state === 'open' && election !== null) ?? null);
  readonly title = $derived(this.open === null ? '' : titleOf(this.open));

  readonly #end = new AbortController();
  readonly #workers = [0, 1].map(
    () =>
      new AskedWorker<SealAsks>(
        () => new Worker(new URL('../ballot/seal.worker.ts', import.meta.url), { type: 'module' }),
      ),
  );

  async begin(): Promise<void> {
    const device = await openDevice();
    const kept = await device.all<KeptSlips>('slips').catch(() => []);
    if (this.credentials.length === 0) this.credentials = kept.at(-1)?.credentials ?? [];
    await this.look();
  }

  leave(): void {
    this.#end.abort();
    this.#workers.forEach((worker) => worker.end());
  }

  async look(): Promise<void> {
    const reply = await call(plainFetch, at('readBooth'), { signal: this.#end.signal });
    if (!reply.ok) return;
    this.demo = reply.value.demo;
    this.votes = reply.value.votes;
  }

  load(text: string): void {
    let read: { format?: unknown; credentials?: unknown };
    try {
      read = Object(JSON.parse(text)) as typeof read;
    } catch {
      read = {};
    }
    const codes = Array.isArray(read.credentials)
      ? read.credentials.map((each) => normalizeCredential(String(each)))
      : [];
    const good = codes.filter((code) => code !== undefined);
    this.problem =
      read.format === 'piaojue-slips-1' && good.length > 0 && good.length === codes.length
        ? null
        : '这不是演示用的票码文件。';
    if (this.problem === null) this.credentials = good;
  }

  async run(scene: keyof typeof scenes): Promise<void> {
    const vote = this.open;
    if (vote?.election == null || this.state === 'counting' || this.state === 'voting') return;
    try {
      this.state = 'counting';
      const free = await this.#freeFor(vote);
      this.free = free.length;
      const take = Math.min(free.length - leftForVisitor, scenes[scene].ballots);
      this.left = free.slice(Math.max(0, take));
      if (take < 1) {
        this.problem = '没有可用的票了：每张票只能投一次，并且要给您留两张。';
        this.state = 'idle';
        return;
      }
      this.problem = null;
      this.state = 'voting';
      this.#started = performance.now();
      this.planned = take;
      this.cast = 0;
      this.failed = 0;
      const cap = capOf(vote);
      const wanted = approvalsFor(scenes[scene], vote.round, standingOf(vote).length, take, cap);
      const roll = () => below(1_000_000, webRandom) / 1_000_000;
      const ballots = ballotsWith(vote.kind, wanted, take, cap, roll);
      const work = shuffled(free.slice(0, take), webRandom).map((credential, i) => ({
        credential,
        marks: ballots[i]!,
      }));
      await this.#inParallel(work, async ({ credential, marks }, worker) => {
        const sealed = await worker.ask('seal', { voteId: vote.id, election: vote.election!, credential, marks });
        const end = await castUntilAnswered({ voteId: vote.id, ...sealed }, this.#port(), () => undefined);
        if (end.end === 'receipt') this.cast += 1;
        else this.failed += 1;
      });
      this.state = 'done';
    } catch {
      if (this.#end.signal.aborted) return;
      this.problem = '模拟没有做完，请再按一次：已经投的不会重复。';
      this.state = 'failed';
    }
  }

  async #freeFor(vote: BoothVote): Promise<string[]> {
    this.looked = 0;
    const free: string[] = [];
    await this.#inParallel(this.credentials, async (credential, worker) => {
      const { publicKey } = await worker.ask('inspect', { election: vote.election!, credential });
      const slip = await call(plainFetch, at('readSlipUse'), {
        params: { voteId: vote.id },
        query: { publicKey },
        signal: this.#end.signal,
      });
      this.looked += 1;
      if (slip.ok && slip.value.known && !slip.value.void && slip.value.receipt === null) free.push(credential);
    });
    return free;
  }

  #port() {
    const { signal } = this.#end;
    return {
      post: (voteId: string, ballot: string) =>
        call(plainFetch, at('castBallot'), { params: { voteId }, body: { ballot }, signal }),
      look: (tracker: string) => call(plainFetch, at('readReceipt'), { query: { tracker }, signal }),
      wait: async (ms: number) => {
        await pause(ms, signal);
        if (signal.aborted) throw new Error('left');
      },
      random: Math.random,
    };
  }

  async #inParallel<T>(
    items: readonly T[],
    act: (item: T, worker: AskedWorker<SealAsks>) => Promise<void>,
  ): Promise<void> {
    let next = 0;
    const lane = async (k: number): Promise<void> => {
      for (let i = next++; i < items.length; i = next++) await act(items[i]!, this.#workers[k % this.#workers.length]!);
    };
    await Promise.all(Array.from({ length: atOnce }, (_, k) => lane(k)));
  }
}
