import * as contract from '@piaojue/contract';
import { dialects } from '../../../db/src/testing/databases.js';
import { expect, test } from 'vitest';
import { publishedVote } from './testing/situations.js';

test.each(dialects)('a whole sitting comes to its published result (%s)', async (dialect) => {
  const t0 = performance.now();
  const { world, voteId } = await publishedVote({ dialect });
  console.log(dialect, performance.now() - t0);
  const { body } = await world.anyone.ask(contract.readPublished, { params: { voteId } });
  expect(body.adopted).toEqual([1, 2, 3]);
});
