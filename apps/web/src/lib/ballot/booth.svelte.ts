import { normalizeCredential } from '@piaojue/ballot-crypto';
import type { BoothVote, Candidate, Receipt, Screen } from '@piaojue/contract';
import { call } from '../api/call.js';
import { at } from '../api/wire.js';
import { chineseNumber } from '../format.js';
import {
  castRefusal,
  credentialProblem,
  ended,
  receiptAlarms,
  rejectedBallot,
  unknownCode,
  unknownSlip,
} from '../wording/booth.js';
import { AskedWorker } from './ask-worker.js';
import { type CastReport, castUntilAnswered, type SealedBallot } from './casting.js';
import { type Device, openDevice } from './device.js';
import { type AnyMark, type Draft, emptyDraft, finalMarks, hasMarks, markProject } from './draft.js';
import { pause } from './follow.js';
import { plainFetch } from './plain-fetch.js';
import { checkReceipt } from './receipt.js';
import type { SealAsks } from './seal-acts.js';

export type Stage =
  | 'entry'
  | 'looking'
  | 'waiting'
  | 'unusable'
  | 'used'
  | 'marking'
  | 'review'
  | 'sealing'
  | 'sealed'
  | 'challenged'
  | 'casting'
  | 'receipt'
  | 'refused'
  | 'ended'
  | 'alarm';

interface Said {
  readonly title: string;
  readonly next: string;
}

/** What is kept on the device while a ballot is under way: nothing that tells a choice or the slip. */
interface Kept extends SealedBallot {
  readonly title: string;
}

export interface BoxedReceipt {
  readonly title: string;
  readonly tracker: string;
  readonly position: number;
  readonly logSize: number;
}

const running = new Set(['open', 'suspended']);
/** A ballot is being made, and nothing of it has been sent. */
const making: ReadonlySet<Stage> = new Set(['marking', 'review', 'sealing', 'sealed', 'challenged']);
/** Looking again would take something away that the person must see or finish. */
const busy: ReadonlySet<Stage> = new Set([...making, 'casting', 'refused', 'ended', 'alarm']);

/**
 * One delegate at one device, from the slip to the receipt. The credential and the marks live in this object only; the
 * seed of a sealed ballot only in the worker.
 */
export class Booth {
  stage = $state<Stage>('looking');
  votes = $state.raw<readonly BoothVote[]>([]);
  demo = $state(false);
  /** what the person does now is for this vote */
  vote = $state.raw<BoothVote | null>(null);
  draft = $state.raw<Draft | null>(null);
  /** project whose 赞成 was refused because of the cap */
  overCap = $state<number | null>(null);
  problem = $state<Said | null>(null);
  /** the code in the entry field */
  typed = $state('');
  entryProblem = $state<string | null>(null);
  progress = $state(0);
  tracker = $state<string | null>(null);
  cast = $state.raw<CastReport>({ stage: 'unsent', lost: 0, paused: false });
  receipt = $state.raw<BoxedReceipt | null>(null);
  used = $state.raw<{ title: string; receipt: Receipt; others: number } | null>(null);
  alarm = $state<string | null>(null);
  challenge = $state<string | null>(null);
  /** ms that sealing took: shown to nobody, read by measurements */
  sealedIn = $state<number | null>(null);
  offline = $state(false);
  hasCredential = $state(false);

  readonly projects: readonly Candidate[] = $derived(standingOf(this.vote));
  readonly isMaking = $derived(making.has(this.stage));
  readonly dirty = $derived(this.draft !== null && hasMarks(this.draft) && (this.isMaking || this.stage === 'refused'));

