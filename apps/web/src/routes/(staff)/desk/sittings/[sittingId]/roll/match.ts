import type { Delegate } from '@piaojue/contract';

/** Whether a delegate is meant by what was typed: part of the name or the number; full-width digits count as plain. */
export function matchesDelegate({ name, number }: Pick<Delegate, 'name' | 'number'>, typed: string): boolean {
  const wanted = typed.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  if (wanted === '') return true;
  const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return plain(name).includes(wanted) || plain(number).includes(wanted);
}

const natural = new Intl.Collator('zh-CN', { numeric: true });

/** As the printed roll stands: delegation by delegation, numbers as numbers (2 before 11). */
export function inRollOrder<D extends Pick<Delegate, 'delegation' | 'number'>>(delegates: readonly D[]): D[] {
  const places = new Map<string, number>();
  for (const { delegation } of delegates) if (!places.has(delegation)) places.set(delegation, places.size);
  return delegates.toSorted(
    (a, b) => places.get(a.delegation)! - places.get(b.delegation)! || natural.compare(a.number, b.number),
  );
}
