import { needsEveryone } from '@piaojue/ballot-crypto';
import type { sendCertificate, sendPolynomial, sendShare, TrusteeTask } from '@piaojue/contract';
import { call, type Called } from '../api/call.js';
import { at } from '../api/wire.js';
import { AskedWorker } from '../ballot/ask-worker.js';
import { type Device, openDevice } from '../ballot/device.js';
import { pause } from '../ballot/follow.js';
import { plainFetch } from '../ballot/plain-fetch.js';
import { boxProblem, type CeremonyAlarm } from '../wording/booth.js';
import {
  type BackupProblem,
  checkBackup,
  type Duty,
  dutyOf,
  type KeptKey,
  membersOf,
  readBackup,
  type Step,
} from './ceremony.js';
import type { KeyAsks } from './key-acts.js';
import { holdTab } from './one-tab.js';
import { type BoxCheck, mayOpen, type OpenedBox } from './open-box.js';

type GoodBox = Extract<BoxCheck, { ok: true }>;

/** Where the opening of one box stands. */
export type Opening =
  | { readonly at: 'loading'; readonly bytes: number }
  | { readonly at: 'checking'; readonly done: number; readonly of: number }
  /** very few ballots: the scrutineer is told what that means, and decides */
  | { readonly at: 'few'; readonly box: GoodBox }
  | { readonly at: 'sending' }
  | { readonly at: 'done'; readonly box: GoodBox }
  | { readonly at: 'refused'; readonly sentence: string };

/** Below this many ballots a result may tell single choices. */
const few = 10;

/** One scrutineer at one browser: key ceremony and opening of boxes. Secrets stay in IndexedDB and in the worker. */
export class KeyPage {
  task = $state.raw<TrusteeTask | null>(null);
  kept = $state.raw<KeptKey | null>(null);
  /** no link, or an old one */
  locked = $state(false);
  offline = $state(false);
  busy = $state<Step | 'make_key' | 'practise' | null>(null);
  alarm = $state.raw<{ kind: CeremonyAlarm; subject?: string; failed?: string } | null>(null);
  /** code of the server's refusal, and its detail */
  refusal = $state.raw<{ code: string; detail: unknown } | null>(null);
  backupProblem = $state<BackupProblem | null>(null);
  openings = $state.raw<Readonly<Record<string, Opening>>>({});
  isLasting = $state(true);
  /** another tab of this browser has this key's page open: that one acts */
  elsewhere = $state(false);

  readonly duty: Duty | null = $derived(
    this.task === null
      ? null
      : this.alarm !== null
        ? { is: 'stop', alarm: this.alarm.kind }
        : dutyOf(this.task, this.kept ?? undefined),
  );

