import type { HttpError } from '@sveltejs/kit';
import { importSuggestions } from '@piaojue/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from './import.js';
import { numberOf } from './act.js';
import { must, onlyFor } from './load.js';
import { safeNext } from './next.js';

test('after signing in nobody is sent to another site', () => {
  expect(safeNext('/desk/sittings/a?vote=b')).toBe('/desk/sittings/a?vote=b');
  for (const bad of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'work', '/a\r\nx: y']) {
    expect(safeNext(bad)).toBe('/desk');
  }
});

const formWith = (file: File, more: Readonly<Record<string, string>> = {}): FormData => {
  const form = new FormData();
  form.set('file', file);
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return form;
};

test('an address that no page has is told as such, and a page for others as theirs', () => {
  const status = (run: () => unknown): unknown => {
    try {
      run();
    } catch (thrown) {
      return [(thrown as HttpError).status, (thrown as HttpError).body.message];
    }
    return undefined;
  };
  const refused = { ok: false, refusal: 'malformed', status: 400, detail: undefined } as const;
  expect(status(() => must(refused, new URL('http://x/desk/years/1999')))).toEqual([404, '没有这个页面']);
  expect(status(() => onlyFor({ roles: ['clerk'] }, importSuggestions))).toBeUndefined();
  expect(status(() => onlyFor({ roles: ['unit', 'delegate'] }, importSuggestions))).toEqual([
    403,
    '这一页由人大工作人员、政府办公室使用，您的身份不能办理。',
  ]);
});

test('a number is read as people type it, and what is none is not guessed', () => {
  const read = (typed: string): number => {
    const form = new FormData();
    form.set('n', typed);
    return numberOf(form, 'n');
  };
  expect(['12', ' １２ ', '1,200', '１，２００．５', '-3'].map(read)).toEqual([12, 12, 1200, 1200.5, -3]);
  expect(['', 'abc', '1e3', '十二', '0x1F'].map(read)).toEqual(Array(5).fill(Number.NaN));
});

test('a file is taken by its ending; CSV of Chinese Windows is read as GB 18030', async () => {
  const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb]); // 姓名
  const kinds = ['xlsx', 'csv', 'json', 'docx'] as const;
  const read = (file: File) => fileOf(formWith(file), kinds);
  expect(await read(new File([gbk], '名册.CSV'))).toMatchObject({ format: 'csv', content: '姓名', commit: false });
  expect(await read(new File(['[]'], 'a.json'))).toMatchObject({ format: 'json', content: '[]' });
  expect(await read(new File(['ab'], 'a.xlsx'))).toMatchObject({ format: 'xlsx', content: 'YWI=' });
  expect(await read(new File(['ab'], 'a.docx'))).toMatchObject({ format: 'docx', content: 'YWI=' });
  expect(await read(new File(['x'], 'a.exe'))).toMatchObject({ refusal: 'file_kind_wrong' });
});

test('any text is read as it was written, in every encoding that 表格 software saves', async () => {
  const read = async (bytes: Uint8Array, name: string) =>
    fileOf(formWith(new File([new Uint8Array(bytes)], name)), ['csv']);
  const line = fc.string({ unit: fc.constantFrom(...'姓名电话\t,"；𠮷Ab1\n') });
  await fc.assert(
    fc.asyncProperty(line, fc.constantFrom('\t', ','), async (more, by) => {
      const text = `姓名${by}电话\r\n${more}`;
      const little = Buffer.from(`\ufeff${text}`, 'utf16le');
      for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(text), little, Buffer.from(little).swap16()])
        for (const name of ['名册.csv', '名册.TXT'])
          expect(await read(bytes, name)).toMatchObject({ format: 'csv', content: text });
    }),
  );
  for (const bytes of [
    [0xff, 0xfe, 0x00, 0xd8],
    [0xff, 0xff],
    [0x41, 0x00, 0x42, 0x00],
    [0xff, 0xfe, 0x41],
  ])
    expect(await read(Uint8Array.from(bytes), 'a.csv')).toEqual({
      refusal: 'file_encoding_unknown',
      detail: '“a.csv”',
    });
});

test('no file, an empty file and a file of another kind are three things, each said by its name', async () => {
  const read = (file: File) => fileOf(formWith(file), ['xlsx', 'csv']);
  expect(await read(new File([], ''))).toEqual({ refusal: 'file_not_chosen' });
  expect(await read(new File([], '三月.csv'))).toMatchObject({ refusal: 'file_empty', detail: '“三月.csv”' });
  expect(await read(new File(['[]'], '三月.json'))).toMatchObject({
    refusal: 'file_kind_wrong',
    detail: expect.stringContaining('XLSX、CSV') as string,
  });
});

test('only the file that was checked is imported; one that never was is looked at', async () => {
  const a = new File(['a'], 'a.csv');
  const read = (file: File, checked: string) => fileOf(formWith(file, { commit: '1', checked }), ['csv']);
  const first = await read(a, '');
  if ('refusal' in first) throw new Error(first.refusal);
  expect(first.commit).toBe(false);
  expect(await read(a, first.mark)).toMatchObject({ commit: true });
  expect(await read(new File(['b'], 'a.csv'), first.mark)).toMatchObject({ refusal: 'file_not_checked' });
});
