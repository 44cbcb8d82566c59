import {
  categories,
  commonRefusals,
  endpoints,
  noTown,
  roleNames as contractRoles,
  stationOfficeNames as contractOffices,
  stockTextUses,
  suggestionColumns,
} from '@piaojue/contract';
import { parameterTable, projectStatuses, voteStates } from '@piaojue/rules';
import { describe, expect, test } from 'vitest';
import { fileRefusals } from './areas/files.js';
import { grouped, readEntry } from './log.js';
import { linesOf, refusals, refusalSentence } from './refusals.js';
import { roleNames } from './roles.js';
import { statusNames, voteTones } from './states.js';
import { stationOfficeNames } from './stations.js';
import { categoryNames, columnNames, noTownAsked, stockTextUseNames } from './suggestions.js';

const chinese = /[\u4e00-\u9fff]/;

describe('refusals', () => {
  const codes = [
    ...new Set([...Object.keys(commonRefusals), ...endpoints.flatMap(({ refusals: own }) => Object.keys(own))]),
  ];

  test.each(codes)('%s has a sentence that says what happened and what to do', (code) => {
    expect(Object.hasOwn(refusals, code)).toBe(true);
    const { title, next } = refusalSentence(code);
    expect(title).toMatch(/。$/);
    expect(next).toMatch(/。$/);
    expect(title).not.toMatch(/密钥分片|零知识|选举|当选/);
  });

  test('nothing is said that no endpoint and no page of ours can refuse', () => {
    const known = new Set([...codes, ...Object.keys(fileRefusals), 'unreachable']);
    expect(Object.keys(refusals).filter((code) => !known.has(code))).toEqual([]);
  });

  test('a code that this page does not know gets the neutral sentence', () => {
    expect(refusalSentence('from_a_newer_server').title).toBe(refusals.internal.title);
    expect(refusalSentence('constructor').title).toBe(refusals.internal.title);
  });

  test('details become lines, whatever their shape', () => {
    expect(linesOf('两次输入不一致')).toEqual(['两次输入不一致']);
    expect(linesOf([{ path: ['body', 'title'], message: '不能为空' }])).toEqual(['不能为空']);
    expect(linesOf({ problems: [{ sentence: '应选数多于候选项目。' }] })).toEqual(['应选数多于候选项目。']);
    expect(linesOf({ present: 3 })).toEqual([]);
    expect(linesOf(undefined)).toEqual([]);
    expect(linesOf(Array.from({ length: 100 }, () => 'x'))).toHaveLength(30);
  });
});

test('role names are the names of the contract', () => expect(roleNames).toEqual(contractRoles));

test('every state of a vote and every status of a project has its mark', () => {
  expect(Object.keys(voteTones).toSorted()).toEqual([...voteStates].toSorted());
  expect(Object.keys(statusNames).toSorted()).toEqual([...projectStatuses].toSorted());
  expect(parameterTable.every(({ label }) => chinese.test(label))).toBe(true);
});

describe('the log in words', () => {
  test('known types read as sentences, with their numbers', () => {
    expect(readEntry('{"type":"vote_opened","at":"2024-01-01T00:00:00.000Z","data":{}}')).toMatchObject({
      sentence: '开启表决',
      at: '2024-01-01T00:00:00.000Z',
    });
    expect(readEntry('{"type":"slips_registered","data":{"printed":207}}').sentence).toBe('登记表决票 207 张');
    expect(readEntry('{"type":"act_requested","data":{"act":"close"}}').sentence).toBe('提出“结束表决”，等另一人确认');
    expect(readEntry('{"type":"act_requested","data":{"act":"correct"}}').sentence).toBe(
      '提出“更正纸质票”，等另一人确认',
    );
    expect(readEntry('{"type":"vote_voided","data":{"reason":"停电"}}').sentence).toBe('宣布作废（原因：停电）');
  });
  test('an unknown type and a broken entry stay visible', () => {
    expect(readEntry('{"type":"something_new"}').sentence).toBe('其他记录（something_new）');
    expect(readEntry('not json').sentence).toBe('其他记录（未知）');
    expect(readEntry('{"type":"toString"}').sentence).toBe('其他记录（toString）');
  });
  test('a root is grouped for reading aloud', () => expect(grouped('0123456789abcdef')).toBe('01234567 89abcdef'));
});

test('what is said again so that a page stays light says what the contract says', () => {
  expect(categoryNames).toEqual(categories);
  expect(noTownAsked).toBe(noTown);
  expect(stationOfficeNames).toEqual(contractOffices);
  expect(Object.keys(columnNames)).toEqual([...suggestionColumns]);
  expect(Object.keys(stockTextUseNames)).toEqual([...stockTextUses]);
});
