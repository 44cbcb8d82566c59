import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@piaojue/contract';
import { digestOf } from '@piaojue/record';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { exitCodes, run } from '../../../verify/src/index.js';
import {
  castAll,
  clearPatterns,
  close,
  confirmedVote,
  countedVote,
  noPaper,
  open,
  openBox,
  prepare,
  publish,
  sittingWithReadyVote,
  tally,
  type Sitting,
  confirm,
  sign,
  closedVote,
  enterPaper,
} from '../testing/situations.js';
import { fresh, type World } from '../testing/world.js';
import { append } from '../audit/append.js';
import { bundleOf } from './bundle.js';

type Files = Readonly<Record<string, Uint8Array>>;

async function filesOf({ deps }: World, voteId: string): Promise<Files> {
  const bundle = await bundleOf(deps, voteId);
  const pieces: Uint8Array[] = [];
  for await (const piece of bundle!.pieces) pieces.push(piece);
  return unzipSync(Buffer.concat(pieces));
}

/** What `npm run verify` says of these files. */
async function verified(files: Files): Promise<{ code: number; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'piaojue-bundle-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  const lines: string[] = [];
  const code = await run([folder], { line: (text) => lines.push(text) }, 1);
  rmSync(folder, { recursive: true });
  return { code, text: lines.join('\n') };
}

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
  await sign(second);
  await confirm(second);
  await publish(second);

  const files = await filesOf(first.world, next.id);
  expect(Object.keys(files).filter((name) => name.endsWith('.bel'))).toEqual(['archive-1.bel', 'archive-2.bel']);
  const all = await verified(files);
  expect([all.code, all.text]).toEqual([exitCodes.complete, expect.stringContaining('确定的 2 件')]);
  const cut = await verified(Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes('-2.'))));
  expect([cut.code, cut.text]).toEqual([exitCodes.refused, expect.stringContaining('各轮结果不全')]);
});

const onePaper = {
  ...noPaper(5),
  returned: 1,
  projects: noPaper(5).projects.map((line) => ({ ...line, abstain: 1 })),
};

async function correctAndPublish(sitting: Sitting): Promise<void> {
  const { clerk, scrutineer, voteId } = sitting;
  await fresh(clerk, scrutineer);
  for (const person of [clerk, scrutineer])
    await person.call(contract.correctPaper, {
      params: { voteId },
      body: { totals: onePaper, reason: '漏计一张白票' },
    });
  await sign(sitting);
  await confirm(sitting);
  await publish(sitting);
}

test('R-46: papers corrected after the count are verified with what two people put in their place, and the log tells both', async () => {
  const sitting = await countedVote();
  await correctAndPublish(sitting);
  const files = await filesOf(sitting.world, sitting.voteId);
  const { code, text } = await verified(files);
  expect([code, text]).toEqual([exitCodes.complete, expect.stringContaining('纸质票在计票后由两人更正1次')]);
  const log = Buffer.from(files['log.jsonl']!).toString('utf8');
  for (const totals of [noPaper(5), onePaper]) expect(log).toContain(digestOf(totals));
  expect(Buffer.from(files['result-1.json']!).toString('utf8')).toContain('更正纸质票计票结果（原因：漏计一张白票）');
});

test('R-08: papers that one person entered alone are found in the log', async () => {
  const sitting = await closedVote();
  const { world, voteId, plan } = sitting;
  const totals = noPaper(plan.candidates);
  await enterPaper(sitting, totals);
  await world.deps.store.write((tx) =>
    append(tx, {
      type: 'paper_totals_entered',
      at: '2024-03-01T03:00:00.000Z',
      data: { vote: voteId, issued: 0, returned: 0, totals: digestOf(totals), by: sitting.teller.accountId },
    }),
  );
  await sitting.teller.call(contract.tallyVote, { params: { voteId } });
  await openBox(sitting);
  await sign(sitting);
  await confirm(sitting);
  await publish(sitting);
  const { code, text } = await verified(await filesOf(world, voteId));
  expect([code, text]).toEqual([exitCodes.refused, expect.stringContaining('纸质票不是两人登记的')]);
});

test('R-46: papers that the owner of the server exchanged behind the count are found in the log it signed', async () => {
  for (const type of ['paper_totals_entered', 'paper_totals_corrected']) {
    const sitting = await countedVote();
    const { world, voteId } = sitting;
    await world.deps.store.write((tx) =>
      append(tx, {
        type,
        at: '2024-03-01T03:00:00.000Z',
        data: { vote: voteId, before: digestOf(onePaper), totals: digestOf(noPaper(5)), by: ['a', 'b'] },
      }),
    );
    await confirm(sitting);
    await publish(sitting);
    const { code, text } = await verified(await filesOf(world, voteId));
    expect([code, text]).toEqual([
      exitCodes.refused,
      expect.stringMatching(/开箱以后又登记过纸质票|没有接着原来的数字/),
    ]);
  }
});

test('R-46: a vote held again after a void one is verified from its ZIP', async () => {
  const first = await sittingWithReadyVote();
  const { clerk, chair } = first;
  await open(first);
  await castAll(first, clearPatterns);
  await fresh(clerk, chair);
  const params = { voteId: first.voteId };
  for (const person of [clerk, chair]) await person.call(contract.voidVote, { params, body: { reason: '停电' } });
  const again: Sitting = { ...first, voteId: (await clerk.call(contract.repeatVote, { params })).id };
  await prepare(again);
  await open(again);
  await castAll(again, clearPatterns);
  await close(again);
  await tally(again);
  await openBox(again);
  await correctAndPublish(again);
  const { code, text } = await verified(await filesOf(first.world, again.voteId));
  expect([code, text]).toEqual([exitCodes.complete, expect.stringContaining('确定的 3 件')]);
});
