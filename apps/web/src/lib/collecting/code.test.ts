import { expect, test } from 'vitest';
import { codeFrom } from './code.js';

test.each([
  ['72rj 6kqm-ab23 cdef', '72RJ-6KQM-AB23-CDEF'],
  ['７２ＲＪ６ＫＱＭＡＢ２３ＣＤＥＦ', '72RJ-6KQM-AB23-CDEF'],
  ['http://192.168.1.5:3000/follow/72RJ-6KQM-AB23-CDEF', '72RJ-6KQM-AB23-CDEF'],
  ['我的查询码 https://piaojue.example.cn/follow/72rj-6kqm-ab23-cdef?from=wx#top', '72RJ-6KQM-AB23-CDEF'],
  ['　', ''],
])('%s', (typed, code) => expect(codeFrom(typed)).toBe(code));
