import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@piaojue/contract';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { exitCodes, run } from '../../../verify/src/index.js';
import { castAll, close, confirmedVote, open, openBox, prepare, publish, tally } from '../testing/situations.js';
import { bundleOf } from './bundle.js';

test('R-46: the ZIP of a vote of two rounds holds all that the verifier asks for, and a round left out is missed', async () => {
  const first = await confirmedVote({ places: 2 }, [
    '11000',
    '11000',
    '11000',
    '10100',
    '10100',
    '01100',
    '01100',
    '00100',
  ]);
  const params = { voteId: first.voteId };
  const next = await first.clerk.call(contract.openRevote, { params });
  const second = { ...first, voteId: next.id, plan: { ...first.plan, candidates: 3 } };
  await prepare(second);
  await open(second);
  await castAll(second, ['110', '110', '110', '110', '110', '110', '101', '101']);
  await close(second);
  await tally(second);
  await openBox(second);
  await first.chair.call(contract.confirmOutcome, { params: { voteId: next.id }, body: { decision: '', chosen: [] } });
  await publish(second);

  const bundle = await bundleOf(first.world.deps, next.id);
  const pieces: Uint8Array[] = [];
  for await (const piece of bundle!.pieces) pieces.push(piece);
  const files = unzipSync(Buffer.concat(pieces));
  expect(Object.keys(files).filter((name) => name.endsWith('.bel'))).toEqual(['archive-1.bel', 'archive-2.bel']);
  const verified = async (names: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'piaojue-bundle-'));
    for (const name of names) writeFileSync(join(folder, name), files[name]!);
    const lines: string[] = [];
    const code = await run([folder], { line: (text) => lines.push(text) }, 1);
    rmSync(folder, { recursive: true });
    return { code, text: lines.join('\n') };
  };
  const all = await verified(Object.keys(files));
  expect([all.code, all.text]).toEqual([exitCodes.complete, expect.stringContaining('确定的 2 件')]);
  const cut = await verified(Object.keys(files).filter((name) => !name.includes('-2.')));
  expect([cut.code, cut.text]).toEqual([exitCodes.refused, expect.stringContaining('各轮结果不全')]);
});
