import type { Delegate } from '@piaojue/contract';

/** Whether a delegate is meant by what was typed: part of the name or the number; full-width digits count as plain. */
export function matchesDelegate({ name, number }: Pick<Delegate, 'name' | 'number'>, typed: string): boolean {
  const wanted = typed.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  if (wanted === '') return true;
  const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
  return plain(name).includes(wanted) || plain(number).includes(wanted);
}
