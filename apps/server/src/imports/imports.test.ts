import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { projects, roll, sittingWithDraftVote, type Sitting } from '../testing/situations.js';
import { zip, type ZipEntry } from '../testing/zip.js';
import { candidateHeadings } from './candidates.js';

let sitting: Sitting;
beforeAll(async () => {
  sitting = await sittingWithDraftVote({ present: 0, delegates: 3 });
});

type File = { format: 'json' | 'xlsx' | 'csv'; content: string };
const importRoll = (file: File, commit = true) =>
  sitting.clerk.ask(contract.importDelegates, { params: { sittingId: sitting.sittingId }, body: { ...file, commit } });
const importList = (file: File, commit = true) =>
  sitting.clerk.ask(contract.importCandidates, { params: { voteId: sitting.voteId }, body: { ...file, commit } });
const csv = (content: string): File => ({ format: 'csv', content });
const json = (value: unknown): File => ({ format: 'json', content: JSON.stringify(value) });
const xlsx = (bytes: Uint8Array): File => ({ format: 'xlsx', content: Buffer.from(bytes).toString('base64') });
const detailOf = (body: unknown): string => String((body as { detail?: unknown }).detail);

/** A workbook as a spreadsheet program writes it. */
const sheetOf = (rows: readonly (readonly (string | number | null)[])[]): Promise<Uint8Array> =>
  writeXlsxFile(rows.map((row) => row.map((value) => (value === null ? null : { value })))).toBuffer();

/** The parts of a workbook with this sheet. */
const workbook = (sheet: string, more: readonly ZipEntry[] = []): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      body: Buffer.from(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
      ),
    },
    {
      name: 'xl/workbook.xml',
      body: Buffer.from(
        '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: Buffer.from(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
    },
    { name: 'xl/worksheets/sheet1.xml', body: Buffer.from(sheet) },
    ...more,
  ]);
const column = (i: number): string => String.fromCharCode(65 + i);
const sheetXml = (rows: readonly (readonly string[])[], tail = '', head = ''): string =>
  `<?xml version="1.0"?>${head}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
    .map(
      (row, r) =>
        `<row r="${r + 1}">${row.map((cell, c) => (cell === '' ? '' : `<c r="${column(c)}${r + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`)).join('')}</row>`,
    )
    .join('')}</sheetData>${tail}</worksheet>`;

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

