import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { projects, roll, sittingWithDraftVote, type Sitting } from '../testing/situations.js';
import { csv, detailOf, importsOf, json, sheetXml, workbook, xlsx, type ImportFile } from '../testing/import-files.js';
import { candidateHeadings } from './candidates.js';

let sitting: Sitting;
beforeAll(async () => {
  sitting = await sittingWithDraftVote({ present: 0, delegates: 3 });
});
const importRoll = (file: ImportFile, commit = true) => importsOf(sitting).roll(file, commit);
const importList = (file: ImportFile, commit = true) => importsOf(sitting).list(file, commit);

/** A workbook as a spreadsheet program writes it. */
const sheetOf = (rows: readonly (readonly (string | number | null)[])[]): Promise<Uint8Array> =>
  writeXlsxFile(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer();

describe('sheets that people really make', () => {
  test('R-74: a roll from XLSX with numbers as numbers and full-width digits', async () => {
    const bytes = await sheetOf([
      ['代表证号', '姓名', '代表团', '是否暂停'],
      [1, '甲', '一团', null],
      ['\uFF11\uFF12', '乙', '一团', '否'],
      ['003', '𠮷祥', '二团', '是'],
    ]);
    const { status, body } = await importRoll(xlsx(bytes));
    expect([status, body.imported, body.errors]).toEqual([200, 3, []]);
    const { delegates } = await sitting.clerk.call(contract.listDelegates, {
      params: { sittingId: sitting.sittingId },
    });
    expect(delegates.map(({ number, name, suspended }) => [number, name, suspended])).toEqual([
      ['1', '甲', false],
      ['12', '乙', false],
      ['003', '𠮷祥', true],
    ]);
  });

  test('R-74: CSV with a BOM, quotes, line breaks in cells and Windows line ends', async () => {
    const { body } = await importRoll(
      csv('\uFEFF代表证号,姓名,代表团\r\n1,"甲 ""大"" ","一\u3000团"\r\n2,乙,"二\r\n团"\r\n'),
    );
    expect(body.errors.length + body.imported).toBeGreaterThan(0);
    const good = await importRoll(csv('\uFEFF代表证号,姓名,代表团\r\n1,"甲,乙",一团\r\n\r\n2,乙,"二""团"""\r\n'));
    expect(good.body).toMatchObject({ imported: 2, errors: [] });
  });

  test('R-74: a sheet saved in GBK is refused with what to do', async () => {
    const gbk = Buffer.from([0xb4, 0xfa, 0xb1, 0xed, 0xd6, 0xa4, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb]); // 代表证号,姓名
    const { status, refusal, body } = await importRoll(csv(gbk.toString('utf8')));
    expect([status, refusal]).toEqual([422, 'file_unreadable']);
    expect(detailOf(body)).toContain('UTF-8 或 GBK');
  });

  test('R-74: cells merged over rows are refused by their range, whatever prefix and quotes the part has', async () => {
    const rows = [
      ['代表证号', '姓名', '代表团'],
      ['1', '甲', '一团'],
      ['2', '乙', ''],
      ['3', '丙', ''],
    ];
    for (const merge of [
      '<mergeCell ref="C2:C4"/>',
      "<x:mergeCell\n xr:uid='1' ref='C2:C4' />",
      '<mergeCell ref="C2:C4"></mergeCell>',
    ]) {
      const { status, refusal, body } = await importRoll(
        xlsx(workbook(sheetXml(rows, `<mergeCells count="1" xmlns:x="x">${merge}</mergeCells>`))),
      );
      expect([status, refusal], merge).toEqual([422, 'file_unreadable']);
      expect(detailOf(body)).toContain('C2:C4。请取消合并');
    }
  });

  test('a candidate list from XLSX: money to the 分, full-width numbers and semicolons, dates, and rows in any order', async () => {
    const h = candidateHeadings;
    const head = [h.listNumber, h.name, h.content, h.totalFen, h.leadUnit, h.finish, h.coopUnits, h.beneficiaryCount];
    const bytes = await sheetOf([
      head,
      ['\uFF12', '修路', '修路3公里', '\uFF11\uFF0C234.56', '交通局', '2024-12', '财政局\uFF1B住建局', 100],
      [1, '建校', '建小学', 0.0001, '教育局', '2024-10', null, null],
    ]);
    const { body, text } = await importList(xlsx(bytes));
    expect(body.errors, text).toEqual([]);
    const { candidates } = await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } });
    expect(
      candidates.map(({ listNumber, fields }) => [listNumber, fields.name, fields.totalFen, fields.coopUnits]),
    ).toEqual([
      [1, '建校', 100, []],
      [2, '修路', 1_234_560_000, ['财政局', '住建局']],
    ]);
  });
});

