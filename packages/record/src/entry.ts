import { z } from 'zod';
import { canonicalJson, parseCanonical, type CanonicalRefusal, type JsonValue } from './canonical-json.js';

/** One act in the log. `seq` is the index of its leaf; `commit` holds salted commitments to personal data by field. */
export interface Entry {
  readonly v: 1;
  readonly seq: number;
  readonly type: string;
  readonly at?: string;
  readonly data?: { readonly [key: string]: JsonValue };
  readonly commit?: { readonly [field: string]: string };
}

export type ParsedEntry =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly refusal: CanonicalRefusal | 'not_an_entry' };

/** Entries that say a ballot came in. They carry its hash and neither time nor person. */
export const ballotEntryTypes = ['ballot_cast'] as const;

const ballotData = z.strictObject({
  vote: z.string().min(1),
  /** Unpadded base64 (Belenios) or lowercase hex of a SHA-256. */
  ballot: z.string().regex(/^([A-Za-z0-9+/]{43}|[0-9a-f]{64})$/),
});

export const entrySchema = z
  .strictObject({
    v: z.literal(1),
    seq: z.int().min(0),
    type: z.string().regex(/^[a-z][a-z0-9_]*$/),
    at: z.iso.datetime().optional(), // UTC, ends in Z
    data: z.record(z.string(), z.json()).optional(),
    commit: z.record(z.string().regex(/^[a-z][A-Za-z0-9_]*$/), z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  })
  .refine(
    ({ type, at, data, commit }) =>
      !isBallotEntry(type) || (at === undefined && commit === undefined && ballotData.safeParse(data).success),
    { error: 'a ballot entry holds the vote and the ballot hash only' },
  );

export const isBallotEntry = (type: string): boolean => (ballotEntryTypes as readonly string[]).includes(type);

/**
 * The canonical bytes of an entry, ready for `leafHash`.
 * @throws TypeError where it is no entry. Not checked: that `data` names no person; that is the caller's part.
 */
export function makeEntry(entry: Omit<Entry, 'v'>): Uint8Array {
  const { seq, type, at, data, commit } = entry;
  const whole = { v: 1, seq, type, ...(at !== undefined && { at }), ...(data && { data }), ...(commit && { commit }) };
  const verdict = entrySchema.safeParse(whole);
  if (!verdict.success)
    throw new TypeError(`not an entry: ${verdict.error.issues.map(({ message }) => message).join('; ')}`);
  return canonicalJson(whole);
}

/** The entry of canonical bytes; anything that `makeEntry` would not have written is refused. */
export function parseEntry(bytes: Uint8Array): ParsedEntry {
  const parsed = parseCanonical(bytes);
  if (!parsed.ok) return parsed;
  if (!entrySchema.safeParse(parsed.value).success) return { ok: false, refusal: 'not_an_entry' };
  return { ok: true, entry: parsed.value as unknown as Entry };
}
