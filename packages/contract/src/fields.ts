import { z } from 'zod';

/**
 * Text a person typed: NFC, lines ended by LF (forms send CR LF), no blanks around it (also those nobody sees), no control
 * characters, no bidi overrides, no lone surrogates. Length in code points.
 */
export const text = (most: number, least = 1) =>
  z
    .string()
    .max(most * 2)
    .transform((value) =>
      value
        .normalize('NFC')
        .replaceAll('\r\n', '\n')
        .replace(/^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/gu, ''),
    )
    .refine((value) => !/\p{Surrogate}/u.test(value), '含有无法识别的字符')
    .refine(
      (value) => !/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u.test(value),
      '含有看不见的控制字符，多半是从别处粘贴来的；请删去那一处，自己输入',
    )
    .refine((value) => [...value].length <= most, `不能超过 ${most} 个字`)
    .refine((value) => seen(value) >= least, least === 1 ? '不能为空' : `至少 ${least} 个字`);

/** Characters that leave something on the paper: blanks, fillers and what only steers the others do not count. */
const seen = (value: string): number =>
  [...value.replace(/[\p{Z}\p{Cf}\s\u115f\u1160\u2800\u3164\uffa0]/gu, '')].length;

/** Text of one line: a name, a title, a number. Lines that a spreadsheet cell breaks are joined. */
export const lineOfText = (most: number, least = 1) =>
  z
    .string()
    .max(most * 2)
    .transform((value) => value.replace(/\s*[\n\u2028\u2029]\s*/g, '').replaceAll('\t', ' '))
    .pipe(text(most, least));

/** Identifiers the server makes: 24 lowercase letters and digits. */
export const id = z.string().regex(/^[a-z0-9]{8,40}$/);
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** Belenios hashes: compact base64, 43 characters. */
export const tracker = z.string().regex(/^[A-Za-z0-9+/]{43}$/);
export const electionUuid = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{14}$/);
/** UTC ISO text ending in Z. */
export const time = z.string();
export const count = z.number().int().min(0).max(100_000);
export const groupName = z.enum(['BELENIOS-2048', 'Ed25519']);
export const ballotKind = z.enum(['approve_only', 'for_against_abstain', 'satisfaction']);
/** What a sitting can vote on; the satisfaction ballot (满意度测评) is sealed and opened, but no count knows it yet. */
export const votedKind = ballotKind.exclude(['satisfaction']);
export const password = z.string().min(8).max(128);
export const username = z.string().regex(/^[A-Za-z0-9_.-]{2,40}$/);
/** A year of livelihood projects as it stands in an address; a number everywhere else. */
export const yearText = z.string().regex(/^20\d\d$/);
/** YYYY-MM-DD, a day that exists. */
export const day = z.iso.date('日期应写成 2025-01-31 这样');
/** Number of a suggestion in an address. */
export const seqText = z.string().regex(/^[1-9]\d{0,7}$/);
/** Page of a list in an address, from 1. */
export const pageText = z.string().regex(/^[1-9]\d{0,4}$/);
/** Made by a device that may be offline, so that sending twice is sending once. */
export const clientId = z.uuid();
/** What somebody read before changing it: who changes something newer is told (conflict). */
export const version = z.number().int().min(1);
