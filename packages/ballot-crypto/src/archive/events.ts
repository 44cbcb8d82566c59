import { hexDigest } from '../record/digest.js';
import { fields, hex64, integer, optional, readCanonical, text } from '../record/shape.js';
import { sizedTallyRecord } from '../tally/tally.js';
import type { ArchiveRecord } from './container.js';

export const eventTypes = ['Setup', 'Ballot', 'EndBallots', 'EncryptedTally', 'PartialDecryption', 'Result'] as const;
export type EventType = (typeof eventTypes)[number];

/** An event of belenios.md 3.2. */
export interface ChainEvent {
  readonly parent?: string;
  readonly height: number;
  readonly type: string;
  readonly payload?: string;
}

/** Where a chain stands: hash and height of its last event. */
export interface ChainHead {
  readonly hash: string;
  readonly height: number;
}

export const readEvent = (raw: string): ChainEvent | undefined =>
  readCanonical(raw, (value) => {
    const from = fields(value);
    return {
      ...optional(from, 'parent', hex64),
      height: integer(from.height),
      type: text(from.type),
      ...optional(from, 'payload', hex64),
    };
  });

/** @param payload the record the event speaks of, whole; undefined for EndBallots. */
export function nextEvent(
  head: ChainHead | undefined,
  type: EventType,
  payload?: string,
): { readonly raw: string; readonly head: ChainHead } {
  if ((payload === undefined) !== (type === 'EndBallots')) throw new RangeError(`${type} and its payload`);
  if ((head === undefined) !== (type === 'Setup')) throw new RangeError('a chain begins with Setup, and only there');
  const event: ChainEvent = {
    ...(head === undefined ? {} : { parent: head.hash }),
    height: head === undefined ? 0 : head.height + 1,
    type,
    ...(payload === undefined ? {} : { payload: hexDigest(payload) }),
  };
  const raw = JSON.stringify(event);
  return { raw, head: { hash: hexDigest(raw), height: event.height } };
}

/** What an act adds to an archive: its records in their forced order, the event last, and the new head. */
export interface Appended {
  readonly records: readonly ArchiveRecord[];
  readonly head: ChainHead;
}

function append(head: ChainHead | undefined, type: EventType, bodies: readonly string[]): Appended {
  const event = nextEvent(head, type, bodies.at(-1));
  const data = bodies.map((body): ArchiveRecord => ({ kind: 'data', body }));
  return { records: [...data, { kind: 'event', body: event.raw }], head: event.head };
}

export function appendSetup(setup: { election: string; trustees: string; credentials: string }): Appended {
  const { election, trustees, credentials } = setup;
  const data = JSON.stringify({
    election: hexDigest(election),
    trustees: hexDigest(trustees),
    credentials: hexDigest(credentials),
  });
  return append(undefined, 'Setup', [election, trustees, credentials, data]);
}

export const appendBallot = (head: ChainHead, ballot: string): Appended => append(head, 'Ballot', [ballot]);

export const appendEndBallots = (head: ChainHead): Appended => append(head, 'EndBallots', []);

/** @param ballots number of ballots in the tally */
export const appendTally = (head: ChainHead, rawTally: string, ballots: number): Appended =>
  append(head, 'EncryptedTally', [rawTally, sizedTallyRecord(rawTally, ballots)]);

export const appendPartial = (head: ChainHead, owner: number, partial: string): Appended =>
  append(head, 'PartialDecryption', [partial, JSON.stringify({ owner, payload: hexDigest(partial) })]);

export const appendResult = (head: ChainHead, result: string): Appended => append(head, 'Result', [result]);
