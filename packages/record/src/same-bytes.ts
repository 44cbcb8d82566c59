/** Whether two byte strings are equal. Not constant time: everything in a record is public. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
