/**
 * What this browser keeps: sealed ballots until their receipts, a scrutineer's key, slips until they are printed, and
 * which boxes this key has opened. IndexedDB; where it is switched off, memory, so that a vote can still be cast.
 */
export const shelves = ['casting', 'key', 'slips', 'opened'] as const;
export type Shelf = (typeof shelves)[number];

export interface Device {
  /** false: nothing survives a reload */
  readonly lasting: boolean;
  readonly get: <T>(shelf: Shelf, key: string) => Promise<T | undefined>;
  readonly put: (shelf: Shelf, key: string, value: unknown) => Promise<void>;
  readonly remove: (shelf: Shelf, key: string) => Promise<void>;
  readonly all: <T>(shelf: Shelf) => Promise<T[]>;
}

export function memoryDevice(): Device {
  const kept = new Map<string, Map<string, unknown>>(shelves.map((shelf) => [shelf, new Map()]));
  return {
    lasting: false,
    get: async <T>(shelf: Shelf, key: string) => kept.get(shelf)?.get(key) as T | undefined,
    put: async (shelf, key, value) => void kept.get(shelf)?.set(key, structuredClone(value)),
    remove: async (shelf, key) => void kept.get(shelf)?.delete(key),
    all: async <T>(shelf: Shelf) => [...(kept.get(shelf)?.values() ?? [])] as T[],
  };
}

let opened: Promise<Device> | undefined;
export const openDevice = (): Promise<Device> => (opened ??= openDatabase().then(databaseDevice, memoryDevice));

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const request = indexedDB.open('piaojue', 1);
    request.onupgradeneeded = () => shelves.forEach((shelf) => request.result.createObjectStore(shelf));
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('no database'));
  });
}

function databaseDevice(database: IDBDatabase): Device {
  const run = <T>(shelf: Shelf, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    new Promise((done, failed) => {
      const transaction = database.transaction(shelf, mode, { durability: 'strict' });
      const request = act(transaction.objectStore(shelf));
      transaction.oncomplete = () => done(request.result);
      transaction.onabort = () => failed(transaction.error ?? request.error ?? new Error('not kept'));
    });
  return {
    lasting: true,
    get: <T>(shelf: Shelf, key: string) => run<T | undefined>(shelf, 'readonly', (store) => store.get(key)),
    put: async (shelf, key, value) => void (await run(shelf, 'readwrite', (store) => store.put(value, key))),
    remove: async (shelf, key) => void (await run(shelf, 'readwrite', (store) => store.delete(key))),
    all: <T>(shelf: Shelf) => run<T[]>(shelf, 'readonly', (store) => store.getAll()),
  };
}
