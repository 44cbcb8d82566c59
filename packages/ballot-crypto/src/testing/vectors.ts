import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Archive, readArchive } from '../archive/container.js';
import { type Chain, readChain } from '../archive/chain.js';

const folder = join(import.meta.dirname, '../../vectors');

export const vectorText = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8').trimEnd();
export const vectorBytes = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(folder, ...path)));
export const vectorLines = (...path: string[]): string[] => vectorText(...path).split('\n');
export const vectorsIn = (...path: string[]): string[] => readdirSync(join(folder, ...path));

/** The elections that Debian's belenios-tool made. */
export const toolElections = readdirSync(folder).filter((name) => name.startsWith('bt'));

export const archiveFileOf = (election: string): string => vectorsIn(election).find((file) => file.endsWith('.bel'))!;

export const archiveOf = (bytes: Uint8Array): Archive => {
  const archive = readArchive(bytes);
  if (!archive.ok) throw new Error(archive.failed);
  return archive;
};

export const chainOf = (bytes: Uint8Array): Chain => {
  const chain = readChain(archiveOf(bytes).records);
  if (!chain.ok) throw new Error(chain.failed);
  return chain;
};

export const toolChain = (election: string): Chain => chainOf(vectorBytes(election, archiveFileOf(election)));
