import type { DisclosureKind } from '@piaojue/contract';

export const disclosureKindNames: Readonly<Record<DisclosureKind, string>> = {
  notice: '征集公告',
  answers: '建议处理结果',
  comment_period: '公示征求意见',
  candidates: '候选项目',
};
