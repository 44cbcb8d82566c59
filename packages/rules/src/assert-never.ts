/** Closes a switch over a union: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new TypeError(`not a listed case: ${JSON.stringify(value)}`);
}
