import type { Element, Group } from '../group/group.js';

/** n with g^n = element and 0 <= n <= most, by table; undefined when there is none. */
export type SmallLog = (element: Element) => number | undefined;

export function smallLogs(group: Group, most: number): SmallLog {
  const powers: Element[] = [group.neutral];
  for (let n = 1; n <= most; n++) powers.push(group.multiply(powers[n - 1]!, group.generator));
  const table = new Map(group.encodeAll(powers).map((text, n) => [text, n]));
  return (element) => table.get(group.encode(element));
}
