import { randomBytes } from 'node:crypto';
import writeXlsxFile from 'write-excel-file/node';
import { append } from '../../apps/server/dist/audit/append.js';
import { sayings } from '../../apps/server/dist/demo/said.js';
import { newAccount } from '../../apps/server/dist/accounts/service.js';
import { insertAccount } from '../../apps/server/dist/accounts/store.js';
import type { SignedIn } from '../../apps/server/dist/accounts/sessions.js';
import type { Deps } from '../../apps/server/dist/deps.js';
import { listSuggestionsAct } from '../../apps/server/dist/suggestions/finding.js';
import { readFiguresAct } from '../../apps/server/dist/suggestions/figures.js';
import { importSuggestionsAct } from '../../apps/server/dist/suggestions/import.js';
import { similarTo } from '../../apps/server/dist/suggestions/similar.js';
import { say, suggestionBySeq, updateSuggestion } from '../../apps/server/dist/suggestions/store.js';
import { ledgerOf } from './likeness.js';
import { median, ms, type Row } from './table.js';

const sizes = [1_000, 10_000, 50_000] as const;
const asked = ['下水道', '路灯不亮', '停车', '老人吃饭', '佛光村', '充电桩', '污水'] as const;

async function each(times: number, work: (i: number) => Promise<unknown>): Promise<number> {
  await work(0);
  const took: number[] = [];
  for (let i = 1; i <= times; i += 1) {
    const began = performance.now();
    await work(i);
    took.push(performance.now() - began);
  }
  return median(took);
}

const clerk = { roles: ['clerk'] } as unknown as SignedIn;
/** What a caller on the telephone says: a name, the beginning of a phone, of a work order, of a 查询码. */
const called = ['王建国', '1390000', 'R20240301', 'ABCD-2345'] as const;

/** Milliseconds of each thing a handler does, in a ledger of `size` suggestions (SQLite). */
async function timesAt(size: number): Promise<Record<keyof typeof names, number>> {
  const said = sayings(size, size);
  const { store, remove } = await ledgerOf(said);
  const deps = { store, now: () => new Date() } as unknown as Deps;
  const times = {
    list: await each(15, () => listSuggestionsAct(deps, clerk, 2024, {})),
    filter: await each(15, (i) =>
      listSuggestionsAct(deps, clerk, 2024, {
        town: String((i % 13) + 1).padStart(2, '0'),
        category: '交通出行',
        state: 'received',
      }),
    ),
    search: await each(21, (i) => listSuggestionsAct(deps, clerk, 2024, { q: asked[i % asked.length]! })),
    caller: await each(20, (i) => listSuggestionsAct(deps, clerk, 2024, { q: called[i % called.length]! })),
    similar: await each(21, (i) => {
      const { title, content, placeCode, placeNote } = said[(i * 37) % size]!;
      return store.read((tx) => similarTo(tx, { year: 2024, title, content, placeCode, placeNote }));
    }),
    merge: await each(15, (i) =>
      store.write(function* (tx) {
        const row = (yield* suggestionBySeq(tx, 2 * i + 2))!;
        yield* updateSuggestion(tx, row, { state: 'merged', mergedInto: 1 });
        yield* say(tx, {
          seq: row.seq,
          at: 'z',
          act: 'merge',
          text: '并案',
          by: null,
        });
        yield* append(tx, { type: 'suggestion_merged', data: { seq: row.seq, into: 1 } });
        return true;
      }),
    ),
    figures: await each(9, () => readFiguresAct(deps, 2024, { announced: false })),
  };
  await remove();
  return times;
}

const names = {
  list: '列出一页',
  filter: '三重筛选',
  search: '全文检索',
  caller: '按姓名、电话、编号、查询码找',
  similar: '找相似',
  merge: '并案',
  figures: '征集数据一页',
} as const;

/** The figures count every suggestion of the year in a dozen ways; everything else finds a page. */
const reaches: Partial<Record<keyof typeof names, string>> = {
  search: '< 100 ms',
  caller: '< 100 ms',
  figures: '< 500 ms',
};

const head = ['工单编号', '受理时间', '类别', '标题', '诉求内容', '来电号码'];
/** A hotline's list as a workbook (base64), with this many rows that hold a mistake; a hundred days of orders. */
async function hotlineList(rows: number, bad: number): Promise<string> {
  const said = sayings(rows, rows);
  const every = bad === 0 ? Infinity : Math.floor(rows / bad);
  const lines = said.map((each, i) => [
    `R2024${String(i).padStart(6, '0')}`,
    i % every === every - 1 ? '2024-02-30' : '2024-02-05',
    each.category,
    each.title,
    each.content,
    '13800000000',
  ]);
  const workbook = writeXlsxFile([head, ...lines].map((line) => line.map((value) => ({ value }))));
  return (await workbook.toBuffer()).toString('base64');
}

/** A list of 5,000 rows of which 40 hold a mistake: each is named, nothing is taken; and the same without, taken into the ledger. */
export async function importRow(): Promise<Row> {
  const took: number[][] = [[], []];
  for (let i = 0; i < 5; i += 1) {
    const { store, remove } = await ledgerOf([]);
    const deps = {
      store,
      now: () => new Date('2024-03-01'),
      random: randomBytes,
      live: { touch: () => undefined },
    } as unknown as Deps;
    const account = newAccount(deps, {
      username: 'clerk',
      displayName: '王建国',
      roles: ['clerk'],
      unit: null,
      passwordHash: null,
      activationHash: null,
    });
    await store.write((tx) => insertAccount(tx, { ...account, activationExpiresAt: null }));
    const me = { accountId: account.id, roles: ['clerk'] } as unknown as SignedIn;
    for (const [which, bad] of [40, 0].entries()) {
      const content = await hotlineList(5_000, bad);
      const began = performance.now();
      const report = await importSuggestionsAct(deps, me, 2024, {
        channel: 'hotline',
        format: 'xlsx',
        content,
        mapping: {},
        commit: true,
        keepSame: true,
      });
      took[which]?.push(performance.now() - began);
      if (!('errors' in report) || report.errors.length !== bad || report.imported !== (bad === 0 ? 5_000 : 0))
        throw new Error(`import: ${JSON.stringify(report).slice(0, 300)}`);
    }
    await remove();
  }
  const [told = NaN, taken = NaN] = took.map((times) => median(times));
  return {
    what: '导入清单 5,000 行，其中 40 行有错：逐行指出',
    ours: ms(told),
    baseline: `没有错的同样 5,000 行，登记进台账 ${ms(taken)}`,
    ratio: (told / taken).toFixed(2),
    reach: '< 5 s',
  };
}

/** How list, filter, search, similar, merge and the figures grow with the ledger; the baseline is the smallest ledger of the same run. */
export async function ledgerRows(): Promise<Row[]> {
  const [small, middle, large] = [await timesAt(sizes[0]), await timesAt(sizes[1]), await timesAt(sizes[2])];
  return (Object.keys(names) as (keyof typeof names)[]).map((key) => ({
    what: `建议台账 50,000 条：${names[key]}`,
    ours: ms(large[key]),
    baseline: `1,000 条 ${ms(small[key])}，10,000 条 ${ms(middle[key])}`,
    ratio: (large[key] / small[key]).toFixed(1),
    reach: reaches[key] ?? '< 200 ms',
  }));
}
