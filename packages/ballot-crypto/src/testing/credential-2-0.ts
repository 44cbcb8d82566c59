import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { CredentialKeys } from '../credential/credential.js';
import type { Group } from '../group/group.js';
import { base58, scalarFromBytes } from '../record/random.js';

/** The weaker scheme of Belenios 2.0 (belenios.md 3.4), for its vectors only. */
export function deriveCredential20(group: Group, uuid: string, credential: string): CredentialKeys {
  const letters = credential.replaceAll('-', '');
  let n = 0n;
  for (const letter of letters.slice(0, 14)) n = n * 58n + BigInt(base58.indexOf(letter));
  if (base58[53 - Number(n % 53n)] !== letters[14]) throw new RangeError('wrong check character');
  const secretKey = scalarFromBytes(pbkdf2(sha256, credential, uuid, { c: 1000, dkLen: 32 }), group.order);
  return { secretKey, publicKey: group.encode(group.powerOfGenerator(secretKey)) };
}
