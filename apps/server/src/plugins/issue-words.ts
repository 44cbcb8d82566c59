import { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** What a schema found, where the schema itself says nothing: in the words of the people who typed it. */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return '没有填';
      if (issue.expected === 'number') return '应填数字';
      if (issue.expected === 'int') return '应填整数';
      return '格式不对';
    case 'invalid_value':
      return '请从给出的选项里选择';
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? '应多于' : '至少', Number(issue.minimum));
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? '应少于' : '最多', Number(issue.maximum));
    case 'not_multiple_of':
      return `应是 ${issue.divisor} 的倍数`;
    case 'unrecognized_keys':
      return '含有多余的内容';
    case 'invalid_format':
      return '格式不对';
    default:
      return '不符合要求';
  }
}

/** Of a number, not of a length. */
const wordsOfNumbers: ReadonlyMap<string, string> = new Map([
  ['至少', '不能小于'],
  ['应多于', '应大于'],
  ['最多', '不能大于'],
  ['应少于', '应小于'],
]);

function bound(origin: string, word: '至少' | '应多于' | '最多' | '应少于', limit: number): string {
  if (origin === 'string') return word === '至少' && limit === 1 ? '不能为空' : `${word} ${limit} 个字`;
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return word === '至少' && limit === 1 ? '至少要有一项' : `${word} ${limit} 项`;
  return `${wordsOfNumbers.get(word) ?? word} ${limit}`;
}

/** For every schema of this process. */
export const speakChinese = (): void => void z.config({ localeError: issueWords });
