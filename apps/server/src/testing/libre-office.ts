import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** LibreOffice opens the file, calculates it, and writes down what it sees: values, and formulas where there are any. */
export async function seenByLibreOffice(name: string, bytes: Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'libre-office-'));
  try {
    await writeFile(join(folder, name), bytes);
    const args = [
      `-env:UserInstallation=file://${join(folder, 'profile')}`,
      '--headless',
      '--convert-to',
      'fods',
      '--outdir',
      join(folder, 'out'),
      ...(name.endsWith('.csv') ? ['--infilter=CSV:44,34,76,1'] : []),
      join(folder, name),
    ];
    await promisify(execFile)('soffice', args, { timeout: 120_000 });
    const seen = await readFile(join(folder, 'out', name.replace(/\.\w+$/, '.fods')), 'utf8');
    return seen.replaceAll('&apos;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  } finally {
    await rm(folder, { recursive: true });
  }
}
