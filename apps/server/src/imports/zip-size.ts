const endOfDirectory = 0x06054b50;
const entry = 0x02014b50;
const mostEntries = 200;

/**
 * The size in bytes of all entries of a ZIP file once unpacked, as its central directory says, without unpacking.
 * @returns undefined when the bytes are no ZIP file; Infinity when there are more than 200 entries.
 * What is not checked: that the directory tells the truth; the caller bounds the reader too.
 */
export function inflatedSizeOf(file: Buffer): number | undefined {
  let end = -1;
  for (let at = file.length - 22; at >= 0 && at >= file.length - 22 - 65_535; at--)
    if (file.readUInt32LE(at) === endOfDirectory) {
      end = at;
      break;
    }
  if (end < 0) return undefined;
  const entries = file.readUInt16LE(end + 10);
  if (entries > mostEntries) return Infinity;
  let at = file.readUInt32LE(end + 16);
  let size = 0;
  for (let i = 0; i < entries; i++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== entry) return undefined;
    size += file.readUInt32LE(at + 24);
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return size;
}
