import { endpoints, setYear, sendSuggestion, type Endpoint } from '@piaojue/contract';
import { beforeAll, expect, test } from 'vitest';
import { sampleOf, unknownId } from '../testing/samples.js';
import { speakChinese } from './issue-words.js';

beforeAll(speakChinese);

const odd = [
  undefined,
  null,
  '',
  'x',
  '字'.repeat(20_000),
  -5,
  1e18,
  0.5,
  true,
  [],
  ['x'],
  Array(5000).fill('x'),
  {},
  { x: 1 },
];
/** The value with each of its parts in turn replaced by each of the odd ones. */
function* broken(value: unknown): Generator<unknown> {
  yield* odd;
  if (typeof value !== 'object' || value === null) return;
  yield Array.isArray(value) ? [...(value as unknown[]), {}] : { ...value, surplus: 1 };
  for (const [key, part] of Object.entries(value))
    for (const each of broken(part))
      if (Array.isArray(value)) yield (value as unknown[]).map((old, i) => (String(i) === key ? each : old));
      else yield { ...value, [key]: each };
}

const messages = (endpoint: Endpoint, body: unknown): string[] =>
  endpoint.body.safeParse(body).error?.issues.map(({ message }) => message) ?? [];

test('whatever is wrong with a body, at every endpoint, is said in Chinese', () => {
  let said = 0;
  for (const endpoint of endpoints) {
    const sample = sampleOf(endpoint, { sittingId: unknownId, voteId: unknownId }).body;
    for (const body of broken(sample))
      for (const message of messages(endpoint, body)) {
        said += 1;
        expect(message, endpoint.name).toMatch(/[\u4e00-\u9fff]/);
        expect(message.replace(/PDF|DOCX|XLSX|CSV|JSON/g, ''), endpoint.name).not.toMatch(/[a-z]/i);
      }
  }
  expect(said).toBeGreaterThan(1000);
});

test('less than nothing, and a category that is none, are said so that people understand', () => {
  const settings = sampleOf(setYear, { sittingId: unknownId, voteId: unknownId }).body;
  const { version, settings: good } = settings as { version: number; settings: object };
  expect(messages(setYear, { version, settings: { ...good, fundFen: -5 } })).toEqual(['不能小于 0']);
  const body = sampleOf(sendSuggestion, { sittingId: unknownId, voteId: unknownId }).body as { suggestion: object };
  expect(messages(sendSuggestion, { ...body, suggestion: { ...body.suggestion, category: '乱写' } })).toEqual([
    '请从给出的选项里选择',
  ]);
});
