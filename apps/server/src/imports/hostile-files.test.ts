import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { beforeAll, expect, test } from 'vitest';
import { csv, detailOf, importsOf, json, sheetXml, workbook, xlsx, type ImportFile } from '../testing/import-files.js';
import { roll, sittingWithDraftVote, type Sitting } from '../testing/situations.js';
import { zip } from '../testing/zip.js';

/** Files that nobody makes by accident. */
let sitting: Sitting;
beforeAll(async () => {
  sitting = await sittingWithDraftVote({ present: 0, delegates: 3 });
});
const importRoll = (file: ImportFile, commit = true) => importsOf(sitting).roll(file, commit);
const importList = (file: ImportFile, commit = true) => importsOf(sitting).list(file, commit);

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
