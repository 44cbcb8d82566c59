import { hexDigest } from '../record/digest.js';
import { fields, hex64, integer, readCanonical } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { readSizedTally } from '../tally/tally.js';
import type { DeliveredPart } from '../tally/result.js';
import type { ArchiveRecord } from './container.js';
import { type ChainEvent, type ChainHead, type EventType, eventTypes, readEvent } from './events.js';

export type ChainFailure =
  | 'record_twice'
  | 'event_not_canonical'
  | 'event_type_unknown'
  | 'event_out_of_order'
  | 'event_height_wrong'
  | 'event_parent_wrong'
  | 'event_payload_wrong'
  | 'event_records_wrong'
  | 'records_after_last_event'
  | 'setup_missing';

/** What an archive says, record by record, before any cryptography. */
export interface Chain {
  readonly ok: true;
  readonly election: string;
  readonly trustees: string;
  readonly credentials: string;
  readonly ballots: readonly string[];
  readonly ended: boolean;
  readonly tally?: { readonly encrypted: string; readonly sized: string };
  readonly parts: readonly DeliveredPart[];
  readonly result?: string;
  readonly head: ChainHead;
}

/** Setup( Ballot)*( EndBallots( EncryptedTally( PartialDecryption)*( Result)?)?)? of belenios.md 2. */
const followers: Readonly<Record<EventType | 'start', readonly EventType[]>> = {
  start: ['Setup'],
  Setup: ['Ballot', 'EndBallots'],
  Ballot: ['Ballot', 'EndBallots'],
  EndBallots: ['EncryptedTally'],
  EncryptedTally: ['PartialDecryption', 'Result'],
  PartialDecryption: ['PartialDecryption', 'Result'],
  Result: [],
};

const recordsBefore: Readonly<Record<EventType, number>> = {
  Setup: 4,
  Ballot: 1,
  EndBallots: 0,
  EncryptedTally: 2,
  PartialDecryption: 2,
  Result: 1,
};

interface Building {
  setup?: { election: string; trustees: string; credentials: string };
  ballots: string[];
  ended: boolean;
  tally?: { encrypted: string; sized: string };
  parts: DeliveredPart[];
  result?: string;
}

/** Heights, parents, order of events, the records each event needs, no record twice. Source: belenios.md 3.2, 5.1, 5.2. */
export function readChain(records: readonly ArchiveRecord[]): Chain | Refusal<ChainFailure> {
  const built: Building = { ballots: [], ended: false, parts: [] };
  const seen = new Set<string>();
  let waiting: string[] = [];
  let last: { type: EventType; head: ChainHead } | undefined;
  for (const { kind, body } of records) {
    const hash = hexDigest(body);
    const height = last === undefined ? 0 : last.head.height + 1;
    if (seen.has(hash)) return refuse('record_twice', subjectOf(built, height, kind));
    seen.add(hash);
    if (kind === 'data') {
      waiting.push(body);
      continue;
    }
    const subject = `event ${height}`;
    const event = readEvent(body);
    if (event === undefined) return refuse('event_not_canonical', subject);
    const type = eventTypes.find((known) => known === event.type);
    if (type === undefined) return refuse('event_type_unknown', subject);
    if (!followers[last?.type ?? 'start'].includes(type)) return refuse('event_out_of_order', subject);
    if (event.height !== height) return refuse('event_height_wrong', subject);
    if (event.parent !== last?.head.hash) return refuse('event_parent_wrong', subject);
    const failed = take(built, type, event, waiting);
    if (failed !== undefined) return refuse(failed, subject);
    waiting = [];
    last = { type, head: { hash, height } };
  }
  if (built.setup === undefined || last === undefined) return refuse('setup_missing');
  if (waiting.length > 0) return refuse('records_after_last_event');
  const { setup, ...rest } = built;
  return { ok: true, ...setup, ...rest, head: last.head };
}

const subjectOf = (built: Building, height: number, kind: 'data' | 'event'): string =>
  kind === 'data' && built.setup !== undefined && !built.ended
    ? `ballot ${built.ballots.length + 1}`
    : `event ${height}`;

function take(
  built: Building,
  type: EventType,
  event: ChainEvent,
  bodies: readonly string[],
): ChainFailure | undefined {
  if (bodies.length !== recordsBefore[type]) return 'event_records_wrong';
  const payload = bodies.at(-1);
  if (event.payload !== (payload === undefined ? undefined : hexDigest(payload))) return 'event_payload_wrong';
  const [first, second, third] = bodies as [string, string, string];
  switch (type) {
    case 'Setup': {
      const setup = readSetup(payload!);
      const right =
        setup?.election === hexDigest(first) &&
        setup.trustees === hexDigest(second) &&
        setup.credentials === hexDigest(third);
      if (!right) return 'event_records_wrong';
      built.setup = { election: first, trustees: second, credentials: third };
      return undefined;
    }
    case 'Ballot':
      built.ballots.push(first);
      return undefined;
    case 'EndBallots':
      built.ended = true;
      return undefined;
    case 'EncryptedTally':
      if (readSizedTally(second)?.encrypted_tally !== hexDigest(first)) return 'event_records_wrong';
      built.tally = { encrypted: first, sized: second };
      return undefined;
    case 'PartialDecryption': {
      const owned = readOwned(second);
      if (owned?.payload !== hexDigest(first)) return 'event_records_wrong';
      built.parts.push({ owner: owned.owner, partial: first });
      return undefined;
    }
    case 'Result':
      built.result = first;
      return undefined;
  }
}

const readSetup = (raw: string) =>
  readCanonical(raw, (value) => {
    const from = fields(value);
    return { election: hex64(from.election), trustees: hex64(from.trustees), credentials: hex64(from.credentials) };
  });

const readOwned = (raw: string) =>
  readCanonical(raw, (value) => {
    const from = fields(value);
    return { owner: integer(from.owner), payload: hex64(from.payload) };
  });
