import type { LogSentences } from '../log.js';
import { say } from '../say.js';

/** Refusals and log entries of the reserve pool (储备库). */
export const poolRefusals = {
  year_not_later: say('只能列入以后的年度。', '请选择比它晚的、正在征集或者筛选的年度。'),
  already_carried: say('这一年度已经列入过，不重复列入。', '请打开这一年度里的那一条继续办理。'),
  decision_unannounced: say('列入储备库的结果还没有公布，现在不能列入别的年度。', '请先公布本轮处理结果，再列入。'),
};

const of = (data: Readonly<Record<string, unknown>>, key: string): string => String(data[key] ?? '');

export const poolLog: LogSentences = {
  suggestion_carried: (data) =>
    `储备库的第${of(data, 'seq')}条建议列入${of(data, 'year')}年度，为第${of(data, 'into')}条`,
  proposal_given: (data) =>
    `政府办将${of(data, 'from')}年度储备库的一件项目建议交${of(data, 'unit')}用作${of(data, 'year')}年度项目建议`,
};
