import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NoteSigner } from '@piaojue/record';

export interface ServerKeys {
  /** Signs checkpoints of the audit log. */
  readonly log: NoteSigner;
  /** Signs the tokens of people who sign in. */
  readonly jwtSecret: string;
}

/** The key file is there but cannot be used: a new one would break with every checkpoint that was signed. */
export class BadKeyFile extends Error {
  readonly path: string;
  constructor(path: string, what = 'is not a key file of this program') {
    super(`${path} ${what}`);
    this.path = path;
  }
}

/** The key file is gone though this installation has been at work: a new one could not go on with its log. */
export class MissingKeyFile extends BadKeyFile {
  constructor(path: string) {
    super(path, 'is missing');
  }
}

/** Writes a file whole or not at all. */
export function writeWhole(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

/**
 * Reads the keys of this installation from its data folder, and makes them on the first start (mode 0600).
 *
 * @throws BadKeyFile, MissingKeyFile
 */
export function serverKeys(dataDir: string): ServerKeys {
  const path = join(dataDir, 'keys.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!existsSync(path)) {
    if (['checkpoint.txt', 'piaojue.db'].some((name) => existsSync(join(dataDir, name))))
      throw new MissingKeyFile(path);
    const made = {
      logName: `piaojue-${randomBytes(4).toString('hex')}`,
      logSeed: randomBytes(32).toString('hex'),
      jwtSecret: randomBytes(48).toString('base64url'),
    };
    writeWhole(path, JSON.stringify(made));
  }
  const { logName, logSeed, jwtSecret } = keysIn(path);
  return { log: { name: logName, seed: new Uint8Array(Buffer.from(logSeed, 'hex')) }, jwtSecret };
}

function keysIn(path: string): { logName: string; logSeed: string; jwtSecret: string } {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadKeyFile(path);
    throw error;
  }
  const { logName, logSeed, jwtSecret } = (typeof read === 'object' && read !== null ? read : {}) as Record<
    string,
    unknown
  >;
  const whole =
    typeof logName === 'string' &&
    /^[\w.-]{1,60}$/.test(logName) &&
    typeof logSeed === 'string' &&
    /^[0-9a-f]{64}$/.test(logSeed) &&
    typeof jwtSecret === 'string' &&
    jwtSecret.length >= 43;
  if (!whole) throw new BadKeyFile(path);
  return { logName, logSeed, jwtSecret };
}
