import type { HandoverFigure, SuggestionFigure } from '@piaojue/contract';
import type { SuggestionState } from '@piaojue/rules';
import type { Tone } from '$lib/components/StateMark.svelte';

/** The contract's categories, said again so that a page does not load the schemas; a test compares the two. */
export const categoryNames = [
  '交通出行',
  '就业创业',
  '城乡住房',
  '社会保障',
  '社会救济',
  '教育',
  '医疗卫生',
  '文化惠民',
  '旅游发展',
  '健康养老',
  '环境保护',
  '社会治理',
  '法律援助',
  '食品安全',
  '公共安全',
] as const;

export const suggestionTones: Readonly<Record<SuggestionState, Tone>> = {
  received: 'wait',
  forwarded: 'going',
  replied: 'wait',
  merged: 'idle',
  split: 'idle',
  solved: 'good',
  adopted: 'good',
  pooled: 'idle',
  declined: 'bad',
};

export const handoverStateNames = {
  issued: '等待答复',
  replied: '已答复，等待核查',
  accepted: '核查通过',
  recalled: '已收回',
} as const;

/** What a figure of the year counts, for the list behind it. */
export const figureNames: Readonly<Record<SuggestionFigure | HandoverFigure, string>> = {
  received: '收到建议（不含已拆分的原件）',
  supports: '有附议',
  merged: '合并办理',
  split: '已拆分的原件',
  answered: '已答复',
  solved: '已经解决',
  adopted: '转为项目建议',
  pooled: '列入储备库',
  declined: '未采纳',
  candidates: '计入候选项目',
  issued: '交办过',
  replied: '单位已答复',
  inTime: '交办后按期答复',
  late: '交办超过期限',
};
export const handoverFigureNames: Readonly<Record<HandoverFigure, string>> = {
  issued: '全部交办（不含已收回的）',
  replied: '已经答复',
  inTime: '按期答复',
  late: '超过期限',
};
/** What names no place, in a list that is asked for a town. */
export const noTownAsked = '-';
export const noTownName = '全区或者未注明';

/** Columns of the ledger and of lists that are imported; a test compares the keys with the contract. */
export const columnNames = {
  sourceRef: '来源编号',
  receivedOn: '收到日期',
  category: '建议类别',
  title: '建议名称',
  content: '具体内容',
  reason: '建议理由',
  advice: '办理建议',
  place: '所在镇（街道）',
  placeNote: '具体位置',
  name: '建议人姓名',
  phone: '联系电话',
  email: '电子邮箱',
  suggesterKind: '身份',
} as const;

/** What a stock text is for, in the order in which they are offered. */
export const stockTextUseNames = {
  unit: '单位的答复',
  solve: '办结：已经解决',
  adopt: '转为项目建议',
  pool: '列入储备库',
  decline: '不采纳（负面清单）',
} as const;

/** An idea that many people share is asked for support no more, once it was dealt with. */
export const closedWords = {
  solved: '这件事已经解决，不再附议。',
  declined: '这条建议这次没有采纳，不再附议。',
} as const;

/** Longer questions are cut, and the page says so. */
export const mostAsked = 60;
export const cutWords = `查找的文字太长，只按前 ${mostAsked} 个字查找。`;
