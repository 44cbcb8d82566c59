import type { Rows, Tx } from '@piaojue/db';
import { newId } from '../deps.js';
import type { DemoPeople } from './ledger.js';
import type { Dice } from './prng.js';
import { put } from './put.js';

/** What people said of the list while it was shown: number on the list, words, the reply ('' = none needed), shown or not. */
const said: readonly (readonly [number, string, string, boolean])[] = [
  [1, '我们院的下水管也该一起换，光刷墙不解决问题。', '改造内容包括雨污水管网，开工前逐院征求居民意见。', true],
  [1, '建议改造后留出电动车充电的地方。', '已要求设计单位在每个小区规划集中充电点。', true],
  [2, '安乐村到镇上那段路大车多，能不能把路基做厚一点？', '按四级公路标准设计，重车多的路段加厚基层。', true],
  [4, '村里的水半夜才有，盼着早点换管子。', '', true],
  [5, '新幼儿园收费是不是和公办的一样？', '是公办幼儿园，执行公办收费标准。', true],
  [8, '希望镇卫生院晚上也有儿科医生。', '已转区卫生健康委员会研究夜间值班安排。', true],
  [13, '助餐点的饭菜价格要公开，老人才放心。', '每个助餐点将在门口公示菜价和补贴标准。', true],
  [16, '充电桩不要都建在城区，东边几个镇也需要。', '本项目限城区，镇区充电桩列入储备，下一年度优先考虑。', true],
  [22, '管网延伸以后，顶楼还是不热怎么办？', '供热单位在采暖季前逐户测温，不达标的负责整改。', true],
  [24, '书房晚上开到九点就好了。', '', true],
  [14, '我父亲住民主路社区三楼，腿脚不好，请先安排他家。', '已转区民政局，工作人员会上门评估。', false],
];

/** 公示征求意见 of 2024, let through in the evening of their day by the clerk. */
export function* commented2024(
  tx: Tx,
  given: { listed: readonly { id: string; listNumber: number }[]; people: DemoPeople; dice: Dice },
): Generator<Rows<unknown>, void, unknown> {
  const { q, t } = tx;
  const { listed, people, dice } = given;
  const byNumber = new Map(listed.map(({ id, listNumber }) => [listNumber, id]));
  const comments = said.map(([number, text, reply, shown], i) => {
    const day = 14 + Math.floor((i * 7) / said.length);
    return {
      id: newId(dice.bytes),
      proposalId: byNumber.get(number)!,
      text,
      at: `2023-12-${day}T0${2 + (i % 6)}:20:00.000Z`,
      device: Buffer.from(dice.bytes(32)).toString('hex'),
      shown,
      reply,
      repliedBy: reply === '' ? null : people.govOffice,
      repliedAt: reply === '' ? null : `2023-12-${day + 1}T08:00:00.000Z`,
      erasedAt: null,
    };
  });
  yield* put(comments, (part) => q.insert(t.publicComment).values(part).returning({ id: t.publicComment.id }));
  const shown = comments.filter((each) => each.shown);
  const showings = shown.map(({ id, at }) => ({
    id: newId(dice.bytes),
    year: 2024,
    kind: 'comment',
    shown: true,
    refs: [id],
    by: people.clerk,
    at: `${at.slice(0, 10)}T12:30:00.000Z`,
  }));
  yield* put(showings, (part) => q.insert(t.showing).values(part).returning({ id: t.showing.id }));
}
