import { deriveCredential } from '../credential/credential.js';
import { individualContext, overallContext, signedDigest } from '../ballot/ballot-record.js';
import type { Ballot } from '../ballot/ballot-record.js';
import { allowedSums } from '../election/questions.js';
import { proveKnowledge } from '../proof/knowledge.js';
import { proveOneOf } from '../proof/one-of.js';
import { type Proof, proofOf } from '../proof/proof.js';
import { hashToScalar } from '../record/digest.js';
import { randomScalar } from '../record/random.js';
import { modulo, sumOf } from '../record/scalar.js';
import type { Held } from './elections.js';

/** Signs whatever the ballot says, as its voter would. */
export function resigned(held: Held, voter: number, ballot: Ballot | Omit<Ballot, 'signature'>): string {
  const { election } = held;
  const { secretKey } = deriveCredential(election.group, election.uuid, held.credentials[voter]!);
  const { election_uuid, election_hash, credential, answers } = ballot;
  const body = { election_uuid, election_hash, credential, answers };
  const hash = signedDigest(body);
  const proof = proveKnowledge(
    election.group,
    secretKey,
    `sig|${hash}|`,
    randomScalar(held.random, election.group.order),
  );
  return JSON.stringify({ ...body, signature: { hash, proof } });
}

/** A prover that encrypts any numbers, proves what can be proven and simulates every branch of the rest. */
export function cheatingBallot(held: Held, voter: number, cells: readonly (readonly number[])[]): string {
  const { election, random } = held;
  const { group, keyPower } = election;
  const credential = held.publicCredentials[voter]!;
  const context = individualContext(election.fingerprint, credential);
  const fresh = () => randomScalar(random, group.order);
  const encrypt = (r: bigint, m: number) => ({
    alpha: group.encode(group.powerOfGenerator(r)),
    beta: group.encode(group.multiply(keyPower(r), group.powerOfGenerator(modulo(BigInt(m), group.order)))),
  });
  const prove = (of: string, r: bigint, m: number, values: readonly number[]): Proof[] => {
    const ciphertext = encrypt(r, m);
    if (values.includes(m)) return proveOneOf(group, keyPower, of, { ...ciphertext, r, m }, values, fresh);
    const branches = values.map(() => ({ challenge: fresh(), response: fresh() }));
    const commitments = values.flatMap((value, j) => {
      const { challenge, response } = branches[j]!;
      const exponent = modulo(response + r * challenge, group.order);
      const shift = group.powerOfGenerator(modulo(BigInt(m - value) * challenge, group.order));
      return [group.powerOfGenerator(exponent), group.multiply(keyPower(exponent), shift)];
    });
    const text = `prove|${of}|${ciphertext.alpha},${ciphertext.beta}|${group.encodeAll(commitments).join(',')}`;
    const others = sumOf(
      branches.slice(1).map((b) => b.challenge),
      group.order,
    );
    const first = { ...branches[0]!, challenge: modulo(hashToScalar(text, group.order) - others, group.order) };
    return [first, ...branches.slice(1)].map(proofOf);
  };
  const answers = election.questions.map((question, i) => {
    const row = cells[i]!.map((m) => ({ m, r: fresh() }));
    const choices = row.map(({ m, r }) => encrypt(r, m));
    const sum = row.reduce((n, { m }) => n + m, 0);
    return {
      choices,
      individual_proofs: row.map(({ m, r }) => prove(context, r, m, [0, 1])),
      overall_proof: prove(
        overallContext(context, choices),
        sumOf(
          row.map(({ r }) => r),
          group.order,
        ),
        sum,
        allowedSums(question),
      ),
    };
  });
  return resigned(held, voter, {
    election_uuid: election.uuid,
    election_hash: election.fingerprint,
    credential,
    answers,
  });
}
