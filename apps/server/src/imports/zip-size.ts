import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;
const localEntry = 0x04034b50;
const mostEntries = 200;
/** Between two entries there is a data descriptor at most: no room for an entry that the directory does not name. */
const descriptor = 24;
const deflated = 8;
const stored = 0;

/** `not_zip`: no ZIP file that an office program writes; `too_large`: more than 200 entries, or more than `most` bytes. */
type ZipFault = 'not_zip' | 'too_large' | 'doctype';

/**
 * What is wrong with a ZIP file, found by unpacking its entries one at a time and no further than `most` bytes in all: the
 * sizes that the file claims are not believed, and none of its parts may declare entities.
 */
export function zipFault(file: Buffer, most: number): ZipFault | undefined {
  const end = directoryEnd(file);
  if (end < 0) return 'not_zip';
  const entries = file.readUInt16LE(end + 10);
  if (entries > mostEntries) return 'too_large';
  const directory = file.readUInt32LE(end + 16);
  const places = placesOf(file, directory, entries);
  if (!places) return 'not_zip';
  let next = 0;
  let size = 0;
  for (const { at, method, packed } of places.toSorted((a, b) => a.at - b.at)) {
    if (at < next || at - next > (next === 0 ? 0 : descriptor)) return 'not_zip';
    if (at + 30 > directory || file.readUInt32LE(at) !== localEntry) return 'not_zip';
    const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    next = from + packed;
    if (next > directory) return 'not_zip';
    const part = partOf(method, file.subarray(from, next), most - size);
    if (typeof part === 'string') return part;
    size += part.length;
    if (size > most) return 'too_large';
    if (doctypes.some((word) => part.includes(word))) return 'doctype';
  }
  return directory - next > descriptor ? 'not_zip' : undefined;
}

/** No office program writes a document type; who does means entities. In whichever encoding the part is. */
const doctypes = ['utf8', 'utf16le'].map((encoding) => Buffer.from('<!DOCTYPE', encoding as BufferEncoding));
doctypes.push(Buffer.from(doctypes[1]!).swap16());

function directoryEnd(file: Buffer): number {
  for (let at = file.length - 22; at >= 0 && at >= file.length - 22 - 65_535; at--)
    if (file.readUInt32LE(at) === endOfDirectory) return at;
  return -1;
}

function placesOf(
  file: Buffer,
  directory: number,
  entries: number,
): { at: number; method: number; packed: number }[] | undefined {
  const places = [];
  let at = directory;
  for (let i = 0; i < entries; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entryOfDirectory) return undefined;
    places.push({
      at: file.readUInt32LE(at + 42),
      method: file.readUInt16LE(at + 10),
      packed: file.readUInt32LE(at + 20),
    });
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return places;
}

function partOf(method: number, bytes: Buffer, most: number): Buffer | ZipFault {
  if (method === stored) return bytes;
  if (method !== deflated) return 'not_zip';
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'not_zip';
  }
}
