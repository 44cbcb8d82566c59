import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { sittingWithDraftVote } from '../testing/situations.js';

test('a satisfaction vote is not created: no rule here counts it', async () => {
  const { clerk, sittingId, world } = await sittingWithDraftVote();
  const body = { title: '满意度测评', group: 'Ed25519', places: 3 } as const;
  for (const kind of ['satisfaction', 'rank']) {
    const { status, refusal } = await clerk.ask(contract.createVote, {
      params: { sittingId },
      body: { ...body, kind: kind as 'approve_only' },
    });
    expect([status, refusal], kind).toEqual([400, 'malformed']);
  }
  expect(await world.count('vote')).toBe(1);
});
