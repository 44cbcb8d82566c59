import { emptyDraft, type DraftFields, type Proposal } from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { forgetCopy, keepCopy, readCopy } from './proposal-copy.js';
import { isTyped, typedOf, type Typed } from './proposal-form.js';
import { Saving, type Standing } from './saving.js';

type Answer = Awaited<ReturnType<ConstructorParameters<typeof Saving>[1]['send']>>;
const proposal = (fields: DraftFields, version: number): Proposal =>
  ({ fields, version, updatedBy: '王同志', updatedAt: '2025-01-01T00:00:00.000Z' }) as Proposal;
const refused = (refusal: string, detail?: unknown): Answer =>
  ({ ok: false, refusal, status: 409, detail }) as unknown as Answer;

/** A form, a server that answers what it is told to, and a clock that is turned by hand. */
function desk(answers: ((version: number, fields: DraftFields) => Answer)[]) {
  let typed: Typed = typedOf(emptyDraft);
  const sent: DraftFields[] = [];
  const kept: boolean[] = [];
  const seen: Standing[] = [];
  let appointed: { ms: number; run: () => void } | undefined;
  const saving = new Saving(proposal(emptyDraft, 1), {
    typed: () => typed,
    replace: (next) => (typed = next),
    send: (version, fields) => {
      sent.push(fields);
      const answer = answers.shift() ?? ((v, f) => ({ ok: true as const, value: proposal(f, v + 1) }) as Answer);
      return Promise.resolve(answer(version, fields));
    },
    told: (standing) => seen.push(standing),
    keep: () => kept.push(true),
    forget: () => kept.push(false),
    later: (ms, run) => {
      appointed = { ms, run };
      return () => (appointed = undefined);
    },
  });
  return {
    saving,
    sent,
    kept,
    typed: () => typed,
    type(change: Partial<Typed>) {
      typed = { ...typed, ...change };
      saving.touched();
    },
    /** The next appointment comes round. */
    async tick() {
      const due = appointed;
      due?.run();
      await saving.settleDown();
      return due?.ms;
    },
  };
}
const offline = () => refused('unreachable');

describe('a draft that saves itself', () => {
  test('what is typed is kept on the device at once, and the copy goes when the server has it', async () => {
    const d = desk([]);
    d.type({ location: '槐新街道' });
    expect([d.kept, d.saving.unsaved]).toEqual([[true], true]);
    await d.saving.settleDown();
    expect([d.kept, d.saving.unsaved, d.saving.standing.version]).toEqual([[true, false], false, 2]);
  });

  test('without network it tries again, with longer pauses, and at once when the network is back', async () => {
    const d = desk([offline, offline, offline]);
    d.type({ location: '槐新街道' });
    await d.saving.save();
    expect([d.saving.standing.state, d.saving.standing.refusal]).toEqual(['failed', 'unreachable']);
    d.saving.wake();
    await d.saving.save();
    expect(d.saving.unsaved).toBe(true);
    d.saving.wake();
    await d.saving.settleDown();
    expect([d.saving.standing.state, d.sent.at(-1)?.location, d.kept.at(-1)]).toEqual(['saved', '槐新街道', false]);
  });

  test('the pauses between attempts grow', async () => {
    const d = desk(Array.from({ length: 7 }, () => offline));
    d.type({ location: '槐新街道' });
    const waited: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) waited.push(await d.tick());
    expect(waited).toEqual([1500, 2000, 5000, 15_000]);
  });

  test('a sign-in that ended is told, and the text goes on its way after the next one', async () => {
    const d = desk([() => refused('not_signed_in')]);
    d.type({ location: '槐新街道' });
    await d.saving.save();
    expect(d.saving.standing).toMatchObject({ state: 'failed', refusal: 'not_signed_in' });
    d.saving.wake();
    await d.saving.settleDown();
    expect(d.saving.standing.state).toBe('saved');
  });

  test('what nobody can mend by waiting is not tried again by itself', async () => {
    const d = desk([() => refused('wrong_phase')]);
    d.type({ location: '槐新街道' });
    await d.saving.save();
    d.saving.wake();
    expect([d.saving.standing.state, d.sent.length]).toEqual(['failed', 1]);
  });

  test('what a colleague wrote elsewhere is joined to mine without a question', async () => {
    const theirs = proposal({ ...emptyDraft, content: '同事写的内容' }, 5);
    const d = desk([() => refused('conflict', theirs)]);
    d.type({ location: '槐新街道' });
    await d.saving.save();
    expect(d.saving.standing).toMatchObject({
      state: 'saved',
      version: 6,
      joined: { by: '王同志', keys: ['content'] },
    });
    expect(d.sent.at(-1)).toMatchObject({ location: '槐新街道', content: '同事写的内容' });
    expect(d.typed().content).toBe('同事写的内容');
  });

  test('what both wrote is asked, nothing is sent meanwhile, and the choice is saved with everything else', async () => {
    const theirs = proposal({ ...emptyDraft, location: '首阳山街道', content: '同事写的内容' }, 5);
    const d = desk([() => refused('conflict', theirs)]);
    d.type({ location: '槐新街道', note: '我的备注' });
    await d.saving.save();
    expect(d.saving.standing).toMatchObject({ state: 'conflict', clash: { asked: ['location'], taken: ['content'] } });
    d.type({ note: '我的备注，再加一句' });
    await d.saving.settleDown();
    expect([d.sent.length, d.saving.unsaved]).toEqual([1, true]);
    d.saving.chosen(['location']);
    await d.saving.settleDown();
    expect(d.sent.at(-1)).toMatchObject({
      location: '首阳山街道',
      content: '同事写的内容',
      note: '我的备注，再加一句',
    });
    expect(d.saving.standing.state).toBe('saved');
  });

  test('typing while a text is on its way is sent after it, and the copy stays until then', async () => {
    const d = desk([]);
    d.type({ location: '槐' });
    const running = d.saving.save();
    d.type({ location: '槐新街道' });
    await running;
    expect([d.saving.standing.state, d.kept]).toEqual(['waiting', [true, true]]);
    await d.saving.settleDown();
    expect([d.sent.at(-1)?.location, d.kept.at(-1)]).toEqual(['槐新街道', false]);
  });
});

describe('the copy on the device', () => {
  test('belongs to one account and one proposal, and is read back whole', () => {
    const held = new Map<string, string>();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
      removeItem: (key: string) => void held.delete(key),
    };
    const mine = { account: 'a', proposal: 'p' };
    const copy = { typed: typedOf({ ...emptyDraft, name: '甲' }), base: emptyDraft, at: '2025-01-01T00:00:00.000Z' };
    keepCopy(storage, mine, copy);
    expect(readCopy(storage, mine)).toEqual(copy);
    expect(readCopy(storage, { ...mine, account: 'b' })).toBeUndefined();
    expect(readCopy(storage, { ...mine, proposal: 'q' })).toBeUndefined();
    forgetCopy(storage, mine);
    expect(readCopy(storage, mine)).toBeUndefined();
  });

  test('what is broken, or what another form sent back, is not taken for it', () => {
    const storage = { getItem: () => '{"typed":{"name":"甲"},"base":{},"at":"x"}' };
    expect(readCopy(storage, { account: 'a', proposal: 'p' })).toBeUndefined();
    expect(readCopy(undefined, { account: 'a', proposal: 'p' })).toBeUndefined();
    // After the sign-in has run out, a form is told its fields by name and not the proposal.
    expect(isTyped({ name: '甲', totalWan: '1', quarter: '一' })).toBe(false);
    expect(isTyped(typedOf(emptyDraft))).toBe(true);
  });
});
