import type { Element, Group } from '../group/group.js';
import { decimal, fields, list, readCanonical, text } from '../record/shape.js';
import { refuse, type Refusal } from '../record/verdict.js';
import type { Random } from '../record/random.js';
import { type MemberSet, memberKeys } from './certificate.js';
import { checkCoefficients, type CoefficientsFailure, isAsPromised, productOf, publicValueAt } from './polynomial.js';
import { checkTrusteeKey, readTrusteeKey, type TrusteeKey, trusteeKeyOf } from './public-key.js';
import { receiveSecret, type SecretMessageFailure, sendSecret } from './secret-message.js';
import { isSignedBy, signatureOf } from './signed-message.js';
import { readVinput } from './vinput.js';

export type ShareFailure =
  | CoefficientsFailure
  | SecretMessageFailure
  | 'vinput_not_canonical'
  | 'vinput_wrong_arity'
  | 'commitment_differs'
  | 'own_polynomial_replaced'
  | 'share_not_canonical'
  | 'share_does_not_fit_coefexps';

/**
 * Step 5 at member `index`: opens the shares the others sent, checks each against its sender's coefficients, and makes
 * the member's key. The subject of a refusal is `member i`, the sender whose message fails.
 * @param members the certificates this member checked before step 3, not ones shown again with the shares.
 * @param commitments what the members sent with their certificates (`commitmentTo`), as kept with these.
 * @returns `voutput` for the server, and the decryption key, which is also inside it, encrypted to the member itself.
 */
export function makeVoutput(
  group: Group,
  seed: string,
  members: MemberSet,
  index: number,
  rawVinput: string,
  random: Random,
  commitments?: readonly string[],
): { readonly ok: true; readonly voutput: string; readonly decryptionKey: bigint } | Refusal<ShareFailure> {
  const own = memberKeys(group, seed);
  const vinput = readCanonical(rawVinput, readVinput);
  if (vinput === undefined) return refuse('vinput_not_canonical');
  const size = members.members.length;
  if ([vinput.secrets, vinput.coefexps, vinput.signatures].some((all) => all.length !== size)) {
    return refuse('vinput_wrong_arity');
  }
  let decryptionKey = 0n;
  for (const sender of members.members) {
    const subject = `member ${sender.index}`;
    const [coefexps, signature] = [vinput.coefexps[sender.index - 1]!, vinput.signatures[sender.index - 1]!];
    if (!isAsPromised(coefexps, commitments?.[sender.index - 1])) return refuse('commitment_differs', subject);
    const checked = checkCoefficients(group, members, sender.index, coefexps, signature);
    if (!checked.ok) return checked;
    const received = receiveSecret(group, own.decryptionKey, sender.verification, vinput.secrets[sender.index - 1]!);
    if (!received.ok) return refuse(received.failed, subject);
    const share = readCanonical(received.message, (value) => ({ secret: decimal(fields(value).secret) }));
    if (share === undefined) return refuse('share_not_canonical', subject);
    const secret = BigInt(share.secret) % group.order; // Belenios 2.0 does not reduce
    const expected = publicValueAt(group, checked.coefficients, index);
    if (!group.equal(group.powerSecret(group.generator, secret), expected)) {
      return refuse('share_does_not_fit_coefexps', subject);
    }
    if (
      sender.index === index &&
      !isOwnPolynomial(group, own.decryptionKey, sender.verification, vinput.polynomial, checked.coefficients)
    ) {
      return refuse('own_polynomial_replaced', subject);
    }
    decryptionKey = (decryptionKey + secret) % group.order;
  }
  const key = trusteeKeyOf(group, decryptionKey, random);
  const public_key: TrusteeKey = { ...key, signature: signatureOf(group, own.signingKey, key.public_key, random) };
  const encryption = members.members[index - 1]!.encryption;
  const message = JSON.stringify({ decryption_key: decryptionKey.toString() });
  const private_key = sendSecret(group, own.signingKey, encryption, message, random);
  return { ok: true, voutput: JSON.stringify({ private_key, public_key }), decryptionKey };
}

/** The polynomial that came back is the one this member published. */
function isOwnPolynomial(
  group: Group,
  decryptionKey: bigint,
  own: Element,
  raw: string,
  published: readonly Element[],
): boolean {
  const received = receiveSecret(group, decryptionKey, own, raw);
  if (!received.ok) return false;
  const content = readCanonical(received.message, (value) => ({ polynomial: list(fields(value).polynomial, decimal) }));
  return (
    content?.polynomial.length === published.length &&
    content.polynomial.every((a, k) =>
      group.equal(group.powerSecret(group.generator, BigInt(a) % group.order), published[k]!),
    )
  );
}

export interface Voutput {
  readonly private_key: string;
  readonly public_key: TrusteeKey;
}

export type VoutputFailure = 'voutput_not_canonical' | MemberKeyFailure;

export function checkVoutput(
  group: Group,
  members: MemberSet,
  coefficients: readonly (readonly Element[])[],
  index: number,
  raw: string,
): { readonly ok: true; readonly voutput: Voutput } | Refusal<VoutputFailure> {
  const voutput = readCanonical(raw, (value): Voutput => {
    const from = fields(value);
    return { private_key: text(from.private_key), public_key: readTrusteeKey(from.public_key) };
  });
  if (voutput === undefined) return refuse('voutput_not_canonical', `member ${index}`);
  const failed = memberKeyFailure(group, members, coefficients, index, voutput.public_key, 'new');
  return failed === undefined ? { ok: true, voutput } : refuse(failed, `member ${index}`);
}

export type MemberKeyFailure =
  | 'key_not_an_element'
  | 'pok_invalid'
  | 'key_does_not_fit_coefexps'
  | 'key_signature_missing'
  | 'key_signature_invalid';

/** T_j is what the coefficients say, known to its holder, and signed by member j. */
export function memberKeyFailure(
  group: Group,
  members: MemberSet,
  coefficients: readonly (readonly Element[])[],
  index: number,
  key: TrusteeKey,
  layout: 'new' | 'old',
): MemberKeyFailure | undefined {
  const element = checkTrusteeKey(group, key);
  if (typeof element === 'string') return element;
  const expected = productOf(
    group,
    coefficients.map((own) => publicValueAt(group, own, index)),
  );
  if (!group.equal(element, expected)) return 'key_does_not_fit_coefexps';
  if (layout === 'old') return undefined;
  if (key.signature === undefined) return 'key_signature_missing';
  const signed = { message: key.public_key, signature: key.signature };
  return isSignedBy(group, members.members[index - 1]!.verification, signed) ? undefined : 'key_signature_invalid';
}

/** The member's decryption key out of the `private_key` of its voutput (the tool's `.dkey` file), with its seed. */
export function openDecryptionKey(
  group: Group,
  seed: string,
  privateKey: string,
): { readonly ok: true; readonly decryptionKey: bigint } | Refusal<SecretMessageFailure> {
  const own = memberKeys(group, seed);
  const received = receiveSecret(
    group,
    own.decryptionKey,
    group.powerSecret(group.generator, own.signingKey),
    privateKey,
  );
  if (!received.ok) return received;
  const content = readCanonical(received.message, (value) => ({
    decryption_key: decimal(fields(value).decryption_key),
  }));
  if (content === undefined) return refuse('message_not_canonical');
  return { ok: true, decryptionKey: BigInt(content.decryption_key) % group.order };
}
