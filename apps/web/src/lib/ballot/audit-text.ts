import type { AnyMark } from './draft.js';

/**
 * What a delegate shows a second device to have a sealed ballot opened (抽查, audit or cast). Small enough for a QR:
 * the ballot is made again from the seed. Nothing of the slip's secret is in it.
 */
export interface AuditText {
  readonly voteId: string;
  readonly uuid: string;
  /** public half of the slip */
  readonly credential: string;
  /** hex */
  readonly seed: string;
  readonly marks: readonly AnyMark[];
  readonly signature: string;
  readonly tracker: string;
}

const letters: Readonly<Record<AnyMark, string>> = {
  for: 'f',
  against: 'a',
  abstain: '-',
  satisfied: 's',
  basically_satisfied: 'b',
  dissatisfied: 'd',
};
const markOf = new Map(Object.entries(letters).map(([mark, letter]) => [letter, mark as AnyMark]));
const format = 'piaojue-audit-1';

export const writeAudit = ({ voteId, uuid, credential, seed, marks, signature, tracker }: AuditText): string =>
  JSON.stringify({
    format,
    voteId,
    uuid,
    credential,
    seed,
    marks: marks.map((mark) => letters[mark]).join(''),
    signature,
    tracker,
  });

/** @returns undefined where the text is not one of ours, whatever it is. */
export function readAudit(text: string): AuditText | undefined {
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(text.trim())) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { voteId, uuid, credential, seed, marks, signature, tracker } = read;
  const texts = [voteId, uuid, credential, seed, marks, signature, tracker];
  if (read['format'] !== format || !texts.every((each): each is string => typeof each === 'string')) return undefined;
  const words = [...(marks as string)].map((letter) => markOf.get(letter));
  if (!/^[0-9a-f]{64}$/.test(seed as string) || !words.every((mark) => mark !== undefined)) return undefined;
  return {
    voteId: voteId as string,
    uuid: uuid as string,
    credential: credential as string,
    seed: seed as string,
    marks: words,
    signature: signature as string,
    tracker: tracker as string,
  };
}