  readonly #token: string | undefined;
  #device: Device | undefined;
  #held = false;
  readonly #left = new AbortController();
  readonly #worker = new AskedWorker<KeyAsks>(
    () => new Worker(new URL('./keys.worker.ts', import.meta.url), { type: 'module' }),
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
      await pause(document.visibilityState === 'visible' ? 2000 : 10_000, signal, true);
    }
  }

  leave(): void {
    this.#left.abort();
    this.#worker.end();
  }

  async refresh(): Promise<void> {
    if (this.#token === undefined || this.busy !== null) return;
    const reply = await call(plainFetch, at('readTrusteeTask'), { token: this.#token, signal: this.#left.signal });
    if (this.#left.signal.aborted) return;
    this.offline = !reply.ok && reply.refusal === 'unreachable';
    if (!reply.ok) {
      if (reply.refusal === 'not_signed_in' || reply.refusal === 'not_found') this.locked = true;
      return;
    }
    await this.#take(reply.value);
  }

  async #take(task: TrusteeTask): Promise<void> {
    this.#held ||= await holdTab(`piaojue:key:${keyOf(task)}`, this.#left.signal);
    this.elsewhere = !this.#held;
    if (this.elsewhere) {
      this.task = task;
      return;
    }
    if (this.kept === null) {
      this.kept = (await this.#device?.get<KeptKey>('key', keyOf(task)).catch(() => undefined)) ?? null;
    }
    this.task = task;
    await this.#goOn();
  }

  /** The steps that need no decision happen by themselves; the first key is made when its owner says so. */
  async #goOn(): Promise<void> {
    const { duty, kept, task } = this;
    if (this.busy !== null || task === null || kept === null || duty === null) return;
    if (duty.is === 'send') await this.#during(duty.step, () => this.#send(duty.step, task, kept));
    else if (duty.is === 'practise') await this.#during('practise', () => this.#practise(task, kept));
  }

  async #during(what: NonNullable<KeyPage['busy']>, act: () => Promise<void>): Promise<void> {
    this.busy = what;
    try {
      await act();
    } finally {
      this.busy = null;
    }
  }

  async #keep(kept: KeptKey): Promise<void> {
    await this.#device?.put('key', keyOf(kept), kept);
    this.kept = kept;
  }

  async makeKey(): Promise<void> {
    const { task, kept: older } = this;
    if (task === null || this.duty?.is !== 'make_key' || this.busy !== null) return;
    await this.#during('make_key', async () => {
      // Nothing is thrown away on a server's word: the key of a ceremony that was started over moves aside.
      if (older !== null) await this.#device?.put('key', `${keyOf(older)}:${older.openedAt}`, older);
      const { sittingId, sittingTitle, openedAt, index, displayName: name, group, size, threshold } = task;
      const made = await this.#worker.ask('certificate', { group, size, threshold, index });
      await this.#keep({
        sittingId,
        sittingTitle,
        openedAt,
        index,
        name,
        group,
        size,
        threshold,
        ...made,
        certificates: null,
        commitments: null,
        polynomial: null,
        share: null,
        pedersen: null,
        backedUp: false,
      });
    });
    await this.#goOn();
  }

  async #send(step: Step, task: TrusteeTask, kept: KeptKey): Promise<void> {
    const given = { token: this.#token!, signal: this.#left.signal };
    if (step === 'certificate') {
      const body = { certificate: kept.certificate, commitment: kept.commitment };
      return this.#answered(await call(plainFetch, at('sendCertificate'), { ...given, body }), kept);
    }
    const members = membersOf(task, kept);
    if (!members.ok) return this.#raise('certificates_invalid', members);
    const certificates = kept.certificates ?? (task.certificates as string[]);
    const commitments = kept.commitments ?? (task.commitments as string[]);
    if (commitments.includes(null as never))
      return this.#raise('certificates_invalid', { failed: 'commitment_missing' });
    const place = { group: kept.group, size: task.size, threshold: task.threshold, index: task.index };
    const own = { ...place, seed: kept.seed, certificates };
    if (step === 'polynomial') {
      const made =
        kept.polynomial === null
          ? await this.#worker.ask('polynomial', own)
          : { ok: true as const, polynomial: kept.polynomial };
      if (!made.ok) return this.#raise('certificates_invalid', made);
      // Kept before it is sent: if the answer is lost, the same bytes go again.
      const next = { ...kept, certificates, commitments, polynomial: made.polynomial };
      await this.#keep(next);
      return this.#answered(
        await call(plainFetch, at('sendPolynomial'), { ...given, body: { polynomial: made.polynomial } }),
        next,
      );
    }
    const made =
      kept.share === null
        ? await this.#worker.ask('share', { ...own, commitments, incoming: task.incoming ?? '' })
        : { ok: true as const, share: kept.share };
    if (!made.ok) return this.#raise('share_invalid', made);
    const next = { ...kept, certificates, commitments, share: made.share };
    await this.#keep(next);
    return this.#answered(await call(plainFetch, at('sendShare'), { ...given, body: { share: made.share } }), next);
  }

  #answered(reply: Called<typeof sendCertificate | typeof sendPolynomial | typeof sendShare>, kept: KeptKey): void {
    this.refusal = reply.ok || reply.refusal === 'unreachable' ? null : { code: reply.refusal, detail: reply.detail };
    this.offline = !reply.ok && reply.refusal === 'unreachable';
    this.kept = kept;
    if (reply.ok) this.task = reply.value;
  }

  /** Tries the own part in the finished key, so that nobody learns at the count that a file is the wrong one. */
  async #practise(task: TrusteeTask, kept: KeptKey): Promise<void> {
    const { pedersen, ownShare } = task;
    if (pedersen === null || (ownShare === null && !needsEveryone(kept))) return;
    const certificates = kept.certificates ?? (task.certificates as string[]);
    const { group, size, threshold, seed, index } = kept;
    const place = { group, size, threshold, index };
    const tried = await this.#worker.ask('practise', { ...place, seed, ownShare, pedersen, certificates });
    if (!tried.ok) {
      const isOthers = needsEveryone(kept) && tried.subject !== undefined; // a single key of somebody is not good
      return this.#raise(isOthers ? 'certificates_invalid' : 'practice_failed', tried);
    }
    await this.#keep({ ...kept, certificates, share: ownShare, pedersen });
  }

  #raise(kind: CeremonyAlarm, why: { readonly failed?: string; readonly subject?: string }): void {
    this.alarm = {
      kind,
      ...(why.subject === undefined ? {} : { subject: why.subject }),
      ...(why.failed === undefined ? {} : { failed: why.failed }),
    };
  }

  async markBackedUp(): Promise<void> {
    if (this.kept !== null) await this.#keep({ ...this.kept, backedUp: true });
  }

  /** The file that its owner has just saved: only one that brings this key back counts as a backup. */
  async checkBackup(text: string): Promise<void> {
    if (this.task === null || this.kept === null) return;
    this.backupProblem = checkBackup(text, this.task, this.kept) ?? null;
    if (this.backupProblem === null) await this.markBackedUp();
  }

  async loadBackup(text: string): Promise<void> {
    if (this.task === null) return;
    const read = readBackup(text, this.task);
    if (typeof read === 'string') {
      this.backupProblem = read;
      return;
    }
    const fits = await this.#worker
      .ask('seedFits', { group: read.group, seed: read.seed, certificate: read.certificate })
      .catch(() => false);
    this.backupProblem = fits ? null : 'older_key';
    if (!fits) return;
    this.alarm = null;
    await this.#keep(read);
    await this.#goOn();
  }

  #show(voteId: string, opening: Opening): void {
    this.openings = { ...this.openings, [voteId]: opening };
  }

  /** Checks the whole box in the worker, and opens it only when everything holds. */
  async openBox(voteId: string): Promise<void> {
    const { task, kept } = this;
    const vote = task?.votes.find(({ id }) => id === voteId);
    const before = this.openings[voteId];
    if (task === null || kept?.pedersen == null || vote === undefined) return;
    if (before !== undefined && before.at !== 'refused') return;
    this.#show(voteId, { at: 'loading', bytes: 0 });
    try {
      const archive = await this.#archiveOf(voteId);
      if (archive === undefined)
        return this.#show(voteId, { at: 'refused', sentence: '没有取到票箱的公开记录。请检查网络，再按一次。' });
      this.#show(voteId, { at: 'checking', done: 0, of: vote.ballots });
      const { pedersen, index, size, threshold } = kept;
      const expected = { uuid: vote.uuid, ballots: vote.ballots, pedersen, index, size, threshold };
      const box = await this.#worker.ask('check', { archive, expected }, (done, of) =>
        this.#show(voteId, { at: 'checking', done, of }),
      );
      if (!box.ok) return this.#show(voteId, { at: 'refused', sentence: boxProblem(box.failed, box.subject) });
      const may = mayOpen(box, await this.#device?.get<OpenedBox>('opened', box.uuid));
      if (may === 'other_tally' || may === 'own_part_there')
        return this.#show(voteId, { at: 'refused', sentence: boxProblem(may) });
      if (box.ballots < few) return this.#show(voteId, { at: 'few', box });
      await this.#decrypt(voteId, box);
    } catch {
      this.#show(voteId, { at: 'refused', sentence: '核验没有做完。请再按一次；仍不成功请换一台电脑，载入钥匙备份。' });
    }
  }

  async openFew(voteId: string): Promise<void> {
    const opening = this.openings[voteId];
    if (opening?.at === 'few') await this.#decrypt(voteId, opening.box);
  }

  async #archiveOf(voteId: string): Promise<Uint8Array | undefined> {
    const { signal } = this.#left;
    const response = await plainFetch(`/api/public/votes/${voteId}/archive.bel`, {
      headers: { 'x-piaojue': '1' },
      signal,
    }).catch(() => undefined);
    if (response?.ok !== true || response.body === null) return undefined;
    const parts: Uint8Array[] = [];
    let bytes = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      bytes += value.length;
      this.#show(voteId, { at: 'loading', bytes });
    }
    const archive = new Uint8Array(bytes);
    let at = 0;
    for (const part of parts) {
      archive.set(part, at);
      at += part.length;
    }
    return archive;
  }

  async #decrypt(voteId: string, box: GoodBox): Promise<void> {
    const { kept } = this;
    const ownShare = this.task?.ownShare ?? kept?.share ?? null;
    if (kept === null || (ownShare === null && box.keyIs === 'share')) return;
    this.#show(voteId, { at: 'sending' });
    // Remembered before anything is sent: the same part may go again, no other ever.
    const before = await this.#device?.get<OpenedBox>('opened', box.uuid);
    let partial = before?.tallyHash === box.tallyHash ? before.partial : undefined;
    if (partial === undefined) {
      const made = await this.#worker.ask('decrypt', { seed: kept.seed, ownShare });
      if (!made.ok) return this.#show(voteId, { at: 'refused', sentence: boxProblem(made.failed) });
      ({ partial } = made);
      await this.#device?.put('opened', box.uuid, {
        uuid: box.uuid,
        tallyHash: box.tallyHash,
        partial,
      } satisfies OpenedBox);
    }
    for (let lost = 0; ; lost += 1) {
      const reply = await call(plainFetch, at('sendPartialDecryption'), {
        token: this.#token!,
        params: { voteId },
        body: { partialDecryption: partial },
        signal: this.#left.signal,
      });
      if (reply.ok || reply.refusal === 'already_delivered') {
        if (reply.ok) this.task = reply.value;
        return this.#show(voteId, { at: 'done', box });
      }
      // Enough others have opened it meanwhile: nothing is missing.
      if (reply.refusal === 'wrong_phase') return this.#show(voteId, { at: 'done', box });
      if (!['unreachable', 'busy', 'internal', 'too_many_requests'].includes(reply.refusal) || lost > 20) {
        this.refusal = { code: reply.refusal, detail: reply.detail };
        return this.#show(voteId, { at: 'refused', sentence: '服务器没有接受您的开箱数据。' });
      }
      await pause(Math.min(5000, 500 * 2 ** lost), this.#left.signal, true);
    }
  }
}

const keyOf = ({ sittingId, index }: Pick<TrusteeTask, 'sittingId' | 'index'>): string => `${sittingId}:${index}`;
