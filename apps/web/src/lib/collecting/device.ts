const key = 'piaojue.device';
const supportedKey = 'piaojue.supported';
const mostKept = 500;

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

/** The numbers of the suggestions that were supported here, as far as the browser keeps them. */
export function supportedHere(storage: Pick<Storage, 'getItem'> | undefined = storageOrNone()): number[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(supportedKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((seq) => typeof seq === 'number') : [];
  } catch {
    return [];
  }
}

export function keepSupported(
  seq: number,
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined = storageOrNone(),
): void {
  try {
    const before = supportedHere(storage).filter((each) => each !== seq);
    storage?.setItem(supportedKey, JSON.stringify([seq, ...before].slice(0, mostKept)));
  } catch {
    /* storage is full or switched off: the server knows it all the same */
  }
}

export function storageOrNone(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