describe('all or nothing', () => {
  test('every wrong row is named, and of a list with one error nothing is imported', async () => {
    await importRoll(json(roll(4)));
    const rows = [
      ['代表证号', '姓名', '代表团', '是否暂停'],
      ['1', '甲', '一团', ''],
      ['1', '乙', '一团', ''],
      ['', '丙', '一团', ''],
      ['4', '丁', '', '也许'],
      ['5', '名'.repeat(60), '一团', ''],
    ];
    const { body } = await importRoll(csv(rows.map((row) => row.join()).join('\n')));
    expect(body).toMatchObject({ imported: 0 });
    expect(body.errors.map(({ row }) => row)).toEqual(expect.arrayContaining([3, 4, 5, 6]));
    for (const { message } of body.errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
    const { delegates } = await sitting.clerk.call(contract.listDelegates, {
      params: { sittingId: sitting.sittingId },
    });
    expect(delegates.length).toBe(4);
  });

  test('only looking imports nothing; a list replaces the one before it', async () => {
    await importList(json(projects(4)));
    expect((await importList(json(projects(2)), false)).body).toMatchObject({ rows: 2, imported: 0, errors: [] });
    const count = async () =>
      (await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } })).candidates.length;
    expect(await count()).toBe(4);
    await importList(json(projects(2)));
    expect(await count()).toBe(2);
  });

  test('columns that are missing, sums that do not add up and numbers used twice are told', async () => {
    expect((await importList(csv('名称\n修路'))).body.errors.map(({ message }) => message).join()).toContain('缺少');
    const [a, b] = projects(2);
    const wrong = await importList(
      json([
        { ...a, investment_wan: { total: 100, district_budget: 90 } },
        { ...b, candidate_no: 1, id: 'P1' },
      ]),
    );
    expect(wrong.body.imported).toBe(0);
    expect(wrong.body.errors.map(({ message }) => message)).toContain('资金来源各项之和应等于总投资');
    expect((await importList(json([a, { ...b, candidate_no: 1 }]))).body.errors[0]?.message).toContain('重复');
    for (const empty of [[], {}, { projects: [] }, 'x', null, 7])
      expect((await importList(json(empty))).body.imported).toBe(0);
  });

  test('one reading names every fault of every row, also what a row repeats', async () => {
    const [a, b] = projects(2);
    const funding = { total: 100, district_budget: 90 };
    const list = await importList(
      json([
        { ...a, name: '' },
        { ...b, ...a, name: '', investment_wan: funding },
      ]),
    );
    expect(list.body.errors.map(({ row, column }) => [row, column])).toEqual([
      [1, '项目名称'],
      [2, '序号'],
      [2, '项目编号'],
      [2, '项目名称'],
      [2, '资金来源'],
    ]);
    const people = await importRoll(csv('代表证号,姓名,代表团,是否暂停\n1,,一团,\n1,,一团,也许'));
    expect(people.body.errors.map(({ row, column }) => [row, column])).toEqual([
      [2, '姓名'],
      [3, '姓名'],
      [3, '是否暂停'],
      [3, '代表证号'],
    ]);
  });

  test('an amount that is no number is called that, once, in its own column', async () => {
    const head = '序号,项目名称,建设内容和规模,总投资(万元),责任单位,完成时限';
    const { body } = await importList(csv(`${head}\n1,修路,修一条路,一百,交通局,2024-12`));
    expect(body.errors).toEqual([{ row: 2, column: '总投资（万元）', message: '不是数字，请只填数字' }]);
  });

  test('a written number is kept or refused, never replaced by the place in the file', async () => {
    const [a, b] = projects(2);
    const numbered = (first: unknown, second: unknown) =>
      importList(
        json([
          { ...a, candidate_no: first },
          { ...b, candidate_no: second },
        ]),
      );
    const numbers = async () =>
      (await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } })).candidates.map(
        ({ listNumber }) => listNumber,
      );
    expect((await numbered('７', ' 3 ')).body.imported).toBe(2);
    expect(await numbers()).toEqual([3, 7]);
    for (const wrong of ['七', '', '1.5', null, 0, -1, true, {}, [1], { toString: [] }])
      expect((await numbered(wrong, 2)).body.errors[0]?.message, JSON.stringify(wrong)).toContain('1 至 999');
    const { candidate_no: _a, ...first } = a!;
    const { candidate_no: _b, ...second } = b!;
    expect((await importList(json([first, second]))).body.imported).toBe(2);
    expect(await numbers()).toEqual([1, 2]);
  });

  test('a name that nobody sees is no name, and one broken over lines is one line', async () => {
    const [a, b] = projects(2);
    for (const empty of ['\u200b', '\ufeff \u2060', '　'])
      expect((await importList(json([{ ...a, name: empty }, b]))).body.errors[0]).toMatchObject({
        column: '项目名称',
        message: '不能为空',
      });
    expect((await importList(json([{ ...a, name: '老旧小区\r\n  改造\n工程' }, b]))).body.imported).toBe(2);
    const { candidates } = await sitting.clerk.call(contract.readVote, { params: { voteId: sitting.voteId } });
    expect(candidates[0]?.fields.name).toBe('老旧小区改造工程');
  });

  test('a roll that somebody has checked in on is not replaced', async () => {
    await importRoll(json(roll(3)));
    const { delegates } = await sitting.clerk.call(contract.listDelegates, {
      params: { sittingId: sitting.sittingId },
    });
    const presence = (present: boolean) =>
      sitting.clerk.call(contract.setPresence, {
        params: { sittingId: sitting.sittingId },
        body: { delegateIds: [delegates[0]!.id], present },
      });
    await presence(true);
    expect((await importRoll(json(roll(9)))).refusal).toBe('roll_in_use');
    await presence(false);
  });
});
