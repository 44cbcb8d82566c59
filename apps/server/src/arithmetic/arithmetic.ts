import type { Arithmetic } from '@piaojue/ballot-crypto';
import { opensslModular } from './openssl-modular.js';
import { sodiumEdwards } from './sodium-edwards.js';

let made: Arithmetic | undefined;

/** The fast arithmetic of this process or worker: hand it to `readElection`, `groupByName`, `verifyArchive`. */
export function fastArithmetic(): Arithmetic {
  made ??= { modular: opensslModular(), edwards: sodiumEdwards() };
  return made;
}
