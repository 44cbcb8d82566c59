import { expect, test } from 'vitest';
import { typedBack, typedTexts } from './typed-texts.js';

test('what comes back of a form holds its texts, never a password and never a file', () => {
  const form = new FormData();
  form.set('reason', '道路不通');
  form.set('_password', 'secret');
  form.set('file', new File(['a'], 'a.csv'));
  expect(typedTexts(form)).toEqual({ reason: '道路不通' });
});

test('it goes back into the form that was refused and into no other', () => {
  const form = { act: 'reply', typed: { handoverId: 'a', reply: '年底办成。' } };
  expect(typedBack(form, 'reply', { handoverId: 'a' })['reply']).toBe('年底办成。');
  expect(typedBack(form, 'reply', { handoverId: 'b' })).toEqual({});
  expect(typedBack(form, 'check')).toEqual({});
  expect(typedBack({ act: 'reply' }, 'reply')).toEqual({});
  expect(typedBack(null, 'reply')).toEqual({});
});
