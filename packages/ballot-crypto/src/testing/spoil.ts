/** A record with one leaf changed, and where. */
export interface Spoilt {
  /** e.g. `answers.0.choices.1.alpha`; `>` steps into JSON inside a string */
  readonly path: string;
  readonly raw: string;
  readonly was: string;
}

type Change = (leaf: string, path: string) => string | undefined;

/** Every leaf of a JSON record changed in turn, also of JSON held in its strings; numbers go up by one. */
export function spoilEach(raw: string, change: Change): Spoilt[] {
  return spoilValue(JSON.parse(raw), '', change).map(({ path, value, was }) => ({
    path,
    raw: JSON.stringify(value),
    was,
  }));
}

function spoilValue(value: unknown, path: string, change: Change): { path: string; value: unknown; was: string }[] {
  const join = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (typeof value === 'number') return [{ path, value: value + 1, was: String(value) }];
  if (typeof value === 'string') {
    if (value.startsWith('{') && value.endsWith('}')) {
      return spoilValue(JSON.parse(value), `${path}>`, change).map((inner) => ({
        ...inner,
        value: JSON.stringify(inner.value),
      }));
    }
    const changed = change(value, path);
    return changed === undefined ? [] : [{ path, value: changed, was: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) =>
      spoilValue(item, join(String(i)), change).map((inner) => ({
        ...inner,
        value: value.with(i, inner.value) as unknown,
      })),
    );
  }
  return Object.entries(value as object).flatMap(([key, item]) =>
    spoilValue(item, join(key), change).map((inner) => ({
      ...inner,
      value: { ...(value as object), [key]: inner.value },
    })),
  );
}
