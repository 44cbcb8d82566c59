import type { Element } from './group.js';

const kept = 6;

/** Remembers the tables of the last few bases, by the base's encoding. */
export function rememberTables<T>(build: (base: Element) => T, keyOf: (base: Element) => string): (base: Element) => T {
  const tables = new Map<string, T>();
  return (base) => {
    const key = keyOf(base);
    const known = tables.get(key);
    if (known !== undefined) return known;
    const built = build(base);
    if (tables.size >= kept) tables.delete(tables.keys().next().value!);
    tables.set(key, built);
    return built;
  };
}
