/** Places as somebody typed them beside the projects of a list: every number from 1 once, or what is wrong with them. */
export function orderTyped(
  ids: readonly string[],
  placeOf: (id: string) => string,
): { order: string[] } | { problems: string[] } {
  const places = ids.map((id) => ({ id, typed: placeOf(id).normalize('NFKC').trim() }));
  const problems: string[] = [];
  const known = new Map<number, string>();
  for (const { id, typed } of places) {
    const place = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
    if (typed === '') problems.push('有的项目没有填序号');
    else if (place < 1 || place > ids.length) problems.push(`“${typed}”不是 1 至 ${ids.length} 的序号`);
    else if (known.has(place)) problems.push(`序号 ${place} 填了不止一次`);
    else known.set(place, id);
  }
  const missing = ids.map((_, i) => i + 1).filter((place) => !known.has(place));
  if (missing.length > 0) problems.push(`缺少序号 ${missing.join('、')}`);
  return problems.length > 0 ? { problems: [...new Set(problems)] } : { order: ids.map((_, i) => known.get(i + 1)!) };
}

/** One step up or down. */
export function swapped(order: readonly string[], i: number, j: number): string[] {
  const next = [...order];
  [next[i], next[j]] = [next[j]!, next[i]!];
  return next;
}
