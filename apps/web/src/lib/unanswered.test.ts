import { expect, test } from 'vitest';
import { isTooLarge, refusedInstead } from './unanswered.js';

const asked = () => {
  const formData = new FormData();
  formData.set('_key', 'v1');
  formData.set('reason', '候选项目名单有误');
  formData.set('file', new File(['a'], 'a.csv'));
  return { action: new URL('http://localhost/desk/sittings/s/votes/v?/void'), formData };
};
const refusal = (result: Parameters<typeof refusedInstead>[0]) => {
  const told = refusedInstead(result, asked());
  return told.type === 'failure' ? told.data : told;
};

test('an act that got no answer is refused on its own page, with what was typed', () => {
  expect(refusal({ type: 'error', error: new TypeError('Failed to fetch') })).toEqual({
    act: 'void',
    key: 'v1',
    refusal: 'unreachable',
    typed: { _key: 'v1', reason: '候选项目名单有误' },
  });
});

test('a server that failed and a sign-in that ran out are refusals too, not other pages', () => {
  expect(refusal({ type: 'error', status: 500, error: { message: '系统出了问题' } })).toMatchObject({
    refusal: 'internal',
  });
  expect(refusal({ type: 'error', status: 413, error: { message: '提交的内容太大' } })).toMatchObject({
    refusal: 'too_large',
    typed: { reason: '候选项目名单有误' },
  });
  expect(refusal({ type: 'redirect', status: 303, location: '/login?next=%2Fdesk' })).toMatchObject({
    refusal: 'not_signed_in',
  });
});

test('every real answer stays as it is', () => {
  for (const result of [
    { type: 'success', status: 200 },
    { type: 'failure', status: 409, data: { refusal: 'wrong_phase' } },
    { type: 'redirect', status: 303, location: '/login?activated' },
    { type: 'redirect', status: 303, location: '/desk/sittings/s' },
  ] as const)
    expect(refusedInstead(result, asked())).toBe(result);
});

test('what is larger than the server takes is known before it is sent: all files of the form together', () => {
  const form = new FormData();
  form.set('reason', '候选项目名单有误');
  for (const name of ['a.jpg', 'b.jpg']) {
    expect(isTooLarge(form)).toBe(false);
    form.append('photo', new File([new Uint8Array(7_000_000)], name));
  }
  expect(isTooLarge(form)).toBe(true);
});
