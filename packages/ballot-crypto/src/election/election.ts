import type { Arithmetic, Element, FixedBase, Group, GroupName } from '../group/group.js';
import { groupByName, isGroupName } from '../group/group-by-name.js';
import { compactDigest, hexDigest } from '../record/digest.js';
import { randomBase58, type Random } from '../record/random.js';
import { fields, list, literal, optional, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { type BallotKind, kindOfQuestions } from './kinds.js';
import { type Question, readQuestion } from './questions.js';

/** An election record that has been read and checked. Keep `raw`: its bytes are what everything else is bound to. */
export interface Election {
  readonly raw: string;
  /** hex, names the record in the archive */
  readonly hash: string;
  /** phi: 43 characters of base64, stands in every ballot */
  readonly fingerprint: string;
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly groupName: GroupName;
  /** str(y) */
  readonly publicKey: string;
  readonly questions: readonly Question[];
  /** undefined: no kind of ours, Belenios' own rules only */
  readonly kind: BallotKind | undefined;
  readonly administrator?: string;
  readonly credentialAuthority?: string;
  readonly group: Group;
  readonly key: Element;
  /** y^x by tables, built when first used */
  readonly keyPower: FixedBase;
}

export type ElectionFailure =
  | 'election_not_canonical'
  | 'election_group_unknown'
  | 'election_uuid_malformed'
  | 'election_key_not_an_element'
  | 'election_question_malformed';

/** 14 random Base58 characters. */
export const newUuid = (random: Random): string => randomBase58(random, 14);

export interface ElectionDraft {
  readonly description: string;
  readonly name: string;
  readonly group: GroupName;
  /** str(y), from `readTrustees` */
  readonly publicKey: string;
  readonly questions: readonly Question[];
  readonly uuid: string;
  readonly administrator?: string;
  readonly credentialAuthority?: string;
}

/**
 * The election record, whose exact bytes are hashed into everything. Source: belenios.md 3.3.
 * @throws RangeError when `checkElection` would refuse it, or when a question allows blank (we never use it).
 */
export function makeElection(draft: ElectionDraft): string {
  if (draft.questions.some((q) => q.blank)) throw new RangeError('blank questions are not made');
  const raw = JSON.stringify({
    version: 1,
    description: draft.description,
    name: draft.name,
    group: draft.group,
    public_key: draft.publicKey,
    questions: draft.questions.map(readQuestion),
    uuid: draft.uuid,
    ...(draft.administrator === undefined ? {} : { administrator: draft.administrator }),
    ...(draft.credentialAuthority === undefined ? {} : { credential_authority: draft.credentialAuthority }),
  });
  readElection(raw);
  return raw;
}

function readRecord(value: unknown) {
  const from = fields(value);
  return {
    version: literal(from.version, 1),
    description: text(from.description),
    name: text(from.name),
    group: text(from.group),
    public_key: text(from.public_key),
    questions: list(from.questions, readQuestion),
    uuid: text(from.uuid),
    ...optional(from, 'administrator', text),
    ...optional(from, 'credential_authority', text),
  };
}

const isSound = ({ answers, min, max }: Question) => answers.length > 0 && min <= max && max <= answers.length;

/** Reads an election record from anywhere. Not checked: that y is the trustees' key (see `verifyElectionSoFar`). */
export function checkElection(
  raw: string,
  arithmetic?: Arithmetic,
): { readonly ok: true; readonly election: Election } | Refusal<ElectionFailure> {
  const record = readCanonical(raw, readRecord);
  if (record === undefined) return refuse('election_not_canonical');
  if (!isGroupName(record.group)) return refuse('election_group_unknown', record.group.slice(0, 40));
  if (!/^[1-9A-HJ-NP-Za-km-z]{14,64}$/.test(record.uuid)) return refuse('election_uuid_malformed');
  const bad = record.questions.findIndex((q) => !isSound(q));
  if (bad >= 0 || record.questions.length === 0) return refuse('election_question_malformed', `question ${bad + 1}`);
  const group = groupByName(record.group, arithmetic);
  const key = group.decode(record.public_key);
  if (key === undefined || group.equal(key, group.neutral)) return refuse('election_key_not_an_element');
  const election: Election = {
    raw,
    hash: hexDigest(raw),
    fingerprint: compactDigest(raw),
    uuid: record.uuid,
    name: record.name,
    description: record.description,
    groupName: record.group,
    publicKey: record.public_key,
    questions: record.questions,
    kind: kindOfQuestions(record.questions),
    ...(record.administrator === undefined ? {} : { administrator: record.administrator }),
    ...(record.credential_authority === undefined ? {} : { credentialAuthority: record.credential_authority }),
    group,
    key,
    keyPower: whenUsed(() => group.fixedBase(key)),
  };
  return { ok: true, election };
}

function whenUsed(build: () => FixedBase): FixedBase {
  let built: FixedBase | undefined;
  return (exponent) => (built ??= build())(exponent);
}

/** `checkElection` for a record of our own making. @throws RangeError naming the failed check. */
export function readElection(raw: string, arithmetic?: Arithmetic): Election {
  const read = checkElection(raw, arithmetic);
  if (!read.ok) throw new RangeError(`election refused: ${read.failed} ${read.subject ?? ''}`.trimEnd());
  return read.election;
}

export const kindOf = (election: Election): BallotKind | undefined => election.kind;
