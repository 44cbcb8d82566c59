import { expect, test } from 'vitest';
import { importBodyOf } from './import.js';
import { safeNext } from './next.js';

test('after signing in nobody is sent to another site', () => {
  expect(safeNext('/desk/sittings/a?vote=b')).toBe('/desk/sittings/a?vote=b');
  for (const bad of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'work', '/a\r\nx: y']) {
    expect(safeNext(bad)).toBe('/desk');
  }
});

test('a file is taken by its ending; CSV of Chinese Windows is read as GB 18030', async () => {
  const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb]); // 姓名
  expect(await importBodyOf(new File([gbk], '名册.CSV'), false)).toEqual({
    format: 'csv',
    content: '姓名',
    commit: false,
  });
  expect(await importBodyOf(new File(['[]'], 'a.json'), true)).toEqual({ format: 'json', content: '[]', commit: true });
  expect(await importBodyOf(new File(['ab'], 'a.xlsx'), true)).toMatchObject({ format: 'xlsx', content: 'YWI=' });
  expect(await importBodyOf(new File(['x'], 'a.exe'), true)).toBeUndefined();
});
