import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruleIds } from './rule-ids.js';

const folder = new URL('.', import.meta.url);
const code = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
const sources = readFileSync(new URL('../SOURCES.md', folder), 'utf8');

const idsIn = (text: string) => [...new Set(text.match(/\bR-[A-Z]+-\d{2}\b/g) ?? [])].toSorted();
const rows = sources.split('\n').filter((line) => line.startsWith('| R-'));

test('every rule that the code names stands in SOURCES.md, and every rule there is named in the code', () => {
  const named = idsIn(
    code
      .filter(({ name }) => name !== 'rule-ids.ts')
      .map(({ text }) => text)
      .join('\n'),
  );
  expect(named).toEqual(rows.map((row) => row.split('|')[1]?.trim()).toSorted());
  expect([...ruleIds].toSorted()).toEqual(named);
});

test('every row has a wording, a source, a mark and a function that exists', () => {
  const all = code.map(({ text }) => text).join('\n');
  for (const row of rows) {
    const [, , wording, source, mark, obeyedBy] = row.split('|').map((cell) => cell.trim());
    expect([wording, source].every((cell) => cell !== undefined && cell !== '')).toBe(true);
    expect(mark).toMatch(/\[(L\d+|S\d+|GK|ANALOGY|DESIGN)\]/);
    const names = [...(obeyedBy ?? '').matchAll(/`([A-Za-z]+)/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(all).toContain(name);
  }
});
