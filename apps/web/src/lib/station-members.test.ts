import { expect, test } from 'vitest';
import { linesOfMembers, membersApart, namesIn } from './station-members.js';

test('names in one field are parted by whatever people part them with', () =>
  expect(namesIn('王建国、李桂英，张秀兰 刘志强;赵晓丽')).toEqual(['王建国', '李桂英', '张秀兰', '刘志强', '赵晓丽']));

test('two lists of members are told apart line by line, however the lines are typed', () => {
  const saved = linesOfMembers([
    { name: '赵晓丽', office: 'leader', username: null },
    { name: '许俊峰', office: 'delegate', username: 'daibiao' },
  ]);
  expect(saved).toBe('赵晓丽 站长\n许俊峰 代表 daibiao');
  expect(membersApart('赵晓丽，站长\n\n王建国 代表', saved)).toEqual({
    only: ['许俊峰 代表 daibiao'],
    missing: ['王建国 代表'],
  });
  expect(membersApart(saved, saved)).toEqual({ only: [], missing: [] });
});
