import { expect, test } from 'vitest';
import { faultsIn } from './check.js';
import { blankTyped, bodyOf, headOf, isBegun, isOfNow, laidAside, typedOf, type Typed } from './typed.js';

const clientId = '0b2f1f5e-7c1d-4c6e-9c61-5a1c0d5e8f10';
const now = new Date('2025-03-05T02:03:00.000Z');
const typed = (change: Partial<Typed>): Typed => ({ ...blankTyped(now), ...change });
const faults = (change: Partial<Typed>): string[] => faultsIn(bodyOf(typed(change), clientId));
const idea = { asSuggestion: true, title: '村口安装路灯', opinion: '村口晚上太黑，请安装路灯。' };

test('a reception is judged before it is kept as the server will judge it', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ ...idea, phone: '１３８００００００００' })).toEqual([]);
  expect(faults({ ...idea, phone: '没有电话' })).toEqual(['来访人电话：电话只填数字。']);
  expect(faults({ ...idea, title: '灯' })).toEqual(['建议名称：至少 2 个字。']);
  expect(faults({ solved: true })).toEqual([
    '反映的意见：写明意见以后才能记为已解决。',
    '怎样解决的：请写明怎样解决的。',
  ]);
});

test('what was refused comes back into the form as it was typed, and goes out again the same', () => {
  const before = typed({
    ...idea,
    placeCode: 'FD',
    name: '马淼',
    phone: '没有电话',
    photos: [{ id: 'p', content: 'x' }],
  });
  const body = bodyOf(before, clientId);
  const back = typedOf(body, before.photos);
  // Its time stays, whatever is typed or erased.
  expect(back).toEqual({ ...before, timed: true });
  expect(bodyOf(back, clientId)).toEqual(body);
  expect(headOf(back)).toBe('村口安装路灯');
});

test('a form in which nobody wrote anything is not kept', () => {
  expect(isBegun(typed({ when: '2025-03-05T10:00' }))).toBe(false);
  for (const one of [{ visitors: 3 }, { solved: true }, { timed: true }]) expect(isBegun(typed(one))).toBe(true);
  expect(isBegun(typed({ opinion: '路' }))).toBe(true);
});

test('the time of a form is that of now until something is typed, or somebody sets the time', () => {
  expect(isOfNow(typed({}))).toBe(true);
  expect(isOfNow(typed({ opinion: '路' }))).toBe(false);
  expect(isOfNow(typed({ timed: true }))).toBe(false);
});

test('what is laid aside half typed keeps every field, without a time and under the number it had', () => {
  const half = typed({ when: '', solvedHow: '当场', title: '村口', photos: [{ id: 'p', content: 'x' }] });
  const fresh = {
    clientId,
    stationId: 's',
    station: '某站',
    by: { id: 'a', name: '许俊峰' },
    keptAt: now.toISOString(),
  };
  const first = laidAside(half, undefined, fresh);
  expect(first).toMatchObject({ ...fresh, at: fresh.keptAt, state: 'unfinished', body: null, typed: half });
  const refused = { ...first, state: 'refused' as const, refusal: 'sent_otherwise', detail: 1 };
  const again = laidAside(half, refused, { ...fresh, clientId: 'another' });
  expect(again).toMatchObject({ clientId, state: 'unfinished', refusal: 'sent_otherwise', detail: 1 });
});
