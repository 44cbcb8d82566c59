import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { canonicalJson, type JsonValue } from './canonical-json.js';
import { decodeUtf8 } from './utf8.js';

/** Canonical JSON knows whole numbers only; a quantity like 2.771 (km) goes in as its decimal text. */
function wholeNumbers(value: unknown): JsonValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(wholeNumbers);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => [key, wholeNumbers(each)]),
    );
  return value as JsonValue;
}

/**
 * Lowercase hex SHA-256 of a record's canonical bytes: the same whatever the order of its keys, so that a file can be
 * compared with what the log says of it. @throws TypeError on what JSON cannot hold.
 */
export const digestOf = (value: unknown): string => bytesToHex(sha256(canonicalJson(wholeNumbers(value))));

/** The text that `digestOf` is the digest of, to be kept beside it. */
export const canonicalText = (value: unknown): string => decodeUtf8(canonicalJson(wholeNumbers(value))) ?? '';

/** What becomes final when a vote is frozen (定稿): the list as on the ballot, and the rules. */
export interface FrozenList {
  readonly vote: string;
  readonly uuid: string;
  readonly title: string;
  readonly kind: string;
  readonly round: number;
  readonly rules: object;
  readonly candidates: readonly { readonly listNumber: number; readonly withdrawn: boolean; readonly fields: object }[];
}

/** The one text of list and rules; its `digestOf` stands in the log and in the election record. */
export const frozenText = (list: FrozenList): string => decodeUtf8(canonicalJson(wholeNumbers(fieldsOf(list)))) ?? '';
export const frozenDigest = (list: FrozenList): string => digestOf(fieldsOf(list));

/** Only the fields above, whatever else the given object carries. */
const fieldsOf = ({ vote, uuid, title, kind, round, rules, candidates }: FrozenList): FrozenList => ({
  vote,
  uuid,
  title,
  kind,
  round,
  rules,
  candidates: candidates.map(({ listNumber, withdrawn, fields }) => ({ listNumber, withdrawn, fields })),
});
