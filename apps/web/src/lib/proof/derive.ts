import type { DeriveKeyFunction } from 'altcha-lib/types';
import { hexDigest } from '@piaojue/ballot-crypto';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (digits: string): Uint8Array =>
  Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));

/**
 * The work of one try, as apps/server/src/collecting/proof.ts does it. No `crypto.subtle`: browsers hide it on plain http,
 * and in a local network the pages come by plain http.
 */
export const deriveKey: DeriveKeyFunction = async (parameters, salt, password) => {
  let digest = `${hex(salt)}.${hex(password)}`;
  for (let i = 0; i < parameters.cost; i++) digest = hexDigest(digest);
  return { derivedKey: bytesOf(digest) };
};

/** How hard a challenge may be: a page must not be made to work for hours. */
const mostCost = 1000;

/** Solves a challenge as the server gave it; the text is what `proof` wants. */
export async function solve(text: string): Promise<string> {
  const { solveChallenge } = await import('altcha-lib');
  const challenge = JSON.parse(text) as Parameters<typeof solveChallenge>[0]['challenge'];
  if (challenge.parameters.cost > mostCost) throw new Error('the challenge is too hard');
  const solution = await solveChallenge({ challenge, deriveKey, timeout: 300_000 });
  if (!solution) throw new Error('not solved in time');
  return JSON.stringify({ challenge, solution });
}
