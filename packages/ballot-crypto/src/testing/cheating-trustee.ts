import type { Election } from '../election/election.js';
import { hashToScalar } from '../record/digest.js';
import type { Random } from '../record/random.js';
import { inverseModulo, modulo } from '../record/scalar.js';
import { partialDecryption } from '../tally/partial-decryption.js';

/** A part whose first factor is wrong and whose proofs all hold: the weak Fiat–Shamir of belenios.md 9. */
export function forgedPart(
  { election, secretKey, random }: { election: Election; secretKey: bigint; random: Random },
  tally: string,
): string {
  const { group } = election;
  const part = JSON.parse(partialDecryption(election, tally, secretKey, random)) as {
    decryption_factors: string[][];
    decryption_proofs: { challenge: string; response: string }[][];
  };
  const w = 1234567n;
  const commitments = [group.powerOfGenerator(w), group.powerOfGenerator(777n)];
  const key = group.encode(group.powerOfGenerator(secretKey));
  const c = hashToScalar(
    `decrypt|${election.fingerprint}|${key}|${group.encodeAll(commitments).join(',')}`,
    group.order,
  );
  const r = modulo(w - secretKey * c, group.order);
  const alpha = group.decode((JSON.parse(tally) as { alpha: string }[][])[0]![0]!.alpha)!;
  const rest = group.multiply(commitments[1]!, group.inverse(group.power(alpha, r)));
  part.decryption_factors[0]![0] = group.encode(group.power(rest, inverseModulo(c, group.order)));
  part.decryption_proofs[0]![0] = { challenge: String(c), response: String(r) };
  return JSON.stringify(part);
}
