import { openDB, type DBSchema } from 'idb';
import type { BodyOf, Place, Station, sendReception } from '@piaojue/contract';
import type { Typed } from './typed.js';

/** A photo as it goes over the wire (base64), under the number that makes sending it twice sending it once. */
export interface KeptPhoto {
  readonly id: string;
  readonly content: string;
}

/** Who takes down receptions on this phone: the account that was signed in last, if it is one that takes them. */
export interface Taker {
  readonly id: string;
  readonly name: string;
}

/** 接待记录 that waits on this phone, and what became of it. Once stored at the server, only its head stays here. */
export interface Entry {
  readonly clientId: string;
  readonly stationId: string;
  readonly station: string;
  readonly at: string;
  /** When it was written down here: those of one minute keep their order. */
  readonly keptAt?: string;
  /** For the list on the phone. */
  readonly head: string;
  /** Who wrote it down: it is sent in their name or not at all. Null where nobody had signed in: until somebody says so. */
  readonly by?: Taker | null;
  /** `sent` once its photos are there as well; `unfinished`: laid aside half typed, and never sent as it is. */
  readonly state: 'waiting' | 'sent' | 'refused' | 'unfinished';
  /** Null once the server has it: names and phones do not stay on the phone. */
  readonly body: BodyOf<typeof sendReception> | null;
  readonly code: string | null;
  readonly refusal: string | null;
  readonly detail?: unknown;
  /** Those that the server does not have yet. */
  readonly photos?: readonly KeptPhoto[];
  /** How many photos the server did not take. */
  readonly photosRefused?: number;
  /** The whole form of what is unfinished, with its photos. */
  readonly typed?: Typed;
}
/** Whether it can be taken up in the form again. */
export const mayOpen = ({ state }: Entry): boolean => state === 'refused' || state === 'unfinished';

/** By the time of the reception, then by when it was written down. */
export const newestFirst = (a: Pick<Entry, 'at' | 'keptAt'>, b: Pick<Entry, 'at' | 'keptAt'>): number =>
  b.at.localeCompare(a.at) || (b.keptAt ?? '').localeCompare(a.keptAt ?? '');

export interface Left {
  readonly stationId: string;
  /** Null where nothing was begun. */
  readonly typed: Typed | null;
  /** The entry that was opened to be changed. */
  readonly changing: string | null;
  /** Who began it. */
  readonly by?: Taker | null;
}
export interface Lists {
  readonly stations: Station[];
  readonly places: Place[];
}

interface Shape extends DBSchema {
  entries: { key: string; value: Entry };
  kept: { key: string; value: unknown };
}

const open = () =>
  openDB<Shape>('piaojue-reception', 1, {
    upgrade(db) {
      db.createObjectStore('entries', { keyPath: 'clientId' });
      db.createObjectStore('kept');
    },
  });

export class Queue {
  readonly #db = open();

  async entries(): Promise<Entry[]> {
    return (await (await this.#db).getAll('entries')).toSorted(newestFirst);
  }
  async put(entry: Entry): Promise<void> {
    await (await this.#db).put('entries', entry);
  }
  async remove(clientId: string): Promise<void> {
    await (await this.#db).delete('entries', clientId);
  }
  async lists(): Promise<Lists | undefined> {
    return (await (await this.#db).get('kept', 'lists')) as Lists | undefined;
  }
  async taker(): Promise<Taker | undefined> {
    return (await (await this.#db).get('kept', 'taker')) as Taker | undefined;
  }
  async keepTaker(taker: Taker | undefined): Promise<void> {
    await (await this.#db).put('kept', taker, 'taker');
  }
  /** The form as it stood when the page was left, and the station chosen last. */
  async left(): Promise<Left | undefined> {
    return (await (await this.#db).get('kept', 'left')) as Left | undefined;
  }
  async keepLeft(left: Left): Promise<void> {
    await (await this.#db).put('kept', left, 'left');
  }
  async keepLists(lists: Lists): Promise<void> {
    await (await this.#db).put('kept', lists, 'lists');
  }
}
