import { createDiffieHellman, type DiffieHellman } from 'node:crypto';
import { generatorOf2048, type ModularArithmetic, modulusOf2048 } from '@piaojue/ballot-crypto';

const bytesOf = (n: bigint): Buffer => {
  const hex = n.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
};

/** base^exponent mod p by OpenSSL. The server has its own copy: the verifier depends on no code of the server. */
export function opensslModular(): ModularArithmetic {
  let agreement: DiffieHellman | undefined;
  return {
    powerMod(base, exponent) {
      if (base <= 0n || base >= modulusOf2048 || exponent < 0n) throw new RangeError('outside the group');
      if (exponent === 0n || base === 1n) return 1n;
      agreement ??= createDiffieHellman(bytesOf(modulusOf2048), bytesOf(generatorOf2048));
      agreement.setPrivateKey(bytesOf(exponent));
      try {
        return BigInt(`0x${agreement.computeSecret(bytesOf(base)).toString('hex')}`);
      } catch {
        return powerBySquaring(base, exponent); // OpenSSL refuses a few results, 1 among them
      }
    },
  };
}

function powerBySquaring(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulusOf2048;
    if (bit === '1') result = (result * base) % modulusOf2048;
  }
  return result;
}
