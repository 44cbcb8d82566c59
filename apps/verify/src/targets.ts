import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Target {
  /** the archives to verify */
  readonly archives: readonly string[];
  /** set when a folder was given: then `folderChecks` run too */
  readonly folder?: string;
}

/** @returns undefined when there is nothing there to verify. */
export function targetOf(path: string): Target | undefined {
  try {
    if (statSync(path).isFile()) return { archives: [path] };
    const archives = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.bel'))
      .sort()
      .map((name) => join(path, name));
    return archives.length === 0 ? undefined : { archives, folder: path };
  } catch {
    return undefined;
  }
}
