import type { AccountRole, Me, Year, YearWork } from '@piaojue/contract';
import type { Task } from './sitting.js';

/** What a person has to do in a year, most urgent first; every title names the year, for several go on at once. */
export function yearTasksOf(me: Pick<Me, 'roles'>, year: Pick<Year, 'year' | 'state'>, work: YearWork): Task[] {
  const has = (role: AccountRole): boolean => me.roles.includes(role);
  const here = `/desk/years/${year.year}`;
  const tasks: Task[] = [];
  const add = (role: AccountRole | undefined, n: number, title: string, hint: string, to: string, urgent = false) => {
    if (role && n > 0) tasks.push({ role, title: `${year.year}年度：${title}`, hint, href: `${here}${to}`, urgent });
  };
  const roleOf = (...roles: AccountRole[]): AccountRole | undefined => roles.find(has);
  const handler = roleOf('clerk', 'gov_office');
  const late = (count: number, otherwise: string): string => (count > 0 ? `其中 ${count} 件已经超过期限。` : otherwise);

  const { handoversOpen, handoversLate, opinionsAsked, opinionsLate } = work;
  add(
    roleOf('unit'),
    handoversOpen,
    `答复交办单 ${handoversOpen} 件`,
    late(handoversLate, '请在期限以前答复。'),
    '/handovers',
    handoversLate > 0,
  );
  add(
    roleOf('unit'),
    opinionsAsked,
    `答复征求的意见 ${opinionsAsked} 件`,
    late(opinionsLate, '会签和论证意见，请在期限以前答复。'),
    '/proposals',
    opinionsLate > 0,
  );
  add(roleOf('unit'), work.returned, `修改退回的项目 ${work.returned} 件`, '改好以后重新报送。', '/proposals', true);
  add(
    roleOf('unit'),
    work.questions,
    `答复提问和修改要求 ${work.questions} 条`,
    '代表和常委会组成人员在等答复。',
    '/proposals',
  );
  add(
    roleOf('clerk', 'gov_office', 'committee'),
    work.toReview,
    `审核拟公开的内容 ${work.toReview} 项`,
    '另一人已经提交，审核以后才公开。',
    '',
  );
  add(roleOf('clerk'), Number(year.state === 'prepare'), '准备征集', '写好征集公告和起止日期，提交审核。', '');
  add(
    handler,
    work.handoversReplied,
    `核查单位的答复 ${work.handoversReplied} 件`,
    '核查通过，答复原文告知建议人。',
    '/handovers',
  );
  add(handler, work.received, `分办建议 ${work.received} 条`, '并案、交办或者处理。', '/suggestions?state=received');
  add(
    roleOf('gov_office'),
    work.toMark,
    `填写筛选标准 ${work.toMark} 件`,
    '逐条写明理由，填完才能提请审议。',
    '/screening',
  );
  add(
    roleOf('gov_office'),
    work.toRelist,
    `重新列入修改后的项目 ${work.toRelist} 件`,
    '单位已经改好，列入以后审议才能继续。',
    '/screening',
    true,
  );
  add(
    roleOf('committee', 'delegate'),
    Number(work.papersUnsigned),
    '阅读会议材料并签收',
    '点开项目可以看全部内容、提问。',
    '/gate',
  );
  add(
    roleOf('clerk'),
    work.commentsHidden,
    `看公示意见 ${work.commentsHidden} 条`,
    '看过以后展示、答复。',
    '/gate/comments',
  );
  add(roleOf('clerk'), Number(work.candidatesUnprepared), '公开候选项目', '提交以后由另一人审核公开。', '/candidates');
  return tasks.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}
