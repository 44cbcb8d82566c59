const word =
  '(\\u51cc\\u6668|\\u65e9\\u4e0a|\\u4e0a\\u5348|\\u4e2d\\u5348|\\u4e0b\\u5348|\\u508d\\u665a|\\u665a\\u4e0a|\\u6b21\\u65e5)?';
const clock = new RegExp(`${word}\\s*(\\d{1,2})(?::(\\d{2})|[\\u65f6\\u70b9](?:(\\d{1,2})\\u5206?|(\\u534a))?)`, 'gu');
const until = /^\s*[\u81f3\u5230~\-\u2010-\u2015\u2212]+\s*$/u;

/**
 * What is wrong with the hours that a text says (上午8:30至11:30, 14时至17时, 全天), in words: no time of day, one that no
 * clock shows, or an end that is not behind its beginning. 下午2:30至5:00 ends in the afternoon as it began; without such a
 * word 8:30至5:30 must be written 8:30至17:30.
 */
export function hoursFault(typed: string): string | undefined {
  const text = typed.normalize('NFKC');
  const clocks = [...text.matchAll(clock)].map(
    ({ 0: all, index, 1: half, 2: hour, 3: colon, 4: minutes, 5: thirty }) => ({
      from: index,
      to: index + all.length,
      half,
      hour: Number(hour),
      minute: Number(colon ?? minutes ?? (thirty ? 30 : 0)),
    }),
  );
  const unclear = '应写明几点到几点，或者上午、下午';
  if (clocks.some(({ hour, minute }) => hour > 24 || minute > 59)) return unclear;
  if (clocks.length === 0) return /[上下]午|全天|白天|晚上/.test(text) ? undefined : unclear;
  for (const [i, end] of clocks.entries()) {
    const begin = clocks[i - 1];
    if (!begin || end.half === '次日' || !until.test(text.slice(begin.to, end.from))) continue;
    if (minuteOf(end, end.half ?? begin.half) <= minuteOf(begin, begin.half))
      return '结束的时间应在开始之后，下午的请写成 14:30 或者下午2:30';
  }
  return undefined;
}

function minuteOf({ hour, minute }: { hour: number; minute: number }, half: string | undefined): number {
  const isLate = half === '下午' || half === '傍晚' || half === '晚上' || (half === '中午' && hour < 10);
  const shift = half === '晚上' && hour === 12 ? 12 : isLate && hour < 12 ? 12 : 0;
  return (hour + shift) * 60 + minute;
}
