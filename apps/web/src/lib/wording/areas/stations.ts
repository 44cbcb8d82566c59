import type { LogSentences } from '../log.js';

export const stationRefusals = {};

const said = (data: Readonly<Record<string, unknown>>, key: string): string => String(data[key] ?? '');

export const stationLog: LogSentences = {
  demo_suggestions_filled: (data) =>
    `写入演示数据：${said(data, 'year')}年度建议${said(data, 'suggestions')}条，接待记录${said(data, 'receptions')}条`,
  list_submitted: (data) => `${said(data, 'year')}年度建议项目${said(data, 'projects')}件提请常委会审议`,
  candidates_fixed: (data) => `${said(data, 'year')}年度候选项目确定，共${said(data, 'candidates')}件`,
};
