import { inflateRawSync } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;
const localEntry = 0x04034b50;
const mostEntries = 200;
/** Between two entries there is a data descriptor at most: no room for an entry that the directory does not name. */
const descriptor = 24;
const deflated = 8;
const stored = 0;

/**
 * The size in bytes of all entries of a ZIP file once unpacked, found by unpacking them one at a time and no further than
 * `most`: the sizes that the file claims are not believed.
 * @returns undefined when the bytes are no ZIP file that a spreadsheet program writes; Infinity when it holds more than 200
 *          entries or unpacks to more than `most`.
 */
export function inflatedSizeOf(file: Buffer, most: number): number | undefined {
  const end = directoryEnd(file);
  if (end < 0) return undefined;
  const entries = file.readUInt16LE(end + 10);
  if (entries > mostEntries) return Infinity;
  const directory = file.readUInt32LE(end + 16);
  const places = placesOf(file, directory, entries);
  if (!places) return undefined;
  let next = 0;
  let size = 0;
  for (const { at, method, packed } of places.toSorted((a, b) => a.at - b.at)) {
    if (at < next || at - next > (next === 0 ? 0 : descriptor)) return undefined;
    if (at + 30 > directory || file.readUInt32LE(at) !== localEntry) return undefined;
    const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    next = from + packed;
    if (next > directory) return undefined;
    if (method === stored) size += packed;
    else if (method === deflated) size += unpacked(file.subarray(from, next), most - size) ?? NaN;
    else return undefined;
    if (Number.isNaN(size)) return undefined;
    if (size > most) return Infinity;
  }
  return directory - next > descriptor ? undefined : size;
}

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

function unpacked(bytes: Buffer, most: number): number | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? Infinity : undefined;
  }
}
