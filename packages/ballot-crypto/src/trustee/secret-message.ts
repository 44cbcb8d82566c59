import { gcm } from '@noble/ciphers/aes.js';
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Element, Group } from '../group/group.js';
import { randomScalar, type Random } from '../record/random.js';
import { fields, literal, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import { isSignedBy, readSigned, signMessage } from './signed-message.js';

export type SecretMessageFailure =
  | 'message_not_canonical'
  | 'message_not_an_element'
  | 'message_not_decryptable'
  | 'message_signature_invalid'
  | 'message_for_another';

const keyFor = (group: Group, k: Element) => sha256(utf8ToBytes(`key|${group.encode(k)}`));
const ivFor = (alpha: string) => sha256(utf8ToBytes(`iv|${alpha}`));

function encrypt(group: Group, recipient: Element, plain: string, random: Random): string {
  const r = randomScalar(random, group.order);
  const shared = group.powerOfGenerator(randomScalar(random, group.order));
  const alpha = group.encode(group.powerOfGenerator(r));
  const beta = group.encode(group.multiply(group.power(recipient, r), shared));
  const data = gcm(keyFor(group, shared), ivFor(alpha)).encrypt(utf8ToBytes(plain));
  return JSON.stringify({ algorithm: 'AES-GCM', alpha, beta, data: bytesToHex(data) });
}

/** send(sk, ek, M) of belenios.md 3.7: signed by the sender, encrypted to the recipient, named in the signature. */
export function sendSecret(
  group: Group,
  signingKey: bigint,
  recipient: string,
  message: string,
  random: Random,
): string {
  const key = group.decode(recipient);
  if (key === undefined) throw new RangeError('the recipient has no valid encryption key');
  const signed = signMessage(group, signingKey, JSON.stringify({ recipient, message }), random);
  return encrypt(group, key, JSON.stringify(signed), random);
}

function readEncrypted(value: unknown) {
  const from = fields(value);
  return {
    algorithm: literal(from.algorithm, 'AES-GCM'),
    alpha: text(from.alpha),
    beta: text(from.beta),
    data: text(from.data),
  };
}

/** Opens what `sendSecret` made; checks sender and recipient. */
export function receiveSecret(
  group: Group,
  decryptionKey: bigint,
  sender: Element,
  raw: string,
): { readonly ok: true; readonly message: string } | Refusal<SecretMessageFailure> {
  const sealed = readCanonical(raw, readEncrypted);
  if (sealed === undefined || !/^([0-9a-f]{2}){16,}$/.test(sealed.data)) return refuse('message_not_canonical');
  const [alpha, beta] = [group.decode(sealed.alpha), group.decode(sealed.beta)];
  if (alpha === undefined || beta === undefined) return refuse('message_not_an_element');
  const shared = group.multiply(beta, group.inverse(group.powerSecret(alpha, decryptionKey)));
  let plain: string;
  try {
    plain = bytesToUtf8(gcm(keyFor(group, shared), ivFor(sealed.alpha)).decrypt(hexToBytes(sealed.data)));
  } catch {
    return refuse('message_not_decryptable');
  }
  const signed = readCanonical(plain, readSigned);
  if (signed === undefined) return refuse('message_not_canonical');
  if (!isSignedBy(group, sender, signed)) return refuse('message_signature_invalid');
  const inner = readCanonical(signed.message, (value) => {
    const from = fields(value);
    return { recipient: text(from.recipient), message: text(from.message) };
  });
  if (inner === undefined) return refuse('message_not_canonical');
  const own = group.encode(group.powerSecret(group.generator, decryptionKey));
  return inner.recipient === own ? { ok: true, message: inner.message } : refuse('message_for_another');
}