describe('files that nobody makes by accident', () => {
  const refusedAs = async (what: string, bytes: Uint8Array, words: RegExp) => {
    const { status, refusal, body } = await importRoll(xlsx(bytes));
    expect([status, refusal], what).toEqual([422, 'file_unreadable']);
    expect(detailOf(body), what).toMatch(words);
  };
  const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000);

  test('R-74: a bomb is refused before it is unpacked, whatever it says of its size', async () => {
    const before = process.memoryUsage().rss;
    const [small] = [
      sheetXml([
        ['代表证号', '姓名', '代表团'],
        ['1', '甲', '一团'],
      ]),
    ];
    await refusedAs('ratio', workbook(small, [{ name: 'xl/media/a.bin', body: zeros(60) }]), /过大/);
    await refusedAs(
      'lying about its size',
      workbook(small, [{ name: 'xl/media/a.bin', body: zeros(60), claims: 10 }]),
      /过大/,
    );
    await refusedAs(
      'not in the directory',
      workbook(small, [{ name: 'xl/sharedStrings.xml', body: zeros(60), unlisted: true }]),
      /XLSX/,
    );
    await refusedAs(
      'too many entries',
      workbook(
        small,
        Array.from({ length: 300 }, (_, i) => ({ name: `x${i}`, body: Buffer.from('x') })),
      ),
      /过大/,
    );
    await refusedAs('sheet itself', workbook(sheetXml(Array.from({ length: 400_000 }, () => ['1', '1', '1']))), /过大/);
    const nested = zip([{ name: 'inner.zip', body: zip([{ name: 'a', body: zeros(60) }]) }]);
    await refusedAs('a zip in a zip', nested, /./);
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });

  test('R-74: while a large sheet is read, everybody else is served', async () => {
    // within the bounds on size, far above the rows of any roll
    const large = workbook(sheetXml(Array.from({ length: 120_000 }, (_, i) => [String(i), String(i * 7919)])));
    let served = 0;
    let isRead = false;
    const reading = importRoll(xlsx(large), false).finally(() => (isRead = true));
    while (!isRead) {
      expect((await sitting.world.anyone.ask(contract.readInstallation)).status).toBe(200);
      served += 1;
      await new Promise((next) => setTimeout(next, 10));
    }
    const { refusal, text } = await reading;
    expect(refusal === 'too_many_rows' || /读取超时/.test(text), text).toBe(true);
    expect(served).toBeGreaterThan(10);
  });

  test('R-74: what is no XLSX file, half of one, or packed in a way that no office program uses, is refused with a sentence', async () => {
    const good = workbook(
      sheetXml([
        ['代表证号', '姓名', '代表团'],
        ['1', '甲', '一团'],
      ]),
    );
    expect((await importRoll(xlsx(good), false)).body).toMatchObject({ rows: 1, errors: [] });
    for (const [what, bytes] of [
      ['nothing', Buffer.alloc(0)],
      ['text', Buffer.from('代表证号,姓名')],
      ['half', good.subarray(0, good.length / 2)],
      ['tail only', good.subarray(200)],
      ['an old XLS', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
      ['zeros', Buffer.alloc(5000)],
      ['no sheet', zip([{ name: 'a.txt', body: Buffer.from('x') }])],
      ['other packing', zip([{ name: 'xl/workbook.xml', body: Buffer.from('x'), method: 99 }])],
      ['path upwards', zip([{ name: '../../../etc/passwd', body: Buffer.from('x') }])],
      ['spoilt deflate', Buffer.concat([good.subarray(0, 60), Buffer.from([1, 2, 3, 4]), good.subarray(64)])],
    ] as const)
      await refusedAs(what, bytes, /[\u4e00-\u9fff]/);
    expect((await importRoll({ format: 'xlsx', content: '!!! not base64 !!!' })).refusal).toBe('file_unreadable');
  });

  test('R-74: a part that declares entities is refused, whichever it is and in whatever encoding', async () => {
    const lol = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>`;
    const head = ['代表证号', '姓名', '代表团'];
    const began = performance.now();
    await refusedAs('the sheet', workbook(sheetXml([head, ['1', '&c;', '&f;']], '', lol)), /DOCTYPE/);
    expect(performance.now() - began).toBeLessThan(3000);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('xl/sharedStrings.xml', 'xl/styles.xml', 'docProps/core.xml', 'xl/other.bin'),
        fc.constantFrom('utf8', 'utf16le', 'utf16be'),
        fc.string(),
        fc.constantFrom(0, 8),
        async (name, encoding, before, method) => {
          const told = Buffer.from(`\ufeff${before}${lol}<x>&c;</x>`, encoding === 'utf8' ? 'utf8' : 'utf16le');
          const body = encoding === 'utf16be' ? told.swap16() : told;
          await refusedAs(name, workbook(sheetXml([head, ['1', '甲', '一团']]), [{ name, body, method }]), /DOCTYPE/);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('R-74: more than 5,000 rows are refused as such, in every format', async () => {
    const line = (i: number) => `${i},名,团`;
    const tooMany = [
      csv(`代表证号,姓名,代表团\n${Array.from({ length: 100_000 }, (_, i) => line(i)).join('\n')}`),
      json(roll(100_000)),
      xlsx(
        workbook(
          sheetXml([
            ['代表证号', '姓名', '代表团'],
            ...Array.from({ length: 6000 }, (_, i) => [
              String((i * 7919) % 99991),
              `名${(i * 104729) % 99991}`,
              `团${i % 50}`,
            ]),
          ]),
        ),
      ),
    ];
    for (const file of tooMany) {
      const { status, refusal } = await importRoll(file);
      expect([status, refusal], file.format).toEqual([422, 'too_many_rows']);
    }
    expect(await importList(json(Array.from({ length: 6000 }, () => ({})))).then(({ refusal }) => refusal)).toBe(
      'too_many_rows',
    );
    expect(
      await importList(json({ projects: Array.from({ length: 6000 }, () => ({})) })).then(({ refusal }) => refusal),
    ).toBe('too_many_rows');
  });

  test('R-74: for any JSON whatever: a report or a refusal, never a failure of the server', async () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.array(
        fc.record(
          Object.fromEntries(
            [
              'candidate_no',
              'id',
              'name',
              'targets',
              'investment_wan',
              'suggestion_channels',
              'coop_units',
              'milestones',
              'nature',
              'cross_year',
              'number',
              'delegation',
            ].map((key) => [key, fc.jsonValue({ maxDepth: 2 })]),
          ),
          { requiredKeys: [] },
        ),
        { maxLength: 3 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(odd, async (value) => {
        for (const ask of [importList, importRoll]) {
          const { status, text } = await ask(json(value), false);
          expect([200, 400, 422], `${status} ${text}`).toContain(status);
        }
      }),
      { numRuns: 150 },
    );
    for (const content of ['', '{', '[1,]', 'NaN', '"\\ud800"', '['.repeat(100_000)])
      expect([200, 422]).toContain((await importList({ format: 'json', content })).status);
  });

  test('R-74: quotes that do not close are told with their line', async () => {
    const { refusal, body } = await importRoll(csv('代表证号,姓名,代表团\n1,甲,一团\n2,"乙,二团\n'));
    expect(refusal).toBe('file_unreadable');
    expect(detailOf(body)).toMatch(/第 \d+ 行/);
  });
});
