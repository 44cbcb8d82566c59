interface Item {
  readonly id: string;
}

/**
 * A list while somebody works on it: whoever stood in it stays in its place, also when what was done takes it out of the
 * choice; nothing moves under the hand. `changed`: as the last act left one of them.
 */
export function keepPlaces<T extends Item>(before: readonly T[], now: readonly T[], changed?: T | null): T[] {
  const newest = new Map(now.map((each) => [each.id, each]));
  if (changed && !newest.has(changed.id)) newest.set(changed.id, changed);
  const known = new Set(before.map(({ id }) => id));
  return [...before.map((each) => newest.get(each.id) ?? each), ...now.filter(({ id }) => !known.has(id))];
}
