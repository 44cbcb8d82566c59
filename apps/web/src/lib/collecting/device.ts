const key = 'piaojue.device';

/** A random number of this browser; the server keeps its hash, to hold one device to its share. Made when first needed. */
export function deviceNumber(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined = storageOrNone()): string {
  const made = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  try {
    const known = storage?.getItem(key);
    if (known && /^[0-9a-f]{32}$/.test(known)) return known;
    storage?.setItem(key, made);
  } catch {
    /* storage is switched off: another number for every page */
  }
  return made;
}

export function storageOrNone(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
