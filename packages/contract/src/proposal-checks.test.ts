import { expect, test } from 'vitest';
import { beyondWording, fixedInWording, moneyFaults, submissionFaults } from './proposal-checks.js';
import { draftFields, emptyDraft, type DraftFields } from './proposals.js';

const whole: DraftFields = {
  ...emptyDraft,
  name: '老旧小区改造',
  category: '城乡住房',
  nature: '改扩建',
  location: '槐新街道',
  content: '改造小区',
  brief: '改造小区',
  targets: [{ item: '改造小区', quantity: 12, unit: '个' }],
  totalFen: 300,
  yearFen: 200,
  funding: { upperLevelFen: 100, districtFen: 200, bondFen: 0, otherFen: 0 },
  start: '2025-03',
  finish: '2025-11',
  milestones: ['一季度：完成设计'],
  beneficiaries: '居民',
  beneficiaryCount: 10,
};
const at = { year: 2025, unit: '区住建局' };
const paths = (fields: DraftFields): string[] => submissionFaults(fields, at).map(({ path }) => path);

test('what is whole may be submitted', () => expect(paths(whole)).toEqual([]));

test('an empty draft is told every field at once, each once and in words', () => {
  const faults = submissionFaults(emptyDraft, at);
  const named = faults.map(({ path }) => path);
  expect(new Set(named).size).toBe(named.length);
  const texts = 'name location content brief beneficiaries category nature targets start finish milestones';
  const numbers = 'totalFen yearFen funding beneficiaryCount';
  expect(named.toSorted()).toEqual(`${texts} ${numbers}`.split(' ').toSorted());
  for (const { message } of faults) expect(message).toMatch(/[\u4e00-\u9fff]/);
});

test.each<[string, Partial<DraftFields>, string]>([
  ['a category of its own', { category: '乱写' }, 'category'],
  ['a start that is no month', { start: '明年春天' }, 'start'],
  ['a month that does not exist', { finish: '2025-13' }, 'finish'],
  ['an end before the start', { finish: '2025-02' }, 'finish'],
  ['an end after the year', { finish: '2026-03' }, 'finish'],
  ['an end before the year', { start: '2020-01', finish: '2021-01', crossYear: true }, 'finish'],
  ['money that is nothing', { totalFen: 0, yearFen: 0, funding: emptyDraft.funding }, 'totalFen'],
  ['more in the year than in all', { yearFen: 301 }, 'yearFen'],
  ['sources that do not sum', { funding: { ...whole.funding, bondFen: 1 } }, 'funding'],
  ['a source left open', { funding: { ...whole.funding, bondFen: null } }, 'funding'],
  ['no target', { targets: [] }, 'targets'],
  ['a target of nought', { targets: [{ item: '小区', quantity: 0, unit: '个' }] }, 'targets'],
  ['a target without a unit', { targets: [...whole.targets, { item: '小区', quantity: 2, unit: '' }] }, 'targets'],
  ['milestones of no quarter', { milestones: ['11月底前交付'] }, 'milestones'],
  ['a unit that helps itself', { coopUnits: ['供电公司', '区 住建局'] }, 'coopUnits'],
  ['nobody who profits', { beneficiaryCount: 0 }, 'beneficiaryCount'],
])('%s is no proposal', (_, change, path) =>
  expect(paths({ ...whole, ...change })).toEqual(path === 'totalFen' ? ['totalFen', 'funding'] : [path]),
);

test('over the end of the year goes what says that it crosses it', () =>
  expect(paths({ ...whole, finish: '2026-03', crossYear: true })).toEqual([]));

test('while somebody types, only what is a contradiction already is said', () => {
  expect(moneyFaults(emptyDraft)).toEqual([]);
  expect(moneyFaults({ ...whole, funding: { ...emptyDraft.funding, districtFen: 100 } })).toEqual([]);
  expect(moneyFaults({ ...whole, yearFen: 400 }).map(({ path }) => path)).toEqual(['yearFen']);
});

test('校核文字 reaches words only: every other field is named when it changes', () => {
  const other: DraftFields = {
    ...whole,
    category: '教育',
    nature: '新建',
    targets: [{ item: '改造小区', quantity: 13, unit: '个' }],
    totalFen: 400,
    yearFen: 400,
    funding: { ...whole.funding, otherFen: 100 },
    coopUnits: ['区城管局'],
    start: '2025-04',
    finish: '2025-12',
    beneficiaryCount: 11,
    crossYear: true,
  };
  expect(beyondWording(whole, other)).toEqual(fixedInWording);
  expect(draftFields.safeParse(other).success).toBe(true);
  const words = {
    content: '新',
    milestones: ['二季度：新'],
    targets: [{ item: '改造老小区', quantity: 12, unit: '个' }],
  };
  expect(beyondWording(whole, { ...whole, ...words })).toEqual([]);
});
