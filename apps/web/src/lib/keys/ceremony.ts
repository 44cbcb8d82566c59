import {
  checkCertificates,
  groupByName,
  type GroupName,
  hexDigest,
  type MemberSet,
  needsEveryone,
} from '@piaojue/ballot-crypto';
import type { TrusteeTask } from '@piaojue/contract';
import type { CeremonyAlarm } from '../wording/booth.js';

/** A scrutineer's own key and what was agreed around it. In this browser's IndexedDB, and in the backup. */
export interface KeptKey {
  readonly sittingId: string;
  readonly sittingTitle: string;
  /** the ceremony it belongs to: after a start over this is another one */
  readonly openedAt: string;
  readonly index: number;
  readonly name: string;
  readonly group: GroupName;
  readonly size: number;
  readonly threshold: number;
  readonly seed: string;
  /** where all must come: the own Single entry, and neither polynomial nor share will follow */
  readonly certificate: string;
  /** digest of the coefficients to come, sent with the certificate; null where all must come */
  readonly commitment: string | null;
  /** everyone's, as checked before the own polynomial was made: never replaced by what the server shows later */
  readonly certificates: readonly string[] | null;
  /** everyone's, kept with the certificates */
  readonly commitments: readonly string[] | null;
  readonly polynomial: string | null;
  readonly share: string | null;
  /** the finished key of all scrutineers, or all their single keys, once the own part was tried in it */
  readonly pedersen: string | null;
  /** the saved file was read again here, or its owner has seen the printed sheet */
  readonly backedUp: boolean;
}

export type Step = 'certificate' | 'polynomial' | 'share';

export type Duty =
  /** Step 1: nothing is there yet. `again`: this browser keeps a key of a ceremony that was started over. */
  | { readonly is: 'make_key'; readonly again: boolean }
  /** The server has this member's key, this browser has not: load the backup. */
  | { readonly is: 'load_backup' }
  | { readonly is: 'send'; readonly step: Step }
  /** `missing`: names, where the server tells them */
  | { readonly is: 'wait'; readonly step: Step; readonly missing: readonly string[] }
  /** The key is made; its own part has not been tried yet on this computer. */
  | { readonly is: 'practise' }
  | { readonly is: 'ready' }
  /** Something is not as it was: stop, and say what. */
  | { readonly is: 'stop'; readonly alarm: CeremonyAlarm };

/** What this member has to do now, from what the server shows and what this browser has kept. */
export function dutyOf(task: TrusteeTask, kept: KeptKey | undefined): Duty {
  const own = task.certificates[task.index - 1] ?? null;
  const isOther = kept !== undefined && kept.openedAt !== task.openedAt;
  if (own === null) {
    if (task.state !== 'certificates') return { is: 'stop', alarm: 'own_certificate_replaced' };
    return kept === undefined || isOther ? { is: 'make_key', again: isOther } : { is: 'send', step: 'certificate' };
  }
  if (kept === undefined || isOther) return { is: 'load_backup' };
  if (kept.size !== task.size || kept.threshold !== task.threshold) return { is: 'stop', alarm: 'numbers_changed' };
  if (kept.certificate !== own) return { is: 'stop', alarm: 'own_certificate_replaced' };
  if (kept.certificates !== null && !sameTexts(kept.certificates, task.certificates)) {
    return { is: 'stop', alarm: 'certificates_changed' };
  }
  if (kept.commitments !== null && !sameTexts(kept.commitments, task.commitments)) {
    return { is: 'stop', alarm: 'certificates_changed' };
  }
  if (kept.polynomial !== null && task.ownPolynomial !== null && kept.polynomial !== task.ownPolynomial) {
    return { is: 'stop', alarm: 'own_polynomial_replaced' };
  }
  if (needsEveryone(task) && (task.state === 'polynomials' || task.state === 'shares')) {
    return { is: 'stop', alarm: 'numbers_changed' };
  }
  switch (task.state) {
    case 'certificates':
      return { is: 'wait', step: 'certificate', missing: task.names.filter((_, i) => task.certificates[i] === null) };
    case 'polynomials':
      return task.ownPolynomial === null
        ? { is: 'send', step: 'polynomial' }
        : {
            is: 'wait',
            step: 'polynomial',
            missing: task.names.filter((_, i) => task.polynomialsDelivered[i] !== true),
          };
    case 'shares':
      return task.ownShare === null
        ? { is: 'send', step: 'share' }
        : { is: 'wait', step: 'share', missing: task.names.filter((_, i) => task.sharesDelivered[i] !== true) };
    case 'ready':
      if (kept.pedersen === null) return { is: 'practise' };
      return kept.pedersen === task.pedersen ? { is: 'ready' } : { is: 'stop', alarm: 'pedersen_changed' };
  }
}

