import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
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
        expect(body.notices.join()).toContain(
          name !== '建议' ? '分别另存为一个文件' : commit ? '再导入一次，选另一张' : '要读另一张，请在下面选',
        );
      }
    },
  );

  test('a hidden sheet stands behind those that the clerk sees', async () => {
    const { rows, take } = imports['代表名册']!;
    const seen = await workbook([
      { sheet: '底稿', rows: rows.slice(0, 2) },
      { sheet: '名册', rows },
    ]);
    const parts = unzipSync(Buffer.from(seen, 'base64'));
    const hiding = strFromU8(parts['xl/workbook.xml']!).replace('<sheet ', '<sheet state="hidden" ');
    const content = Buffer.from(zipSync({ ...parts, 'xl/workbook.xml': strToU8(hiding) })).toString('base64');
    const { body } = await take(content, false);
    expect([body.errors, body.rows]).toEqual([[], 2]);
    expect(body.notices.join()).toContain('只读取了“名册”，没有读取“底稿”');
  });

  test('建议: any sheet that holds something may be chosen, and its own columns are found; one that is not there changes nothing', async () => {
    const { rows } = imports['建议']!;
    const others = [
      ['主题', '内容', '分类'],
      ['第三件事情', '第三件事情，请办。', '城乡住房'],
    ];
    const content = await workbook([
      { sheet: '一季度', rows },
      { sheet: '空', rows: [] },
      { sheet: '二季度', rows: others },
    ]);
    const look = async (sheet: string) =>
      (
        await c.clerk.ask(contract.importSuggestions, {
          params: { year: String(c.year) },
          body: { channel: 'letter', format: 'xlsx', content, commit: false, mapping: {}, keepSame: true, sheet },
        })
      ).body;
    const second = await look('二季度');
    expect([second.errors, second.rows, second.sheet, second.sheets]).toEqual([[], 1, '二季度', ['一季度', '二季度']]);
    expect(second.preview[0]).toContain('第三件事情');
    expect(second.notices.join()).toContain('只读取了“二季度”，没有读取“一季度”');
    for (const sheet of ['一季度', '空', '四季度']) {
      const first = await look(sheet);
      expect([first.errors, first.rows, first.sheet], sheet).toEqual([[], 2, '一季度']);
    }
  });

  test('建议: a sheet of explanations that stands before the list is passed over, merged cells and all', async () => {
    const { rows, take } = imports['建议']!;
    const content = (
      await writeXlsxFile([
        {
          sheet: '填表说明',
          data: [
            [{ value: '12345热线月报' }, { value: '区热线办' }],
            [{ value: '由热线办填写', rowSpan: 2 }, { value: '每月五日前' }],
            [null, { value: '报送' }],
          ],
        },
        { sheet: '明细', data: rows.map((row) => row.map((value) => ({ value }))) },
      ]).toBuffer()
    ).toString('base64');
    const { status, body } = await take(content, false);
    expect([status, body.errors, body.rows]).toEqual([200, [], 2]);
    expect(body.notices.join()).toContain('只读取了“明细”，没有读取“填表说明”');
  });

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

describe('merged cells', () => {
  interface Merge {
    readonly row: number;
    readonly column: number;
    readonly down: number;
    readonly across: number;
  }
  const letters = 'ABCDEFGH';
  const rangeOf = ({ row, column, down, across }: Merge): string =>
    `${letters[column]}${row + 1}:${letters[column + across - 1]}${row + down}`;
  /** Rows with one merge, as a spreadsheet program writes it: what it covers is empty. */
  const withMerge = async (rows: readonly Row[], merge: Merge): Promise<string> => {
    const data = rows.map((cells, r) =>
      cells.map((value, i) => {
        const isIn =
          r >= merge.row && r < merge.row + merge.down && i >= merge.column && i < merge.column + merge.across;
        if (!isIn) return { value };
        return r === merge.row && i === merge.column ? { value, rowSpan: merge.down, columnSpan: merge.across } : null;
      }),
    );
    return (await writeXlsxFile(data).toBuffer()).toString('base64');
  };

  test.each(names)('%s: a value over several rows is refused by its range', async (name) => {
    const { rows, take } = imports[name]!;
    const { status, body } = await take(await withMerge(rows, { row: 1, column: 1, down: 2, across: 1 }), true);
    expect([status, JSON.stringify(body).includes('B2:B3。请取消合并，逐行填写')]).toEqual([422, true]);
  });

  test('place, day and person over several rows: no row comes in without them', async () => {
    const rows = [
      ['标题', '内容', '地点', '日期', '姓名'],
      ...[1, 2, 3].map((i) => [`合并的第${i}件事`, `合并的第${i}件事，请办。`, '府店镇', '2024-02-05', '马淼']),
    ];
    const before = await c.world.count('suggestion');
    for (const column of [2, 3, 4]) {
      const merge = { row: 1, column, down: 3, across: 1 };
      const { status, body } = await imports['建议']!.take(await withMerge(rows, merge), true);
      expect([status, JSON.stringify(body).includes(rangeOf(merge))]).toEqual([422, true]);
    }
    expect(await c.world.count('suggestion')).toBe(before);
  });

  test('wherever one merge lies: it is refused by its range, or every cell of every row is read as it was written', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          row: fc.nat({ max: 5 }),
          column: fc.nat({ max: 4 }),
          down: fc.integer({ min: 1, max: 3 }),
          across: fc.integer({ min: 1, max: 3 }),
        }),
        async (merge) => {
          fc.pre(merge.down * merge.across > 1 && merge.row + merge.down <= 6 && merge.column + merge.across <= 5);
          const table = [
            ['三月的清单', '', '', '', ''],
            ['制表：热线办', '', '', '', ''],
            ['标题', '内容', '', '姓名', '类别'],
            ...[1, 2, 3].map((i) => [`第${i}件要紧事`, `第${i}件，请办一办。`, '注', `姓名${i}`, '交通出行']),
          ];
          const [last, right] = [merge.row + merge.down - 1, merge.column + merge.across - 1];
          fc.pre(merge.row > 2 || last < 2);
          const { status, body } = await imports['建议']!.take(await withMerge(table, merge), false);
          const hidden = [3, 4, 5].flatMap((row) =>
            [0, 1, 3, 4].filter(
              (column) =>
                row >= merge.row &&
                row <= last &&
                column >= merge.column &&
                column <= right &&
                !(row === merge.row && column === merge.column),
            ),
          );
          if (hidden.length > 0) {
            expect([status, JSON.stringify(body).includes(rangeOf(merge))]).toEqual([422, true]);
            return;
          }
          expect([status, body.errors]).toEqual([200, []]);
          expect(body.preview.map((line) => [line[2], line[11]])).toEqual(
            [1, 2, 3].map((i) => [`第${i}件要紧事`, `姓名${i}`]),
          );
        },
      ),
      { numRuns: 40 },
    ));
});
