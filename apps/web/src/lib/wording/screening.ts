import type { CommentErasure } from '@piaojue/contract';
import type { ProposalAct } from '@piaojue/rules';

export const metNames = { yes: '符合', partly: '部分符合', no: '不符合' } as const;

/** A mark or an opinion given to an earlier text. */
export const outdatedWord = '文字在此之后改过，请复核';

/** Why the words of a comment were erased. */
export const erasureNames: Readonly<Record<CommentErasure, string>> = {
  personal: '含有个人信息',
  abusive: '侮辱、诽谤他人',
  unlawful: '含有法律法规禁止发布的内容',
};

/** What became of asking for opinions, one or many. */
export const askedSentence = ({ asked, already, own }: { asked: number; already: number; own: number }): string =>
  [
    `已征求意见 ${asked} 份`,
    already > 0 ? `另有 ${already} 份以前征求过` : '',
    own > 0 ? `略过 ${own} 份，因为所选单位就是申报单位` : '',
  ]
    .filter(Boolean)
    .join('，') + '。';

export const relistWords = {
  label: '重新列入建议项目',
  what: '修改后的内容按原来的序号重新列入，常委会组成人员和代表随即看到新的内容。',
} as const;

/** A move of a proposal as a button, and what it asks and does. */
interface MoveWords {
  readonly label: string;
  readonly what: string;
  readonly reason?: string;
  readonly optional?: boolean;
}
const moveWords: Readonly<Partial<Record<ProposalAct, MoveWords>>> = {
  submit: { label: '报送', what: '报送以后，政府办公室可以看到；退回以前不能再改。' },
  withdraw: { label: '撤回', what: '撤回以后不再参加筛选。', reason: '撤回的理由' },
  return: { label: '退回修改', what: '退回以后，单位可以修改，再报送。', reason: '请单位修改什么' },
  shortlist: { label: '列为初步候选', what: '列入以后参加排序。' },
  unlist: { label: '移出初步候选', what: '移出以后还在已报送的项目里。', reason: '移出的理由' },
  reject: { label: '不列入', what: '不列入本年度的建议项目。', reason: '不列入的理由' },
  list: relistWords,
  send_back: {
    label: '退回修改',
    what: '常委会要求修改的，退回单位；修改后由政府办公室重新列入，序号不变。',
    reason: '要求修改什么',
  },
  reopen: { label: '重新办理', what: '恢复以后可以继续办理。', reason: '恢复的理由', optional: true },
};

/** What was never submitted is thrown away, not taken back: nobody else knew of it. */
const discardWords: MoveWords = {
  label: '作废草稿',
  what: '草稿没有报送过，作废以后只有本单位看得到，标为“已撤回”；征集和筛选期间可以按“重新办理”恢复，内容不丢失。',
  reason: '作废的理由',
};

export const wordsOf = (act: ProposalAct, isOnlyDraft: boolean): MoveWords | undefined =>
  act === 'withdraw' && isOnlyDraft ? discardWords : moveWords[act];