  #credential: string | undefined;
  #sealed: SealedBallot | undefined;
  #device: Device | undefined;
  #casting = false;
  #looking = 0;
  #seen = '';
  readonly #left = new AbortController();
  readonly #worker = new AskedWorker<SealAsks>(
    () => new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' }),
  );

  /** Goes on with a ballot that was under way when the page was closed; otherwise takes the slip's code. */
  async begin(fragment: string): Promise<void> {
    this.#device = await openDevice();
    const under = await this.#device.all<Kept>('casting').catch(() => []);
    const typed = fragment.replace(/^#/, '');
    if (typed !== '') this.#take(typed);
    const [first] = under;
    if (first !== undefined) return this.#resume(first);
    if (this.#credential === undefined) this.stage = 'entry';
    await this.look();
  }

  enter(): void {
    if (this.#take(this.typed)) void this.look();
  }

  /** Another slip was scanned into this page. */
  scan(fragment: string): void {
    this.next();
    if (this.#take(fragment)) void this.look();
  }

  #take(typed: string): boolean {
    const code = typed.includes('#') ? typed.slice(typed.lastIndexOf('#') + 1) : typed;
    const credential = normalizeCredential(safeDecode(code));
    this.entryProblem = credential === undefined ? credentialProblem(code) : null;
    if (credential === undefined) {
      this.typed = safeDecode(code);
      this.stage = 'entry';
      return false;
    }
    this.#credential = credential;
    this.hasCredential = true;
    return true;
  }

  /** A vote of the sitting changed: look again. What this person does depends on their own vote, not on the hall's. */
  follow({ votes }: Screen): void {
    const now = votes.map(({ id, state }) => `${id} ${state}`).join();
    if (now === this.#seen) return;
    this.#seen = now;
    this.#ownIs(votes);
    void this.look();
  }

  /** The state of the own vote. Nothing unsent outlives it; one that is only not named keeps everything as it is. */
  #ownIs(votes: readonly Pick<BoothVote, 'id' | 'state'>[]): void {
    if (this.vote === null) return;
    const state = votes.find(({ id }) => id === this.vote?.id)?.state;
    if (state === undefined) return;
    if (state !== this.vote.state) this.vote = { ...this.vote, state };
    if (running.has(state) || !this.isMaking) return;
    this.problem = ended(state);
    this.#forgetSeal();
    this.draft = null;
    this.vote = null;
    this.stage = 'ended';
  }

  async look(): Promise<void> {
    const turn = ++this.#looking;
    const reply = await call(plainFetch, at('readBooth'), { signal: this.#left.signal });
    if (turn !== this.#looking) return;
    this.offline = !reply.ok;
    if (!reply.ok) {
      this.#seen = '';
      return;
    }
    this.votes = reply.value.votes;
    this.demo = reply.value.demo;
    this.#ownIs(this.votes);
    if (this.#credential === undefined) return;
    if (busy.has(this.stage)) return;
    await this.#choose(turn);
  }

  /** The vote this slip can be used for now. */
  async #choose(turn: number): Promise<void> {
    const open = this.votes.filter(({ state, election }) => running.has(state) && election !== null);
    const waitsForReceipt = this.stage === 'receipt';
    if (open.length === 0) {
      if (!waitsForReceipt) this.stage = 'waiting';
      return;
    }
    if (!waitsForReceipt) this.stage = this.stage === 'used' ? 'used' : 'looking';
    let used: { title: string; receipt: Receipt } | undefined;
    let refused: Said | undefined;
    const usable: BoothVote[] = [];
    for (const vote of open) {
      const slip = await this.#slipFor(vote);
      if (turn !== this.#looking) return;
      if (slip === 'offline') {
        this.offline = true;
        this.#seen = '';
        setTimeout(() => void this.look(), 3000);
        return;
      }
      if (slip === 'changed') {
        this.#raise('页面上的项目名单与封存的票箱不一致，不能投票。', true);
        return;
      }
      if (!slip.known) refused ??= unknownSlip;
      else if (slip.void) refused ??= said('这张表决票已经作废。', '请带着表决票到发票处，由工作人员核对。');
      else if (slip.receipt !== null) used ??= { title: vote.title, receipt: slip.receipt };
      else usable.push(vote);
    }
    const [next] = usable;
    if (next !== undefined) {
      if (waitsForReceipt) return; // the receipt stays until the person goes on
      this.vote = next;
      this.draft = emptyDraft(next.kind, standingOf(next).length, capOf(next));
      this.overCap = null;
      this.typed = '';
      this.stage = 'marking';
    } else if (waitsForReceipt) return;
    else if (used !== undefined) {
      this.used = { ...used, others: open.length - 1 };
      this.stage = 'used';
    } else if (refused === unknownSlip && this.typed !== '') this.#askAgain();
    else {
      this.problem = refused ?? null;
      this.stage = 'unusable';
    }
  }

  /** A typed code that is on no list has most likely one wrong letter: it stays, in the groups of the slip. */
  #askAgain(): void {
    this.typed = this.#credential ?? this.typed;
    this.#credential = undefined;
    this.hasCredential = false;
    this.entryProblem = unknownCode;
    this.stage = 'entry';
  }

  async #slipFor(vote: BoothVote) {
    const facts = await this.#worker.ask('inspect', { election: vote.election!, credential: this.#credential! });
    // What is sealed is what the record says; what is shown must be the same list (an evil server could swap names).
    const titles = standingOf(vote).map(({ listNumber, fields }) => `${listNumber}. ${fields.name}`);
    const agrees =
      facts.kind === vote.kind && facts.cap === capOf(vote) && facts.titles.join('\n') === titles.join('\n');
    if (!agrees) return 'changed' as const;
    const reply = await call(plainFetch, at('readSlipUse'), {
      params: { voteId: vote.id },
      query: { publicKey: facts.publicKey },
      signal: this.#left.signal,
    });
    return reply.ok ? reply.value : ('offline' as const);
  }

  mark(project: number, mark: AnyMark | undefined): boolean {
    if (this.draft === null) return false;
    const marking = markProject(this.draft, project, mark);
    this.overCap = marking.ok ? null : project;
    if (marking.ok) this.draft = marking.draft;
    return marking.ok;
  }

  toReview(): void {
    this.overCap = null;
    this.stage = 'review';
  }

  toMarks(): void {
    this.#forgetSeal();
    this.stage = 'marking';
  }

  /** The browser's Back button. @returns false where one more step back would lose something. */
  back(): boolean {
    if (this.stage === 'review' || this.stage === 'sealed') this.toMarks();
    else if (this.stage === 'challenged') this.afterChallenge();
    else if (this.stage === 'refused') this.retry();
    else return false;
    return true;
  }

  async seal(): Promise<void> {
    if (this.vote?.election == null || this.draft === null || this.#credential === undefined) return;
    if (this.stage === 'sealing') return;
    this.stage = 'sealing';
    this.progress = 0;
    const started = performance.now();
    const given = {
      voteId: this.vote.id,
      election: this.vote.election,
      credential: this.#credential,
      marks: finalMarks(this.draft),
    };
    try {
      const made = await this.#worker.ask('seal', given, (done, of) => (this.progress = done / of));
      if (this.stage !== 'sealing') return; // the vote ended meanwhile
      this.sealedIn = Math.round(performance.now() - started);
      this.#sealed = Object.freeze({ voteId: this.vote.id, ...made });
      this.tracker = made.tracker;
      this.cast = { stage: 'unsent', lost: 0, paused: false };
      this.stage = 'sealed';
    } catch {
      if (this.stage !== 'sealing') return;
      this.problem = said('封存没有成功，票没有投入。', '您的选择还在。请再封存一次；仍不成功请换一台设备。');
      this.stage = 'refused';
    }
  }

  /** 抽查: opens the sealed ballot for a second device. It is thrown away; another one is made. */
  async challengeBallot(): Promise<void> {
    this.#sealed = undefined;
    this.challenge = await this.#worker.ask('challenge', undefined);
    this.stage = 'challenged';
  }

  afterChallenge(): void {
    this.challenge = null;
    this.tracker = null;
    this.stage = 'review';
  }

  async castBallot(): Promise<void> {
    const { vote } = this;
    if (this.#sealed === undefined || vote === null || this.#casting) return;
    this.#casting = true;
    this.stage = 'casting';
    const kept: Kept = { ...this.#sealed, title: titleOf(vote) };
    await this.#device?.put('casting', kept.tracker, kept).catch(() => undefined);
    await this.#finish(kept);
  }

  async #resume(kept: Kept): Promise<void> {
    if (this.#casting) return;
    this.#casting = true;
    this.tracker = kept.tracker;
    this.stage = 'casting';
    await this.#finish(kept);
  }

  async #finish(kept: Kept): Promise<void> {
    const { signal } = this.#left;
    const port = {
      post: (voteId: string, ballot: string) =>
        call(plainFetch, at('castBallot'), { params: { voteId }, body: { ballot }, signal }),
      look: (tracker: string) => call(plainFetch, at('readReceipt'), { query: { tracker }, signal }),
      wait: async (ms: number) => {
        await pause(ms, signal, true);
        if (signal.aborted) throw new Error('left');
      },
      random: Math.random,
    };
    try {
      const end = await castUntilAnswered(kept, port, (now) => (this.cast = now));
      if (end.end === 'receipt') await this.#accept(kept, end.receipt, port.wait);
      else {
        await this.#device?.remove('casting', kept.tracker);
        this.problem = end.end === 'rejected' ? rejectedBallot : castRefusal(end.refusal, end.detail);
        this.#sealed = undefined;
        this.stage = 'refused';
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#casting = false;
    }
  }

  /** The receipt is believed only when its proof holds here. Then everything of the ballot is forgotten. */
  async #accept(kept: Kept, receipt: Receipt, wait: (ms: number) => Promise<void>): Promise<void> {
    let verifierKey: string | undefined;
    for (let tries = 0; verifierKey === undefined; tries += 1) {
      const log = await call(plainFetch, at('readLog'), { query: { from: receipt.position ?? 0, limit: 1 } });
      if (log.ok) verifierKey = log.value.verifierKey;
      else await wait(Math.min(5000, 500 * (tries + 1)));
    }
    const verdict = checkReceipt(receipt, kept, verifierKey);
    if (!verdict.ok) return this.#raise(receiptAlarms[verdict.problem], false);
    await this.#device?.remove('casting', kept.tracker);
    this.#forgetSeal();
    this.draft = null;
    this.vote = null;
    const { position, logSize } = verdict;
    this.receipt = { title: kept.title, tracker: kept.tracker, position, logSize };
    this.stage = 'receipt';
  }

  #raise(sentence: string, beforeVoting: boolean): void {
    this.alarm = sentence;
    if (beforeVoting) this.draft = null;
    this.stage = 'alarm';
  }

  #forgetSeal(): void {
    this.#sealed = undefined;
    this.tracker = null;
    this.challenge = null;
    this.sealedIn = null;
    void this.#worker.ask('forget', undefined).catch(() => undefined);
  }

  /** After a refusal: back to the marks, if there are any, or to the slip. */
  retry(): void {
    this.problem = null;
    this.#forgetSeal();
    if (this.draft === null || this.#credential === undefined) return this.next();
    this.stage = 'review';
    this.#ownIs(this.votes);
  }

  /** From a receipt or an ended vote to what this slip may do next: another vote, or waiting for one. */
  goOn(): void {
    this.receipt = null;
    this.problem = null;
    if (this.#credential === undefined) return this.next();
    this.stage = 'looking';
    void this.look();
  }

  /** 下一位: nothing of the person before is left. */
  next(): void {
    this.#credential = undefined;
    this.hasCredential = false;
    this.draft = null;
    this.vote = null;
    this.receipt = null;
    this.used = null;
    this.problem = null;
    this.alarm = null;
    this.typed = '';
    this.entryProblem = null;
    this.overCap = null;
    this.tracker = null;
    this.challenge = null;
    this.#sealed = undefined;
    this.#worker.end();
    this.stage = 'entry';
  }

  leave(): void {
    this.#left.abort();
    this.#worker.end();
  }
}

const said = (title: string, next: string): Said => ({ title, next });

export const standingOf = (vote: BoothVote | null): Candidate[] =>
  (vote?.candidates ?? []).filter(({ withdrawn }) => !withdrawn).toSorted((a, b) => a.listNumber - b.listNumber);

/** 满意度测评 has no cap. */
export const capOf = (vote: BoothVote): number => (vote.kind === 'satisfaction' ? standingOf(vote).length : vote.cap);

export const titleOf = ({ title, round }: BoothVote): string =>
  round > 1 && !title.includes('轮') ? `${title}（第${chineseNumber(round)}轮）` : title;

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