const sameTexts = (a: readonly string[], b: readonly (string | null)[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);

/** The certificates a member goes on with: those kept before, else those shown now; checked either way. */
export function membersOf(
  task: Pick<TrusteeTask, 'group' | 'threshold' | 'certificates'>,
  kept: KeptKey | undefined,
): MemberSet | { readonly ok: false; readonly failed: string; readonly subject?: string } {
  const certificates = kept?.certificates ?? task.certificates;
  if (certificates.some((each) => each === null)) return { ok: false, failed: 'certificate_missing' };
  return checkCertificates(groupByName(task.group), certificates as readonly string[], task.threshold);
}

/** 钥匙指纹: read aloud and compared by all, and with the hall's screen. */
export const keyFingerprint = (pedersen: string): string => hexDigest(pedersen);

const format = 'piaojue-key-1';

/** The backup: all that another computer needs to go on with this key. */
export const writeBackup = (kept: KeptKey): string => JSON.stringify({ format, ...kept, backedUp: true }, null, 1);

/** The part of a backup that fits a printed QR: enough to open a box again. */
export const writeSmallBackup = ({ sittingId, index, name, seed }: KeptKey): string =>
  JSON.stringify({ format, sittingId, index, name, seed });

export type BackupProblem = 'not_a_backup' | 'other_sitting' | 'other_member' | 'older_key';

/**
 * Reads a backup for this task: the whole file, or the small text of the printed QR (then the certificates that the
 * server shows are taken; that they name this very seed is checked by whoever uses it: `seedFits`).
 */
export function readBackup(text: string, task: TrusteeTask): KeptKey | BackupProblem {
  let read: Record<string, unknown>;
  try {
    read = Object(JSON.parse(text.trim())) as Record<string, unknown>;
  } catch {
    return 'not_a_backup';
  }
  const textOf = (name: string): string | null => (typeof read[name] === 'string' ? (read[name] as string) : null);
  const seed = textOf('seed');
  if (read['format'] !== format || seed === null || !/^[1-9A-HJ-NP-Za-km-z]{22}$/.test(seed)) return 'not_a_backup';
  if (read['sittingId'] !== task.sittingId) return 'other_sitting';
  if (read['index'] !== task.index) return 'other_member';
  const own = task.certificates[task.index - 1] ?? null;
  const certificate = textOf('certificate') ?? own;
  if (certificate === null) return 'not_a_backup';
  if (own !== null && certificate !== own) return 'older_key';
  const numberOf = (name: 'size' | 'threshold') => (typeof read[name] === 'number' ? read[name] : task[name]);
  const listOf = (name: 'certificates' | 'commitments'): readonly string[] | null => {
    const list = read[name];
    return Array.isArray(list) && list.every((each): each is string => typeof each === 'string') ? list : null;
  };
  return {
    sittingId: task.sittingId,
    sittingTitle: task.sittingTitle,
    openedAt: task.openedAt,
    index: task.index,
    name: task.displayName,
    group: task.group,
    size: numberOf('size'),
    threshold: numberOf('threshold'),
    seed,
    certificate,
    commitment: textOf('commitment') ?? task.commitments[task.index - 1] ?? null,
    certificates: listOf('certificates'),
    commitments: listOf('commitments'),
    polynomial: textOf('polynomial'),
    share: textOf('share'),
    pedersen: textOf('pedersen'),
    backedUp: true,
  };
}

/** Whether a saved backup, read again, brings this very key back. @returns what is wrong with it. */
export function checkBackup(text: string, task: TrusteeTask, kept: KeptKey): BackupProblem | undefined {
  const read = readBackup(text, task);
  if (typeof read === 'string') return read;
  return read.seed === kept.seed && read.certificate === kept.certificate ? undefined : 'older_key';
}
