import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { hexDigest } from '../record/digest.js';
import { fields, literal, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';

/** A record of an archive: its bytes as text, and whether it is an event or what an event speaks of. */
export interface ArchiveRecord {
  readonly kind: 'data' | 'event';
  readonly body: string;
}

const block = 512;

/** The 512 bytes before a record: an old-style tar header, nothing but these fields. Source: belenios.md 3.2. */
function headerOf(name: string, length: number, timestamp: number): Uint8Array {
  const header = new Uint8Array(block);
  const put = (at: number, s: string) => header.set(utf8ToBytes(s), at);
  put(0, name);
  put(100, '0000644');
  put(108, '0000000');
  put(116, '0000000');
  put(124, length.toString(8).padStart(11, '0'));
  put(136, timestamp.toString(8).padStart(11, '0'));
  put(148, ' '.repeat(8));
  put(156, '0');
  const sum = header.reduce((a, b) => a + b, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return header;
}

function entryOf(name: string, body: string, timestamp: number): Uint8Array {
  const bytes = utf8ToBytes(body);
  const padding = new Uint8Array((block - (bytes.length % block)) % block);
  return concatBytes(headerOf(name, bytes.length, timestamp), bytes, padding);
}

/** The first bytes of an archive. @param timestamp seconds since 1970, stands in every header. */
export function archiveHead(timestamp: number): Uint8Array {
  if (!Number.isSafeInteger(timestamp) || timestamp < 0 || timestamp >= 8 ** 11)
    throw new RangeError('timestamp in seconds');
  return entryOf('BELENIOS', JSON.stringify({ version: 1, timestamp: String(timestamp) }), timestamp);
}

/** The bytes one more record adds at the end of an archive; `timestamp` is the archive's, not the present one. */
export const archivePart = ({ kind, body }: ArchiveRecord, timestamp: number): Uint8Array =>
  entryOf(`${hexDigest(body)}.${kind}.json`, body, timestamp);

/** A whole archive. For a growing file append `archivePart`s: archives have no trailer. */
export const archiveBytes = (timestamp: number, records: readonly ArchiveRecord[]): Uint8Array =>
  concatBytes(archiveHead(timestamp), ...records.map((record) => archivePart(record, timestamp)));

export type ContainerFailure =
  | 'archive_truncated'
  | 'archive_head_malformed'
  | 'record_header_malformed'
  | 'record_name_not_its_hash'
  | 'record_not_text';

export interface Archive {
  readonly ok: true;
  readonly timestamp: number;
  readonly records: readonly ArchiveRecord[];
}

/** Reads the bytes of a .bel: every header exactly as we would write it, every name the hash of its body. */
export function readArchive(bytes: Uint8Array): Archive | Refusal<ContainerFailure> {
  const records: ArchiveRecord[] = [];
  let timestamp: number | undefined;
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const subject = `record ${n}`;
    if (at + block > bytes.length) return refuse('archive_truncated', subject);
    const header = bytes.subarray(at, at + block);
    const length = parseInt(latin(header, 124, 11), 8);
    if (!/^[0-7]{11}$/.test(latin(header, 124, 11))) return refuse('record_header_malformed', subject);
    const end = at + block + Math.ceil(length / block) * block;
    if (end > bytes.length) return refuse('archive_truncated', subject);
    const content = bytes.subarray(at + block, at + block + length);
    const body = strictText(content);
    if (body === undefined) return refuse('record_not_text', subject);
    const name = latin(header, 0, 100).replace(/\0+$/, '');
    if (timestamp === undefined) {
      timestamp = headTimestamp(name, body);
      if (timestamp === undefined) return refuse('archive_head_malformed');
    } else {
      const kind = name.endsWith('.event.json') ? 'event' : 'data';
      if (name !== `${hexDigest(body)}.${kind}.json`) return refuse('record_name_not_its_hash', subject);
      records.push({ kind, body });
    }
    if (!same(bytes.subarray(at, end), entryOf(name, body, timestamp)))
      return refuse('record_header_malformed', subject);
    at = end;
  }
  return timestamp === undefined ? refuse('archive_head_malformed') : { ok: true, timestamp, records };
}

function headTimestamp(name: string, body: string): number | undefined {
  if (name !== 'BELENIOS') return undefined;
  const head = readCanonical(body, (value) => {
    const from = fields(value);
    return { version: literal(from.version, 1), timestamp: text(from.timestamp) };
  });
  if (head === undefined || !/^(0|[1-9][0-9]{0,9})$/.test(head.timestamp)) return undefined;
  const seconds = Number(head.timestamp);
  return seconds < 8 ** 11 ? seconds : undefined;
}

const latin = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** UTF-8 without replacement characters and without a byte order mark. */
function strictText(bytes: Uint8Array): string | undefined {
  const decoded = bytesToUtf8(bytes);
  return same(utf8ToBytes(decoded), bytes) ? decoded : undefined;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
