import * as contract from '@piaojue/contract';
import { beforeEach, expect, test } from 'vitest';
import { entered, read, yearCollecting, type Collecting } from '../testing/years.js';
import { personalPieces } from './personal.js';

let c: Collecting;
beforeEach(async () => {
  c = await yearCollecting();
});
const at = (seq: number) => ({ seq: String(seq) });
const found = async (q: string) =>
  (await c.clerk.call(contract.listSuggestions, { params: { year: String(c.year) }, query: { q } })).total;

test.each([
  ['请打我电话13800138000说明', '13800138000'],
  ['电话 138-0013-8000', '138-0013-8000'],
  ['座机0379-67712345', '0379-67712345'],
  ['身份证41030319800101123X', '41030319800101123X'],
  ['电话１３８００１３８０００', '１３８００１３８０００'],
  ['我叫王喆，住在东街', '我叫王喆'],
  ['邮箱 li@example.org', 'li@example.org'],
])('%s looks personal', (text, piece) => expect(personalPieces(text).join()).toContain(piece));
test.each(['2025年修路3公里，投资120万元', '第12号楼到6号楼', '我们村的路坏了'])('%s does not', (text) =>
  expect(personalPieces(text)).toEqual([]),
);

test('what looks personal is shown only after each was looked at, and until then none of the batch', async () => {
  const [plain, named] = [await entered(c), await entered(c, { content: '我叫王喆，电话13800138000，路坏了。' })];
  const show = (looked: number[]) =>
    c.clerk.ask(contract.showSuggestions, { body: { seqs: [plain, named], shown: true, looked } });
  const refused = await show([]);
  expect(refused.refusal).toBe('personal_data');
  const { detail } = refused.body as unknown as { detail: contract.PersonalDetail };
  expect(detail.suggestions).toMatchObject([{ seq: named, content: '我叫王喆，电话13800138000，路坏了。' }]);
  expect((await read(c, plain)).shown).toBe(false);
  expect((await show([named])).body).toEqual({ changed: 2 });
});

test('what the ledger knows of the person is found in the text, however it is said there', async () => {
  const suggester = { name: '欧阳小明', phone: '0379-6771', email: '' };
  const seq = await entered(c, { content: '欧阳小明说村口的桥坏了，打0379-6771。', suggester });
  const refused = await c.clerk.ask(contract.showSuggestions, { body: { seqs: [seq], shown: true } });
  const { detail } = refused.body as unknown as { detail: contract.PersonalDetail };
  expect(detail.suggestions[0]?.pieces).toEqual(expect.arrayContaining(['欧阳小明', '0379-6771']));
});

test('a piece is blanked out for good: in the text, in the search and in what is public; with a reason and an entry', async () => {
  const seq = await entered(c, { content: '我叫王喆，电话13800138000，村口的路坏了。' });
  const mask = (piece: string, version: number) =>
    c.clerk.ask(contract.maskSuggestion, {
      params: at(seq),
      body: { version, field: 'content', piece, why: '含有王喆的电话，不宜公开。' },
    });
  expect((await mask('没有的话', 1)).refusal).toBe('piece_unknown');
  expect((await mask('王喆，电话13800138000', 1)).body).toMatchObject({
    content: '我叫×××，村口的路坏了。',
    version: 2,
  });
  expect((await mask('村口', 1)).refusal).toBe('conflict');
  expect([await found('王喆'), await found('13800138000'), await found('村口的路')]).toEqual([0, 0, 1]);
  expect((await mask('王喆', 2)).refusal).toBe('piece_unknown');
  const log = JSON.stringify(await c.world.database.sql('SELECT entry FROM log_leaf'));
  expect(log).toContain('suggestion_masked');
  expect(log).not.toContain('13800138000');
});

test('the reason for blanking out does not repeat what was blanked out', async () => {
  const seq = await entered(c, { content: '请找王喆了解情况，他最清楚。' });
  const masked = await c.clerk.call(contract.maskSuggestion, {
    params: at(seq),
    body: { version: 1, field: 'content', piece: '王喆', why: '王喆是他人姓名' },
  });
  expect(masked.events.at(-1)?.text).toBe('工作人员遮盖了具体内容里的一处文字：×××是他人姓名');
});

test('category, name and place are corrected, in words, and found as they are now', async () => {
  const seq = await entered(c, { title: '修一条错误的名称', placeCode: 'FD01' });
  const correct = (given: Partial<contract.BodyOf<typeof contract.correctSuggestion>>) =>
    c.clerk.ask(contract.correctSuggestion, {
      params: at(seq),
      body: { version: 1, category: '交通出行', title: '修一条错误的名称', placeCode: 'FD01', placeNote: '', ...given },
    });
  expect((await correct({})).refusal).toBe('nothing_changed');
  expect((await correct({ placeCode: 'XX' })).refusal).toBe('place_unknown');
  const done = await correct({ category: '教育', title: '学校门口修一条路', placeCode: 'GX01' });
  expect(done.body).toMatchObject({ category: '教育', title: '学校门口修一条路', place: '新村', version: 2 });
  expect(done.body.events.at(-1)).toMatchObject({ text: '工作人员更正了类别、建议名称、地点。', announced: true });
  expect([await found('错误的名称'), await found('学校门口')]).toEqual([0, 1]);
  expect((await correct({ category: '教育' })).refusal).toBe('conflict');
});
