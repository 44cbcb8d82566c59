import { credentialsRecord, hexDigest, normalizeCredential } from '@piaojue/ballot-crypto';
import { credentialProblem } from '../wording/booth.js';

export interface PublicList {
  readonly uuid: string;
  readonly publicKeys: readonly string[];
}

/** Digest over all public lists: what the server logs must be what was sent (each list sorted, lists by their uuids). */
export function listHashOf(lists: readonly PublicList[]): string {
  const lines = [...lists]
    .sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    .map(({ uuid, publicKeys }) => `${uuid} ${hexDigest(credentialsRecord(publicKeys))}\n`);
  return hexDigest(lines.join(''));
}

export interface ReadCodes {
  /** distinct, in normal spelling */
  readonly codes: readonly string[];
  readonly problems: readonly { readonly line: number; readonly sentence: string }[];
  /** lines that gave these codes */
  readonly lines: readonly number[];
  /** lines that repeat an earlier one, as when a slip is scanned twice */
  readonly repeated: readonly number[];
}

/** Slips as a scanner or a hand gives them, one a line: the code, or the whole address of the QR. */
export function readCodes(text: string): ReadCodes {
  const codes = new Set<string>();
  const problems: { line: number; sentence: string }[] = [];
  const lines: number[] = [];
  const repeated: number[] = [];
  for (const [i, whole] of text.split(/\r?\n/).entries()) {
    const line = whole.trim();
    if (line === '') continue;
    const code = line.slice(line.lastIndexOf('#') + 1);
    const credential = normalizeCredential(code);
    if (credential === undefined) problems.push({ line: i + 1, sentence: credentialProblem(code) });
    else if (codes.has(credential)) repeated.push(i + 1);
    else {
      codes.add(credential);
      lines.push(i + 1);
    }
  }
  return { codes: [...codes], problems, lines, repeated };
}

/** `1–3、7`: ascending line numbers, neighbours drawn together. */
export function inRanges(numbers: readonly number[]): string {
  const ranges: [from: number, to: number][] = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last?.[1] === n - 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join('、');
}

/** Fisher–Yates with a secure source: the order in which slips lie in the pile says nothing. */
export function shuffled<T>(items: readonly T[], random: (length: number) => Uint8Array): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i -= 1) {
    const j = below(i + 1, random);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** Uniform in 0..n-1, n up to 2^32. */
export function below(n: number, random: (length: number) => Uint8Array): number {
  const most = Math.floor(2 ** 32 / n) * n;
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    const value = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
    if (value < most) return value % n;
  }
}
