/** What a desk page says once an act is done; anything else is 已办理. */
const sentences: Readonly<Record<string, string>> = {
  forward: '交办单已开出。',
  forwardMany: '已全部交办。',
  settle: '已写定。',
  settleMany: '已全部写定。',
  merge: '已并案。',
  unmerge: '已撤销并案。',
  split: '已拆分。',
  amend: '已更正。',
  mask: '已遮盖。',
  eraseComment: '内容已删除。',
  erase: '建议人信息已删除。',
  reply: '答复已提交。',
  check: '核查结果已写定。',
  show: '已办理，列表已更新。',
  prepare: '已提交，等另一人审核。',
  publish: '已公开。',
  withdraw: '已撤回。',
  set: '已保存。',
};
export const doneSentence = (act: string): string => sentences[act] ?? '已办理。';
