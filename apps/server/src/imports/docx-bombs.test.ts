import { Document, Packer, Paragraph } from 'docx';
import * as contract from '@piaojue/contract';
import { beforeAll, expect, test } from 'vitest';
import { yearCollecting, type Collecting } from '../testing/years.js';
import { zip, type ZipEntry } from '../testing/zip.js';

let c: Collecting;
beforeAll(async () => {
  c = await yearCollecting();
});

const take = (bytes: Uint8Array) =>
  c.clerk.ask(contract.importSuggestions, {
    params: { year: String(c.year) },
    body: {
      channel: 'email',
      format: 'docx',
      content: Buffer.from(bytes).toString('base64'),
      mapping: {},
      commit: true,
      keepSame: false,
    },
  });
const w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const text = (body: string, before = ''): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?>${before}<w:document ${w}><w:body><w:p><w:r><w:t>${body}</w:t></w:r></w:p></w:body></w:document>`,
  );
/** The parts of a document as a word processor writes them, and whatever else somebody packs with them. */
const document = (main: Buffer, more: readonly ZipEntry[] = [], claims?: number): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      body: Buffer.from(
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
    },
    {
      name: '_rels/.rels',
      body: Buffer.from(
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
    },
    { name: 'word/document.xml', body: main, ...(claims === undefined ? {} : { claims }) },
    ...more,
  ]);
const zeros = Buffer.alloc(60_000_000);

test('these are documents, as long as nothing is packed with them', async () => {
  const { refusal, text: said } = await take(document(text('您好，我想提个建议。')));
  expect([refusal, said.includes('没有找到征集表的栏目')]).toEqual(['file_unreadable', true]);
});

test('R-74: a form that unpacks to far more than it is, is refused before it is unpacked, with a sentence', async () => {
  const before = process.memoryUsage().rss;
  const real = await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('征集表')] }] }));
  const bombs: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['its text', document(text('水'.repeat(20_000_000))), /文件解压后过大/],
    ['its text, of which it lies', document(text('水'.repeat(20_000_000)), [], 900), /文件解压后过大/],
    ['a picture', document(text('征集表'), [{ name: 'word/media/a.png', body: zeros }]), /文件解压后过大/],
    [
      'a part that is not listed',
      document(text('征集表'), [{ name: 'word/styles.xml', body: zeros, unlisted: true }]),
      /不是 DOCX 文件/,
    ],
    [
      'very many parts',
      document(
        text('征集表'),
        Array.from({ length: 300 }, (_, i) => ({ name: `word/x${i}.xml`, body: Buffer.from('x') })),
      ),
      /文件解压后过大/,
    ],
    ['cut off', real.subarray(0, real.length - 40), /DOCX/],
  ];
  for (const [what, bytes, words] of bombs) {
    const { status, refusal, body } = await take(bytes);
    expect([status, refusal], what).toEqual([422, 'file_unreadable']);
    expect(String((body as { detail?: unknown }).detail), what).toMatch(words);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  expect(await c.world.count('suggestion')).toBe(0);
});

test('R-74: entities that grow into one another are not followed: a document type in any part is refused', async () => {
  const grows = Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('');
  const {
    status,
    refusal,
    text: said,
  } = await take(document(text('&a9;', `<!DOCTYPE w:document [<!ENTITY a0 "水">${grows}]>`)));
  expect([status, refusal]).toEqual([422, 'file_unreadable']);
  expect(said).toContain('DOCTYPE');
  expect(said.length).toBeLessThan(500);
  const note = [{ name: 'word/footnotes.xml', body: Buffer.from('<!DOCTYPE x><x/>') }];
  expect((await take(document(text('您好，我想提个建议。'), note))).text).toContain('DOCTYPE');
});
