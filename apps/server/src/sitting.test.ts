import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { dialects } from '../../../db/src/testing/databases.js';
import { publishedVote } from './testing/situations.js';

test.each(dialects)('a whole sitting comes to its published result on %s', async (dialect) => {
  const { world, voteId } = await publishedVote({ dialect });
  const result = await world.anyone.call(contract.readPublished, { params: { voteId } });
  expect(result).toMatchObject({
    adopted: [1, 2, 3],
    delegates: 8,
    present: 8,
    electronic: { issued: 8, returned: 6 },
    announcementNumber: '第1号',
  });
  expect(result.timeline.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['开启表决', '票箱封存，清点完毕', '计票完毕', '公布结果（第1号）']),
  );
});
