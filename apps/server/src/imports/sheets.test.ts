import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { plainStation } from '../testing/samples/stations.js';
import { sittingWithDraftVote, type Sitting } from '../testing/situations.js';
import { yearCollecting, type Collecting } from '../testing/years.js';
import { candidateHeadings as h } from './candidates.js';

type Row = readonly string[];
interface Named {
  readonly sheet: string;
  readonly rows: readonly Row[];
}
let sitting: Sitting;
let c: Collecting;
let stationId: string;
beforeAll(async () => {
  sitting = await sittingWithDraftVote({ present: 0, delegates: 3 });
  c = await yearCollecting();
  ({ id: stationId } = await c.clerk.call(contract.addStation, { body: plainStation }));
});

const workbook = async (sheets: readonly Named[]): Promise<string> =>
  (
    await writeXlsxFile(
      sheets.map(({ sheet, rows }) => ({ sheet, data: rows.map((row) => row.map((value) => ({ value }))) })),
    ).toBuffer()
  ).toString('base64');

interface Answered {
  readonly status: number;
  readonly body: contract.ImportReport;
}
/** Every import of a list, with rows that it takes. */
const imports: Readonly<
  Record<string, { rows: readonly Row[]; take: (content: string, commit: boolean) => Promise<Answered> }>
> = {
  代表名册: {
    rows: [
      ['代表证号', '姓名', '代表团'],
      ['1', '甲', '一团'],
      ['2', '乙', '一团'],
    ],
    take: (content, commit) =>
      sitting.clerk.ask(contract.importDelegates, {
        params: { sittingId: sitting.sittingId },
        body: { format: 'xlsx', content, commit },
      }),
  },
  候选项目: {
    rows: [
      [h.listNumber, h.name, h.content, h.totalFen, h.leadUnit, h.finish],
      ['1', '修路', '修路3公里', '120', '交通局', '2024-12'],
      ['2', '建校', '建小学', '300', '教育局', '2024-10'],
    ],
    take: (content, commit) =>
      sitting.clerk.ask(contract.importCandidates, {
        params: { voteId: sitting.voteId },
        body: { format: 'xlsx', content, commit },
      }),
  },
  地点: {
    rows: [
      ['编码', '镇（街道）', '村（社区）'],
      ['Q1', '前镇', ''],
      ['Q101', '前镇', '前村'],
    ],
    take: (content, commit) => c.clerk.ask(contract.importPlaces, { body: { format: 'xlsx', content, commit } }),
  },
  值守: {
    rows: [
      ['日期', '时间', '值守代表'],
      ['2024-03-07', '上午', '王建国'],
      ['2024-03-14', '上午', '李桂英'],
    ],
    take: (content, commit) =>
      c.clerk.ask(contract.importDuties, {
        params: { stationId },
        body: { format: 'xlsx', content, commit, outsiders: true },
      }),
  },
  建议: {
    rows: [
      ['标题', '诉求内容', '类别'],
      ['第一件事情', '第一件事情，请办。', '交通出行'],
      ['第二件事情', '第二件事情，请办。', '交通出行'],
    ],
    take: (content, commit) =>
      c.clerk.ask(contract.importSuggestions, {
        params: { year: String(c.year) },
        body: { channel: 'letter', format: 'xlsx', content, commit, mapping: {}, keepSame: true },
      }),
  },
};
const names = Object.keys(imports);

describe('a workbook of several sheets', () => {
  test.each(names)(
    '%s: an empty cover is no matter, and what is left out is named, looked at and imported',
    async (name) => {
      const { rows, take } = imports[name]!;
      const covered = await take(
        await workbook([
          { sheet: '封面', rows: [] },
          { sheet: '一季度', rows },
        ]),
        false,
      );
      expect([covered.status, covered.body.errors, covered.body.rows, covered.body.notices]).toEqual([200, [], 2, []]);
      const two = await workbook([
        { sheet: '一季度', rows },
        { sheet: '空', rows: [['', '']] },
        { sheet: '二季度 & 三', rows },
      ]);
      for (const commit of [false, true]) {
        const { body } = await take(two, commit);
        expect([body.errors, body.rows, body.imported]).toEqual([[], 2, commit ? 2 : 0]);
        expect(body.notices.join()).toContain('只读取了“一季度”，没有读取“二季度 & 三”');
        expect(body.notices.join()).toContain('分别另存为一个文件');
      }
    },
  );

  test('whichever sheets hold anything: the first is read, and exactly the others are named', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), async (filled) => {
        const { rows, take } = imports['代表名册']!;
        const content = await workbook(filled.map((is, i) => ({ sheet: `第${i}张`, rows: is ? rows : [] })));
        const { status, body } = await take(content, false);
        const [first, ...others] = filled.flatMap((is, i) => (is ? [`“第${i}张”`] : []));
        if (first === undefined) {
          expect(status).toBe(422);
          return;
        }
        const said =
          others.length === 0 ? [] : [expect.stringContaining(`只读取了${first}，没有读取${others.join('、')}。`)];
        expect([body.errors, body.rows, body.notices]).toEqual([[], 2, said]);
      }),
      { numRuns: 25 },
    ));
});
