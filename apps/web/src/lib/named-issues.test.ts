import { expect, test } from 'vitest';
import { namedIssues } from './named-issues.js';

const labels: Readonly<Record<string, string>> = { title: '建议名称', item: '目标内容' };
const named = (detail: unknown) => namedIssues(detail, (name) => labels[name]);

test('what is wrong with a field is told with the name that stands beside it', () => {
  expect(
    named([
      { path: 'body.title', message: '最多 60 个字' },
      { path: 'body.fields.targets.0.item', message: '没有填' },
    ]),
  ).toEqual([
    { path: 'body.title', message: '建议名称：最多 60 个字' },
    { path: 'body.fields.targets.0.item', message: '目标内容：没有填' },
  ]);
});

test('what belongs to no field of the form stays as it was told', () => {
  for (const detail of [
    undefined,
    '一句话',
    { problems: ['甲'] },
    [{ path: 'body.device', message: '格式不对' }, '一句话', { path: '', message: '嵌套过深' }, { row: 3 }, null],
  ])
    expect(named(detail)).toEqual(detail);
});
