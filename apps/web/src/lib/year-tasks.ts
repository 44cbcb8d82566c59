import type { AccountRole, Me, Year } from '@piaojue/contract';
import type { Task } from './sitting.js';

/** What of a year waits for whom, as counted by the lists that each may read. */
export interface YearWork {
  /** Suggestions that nobody has handled. */
  readonly received: number;
  readonly handovers: readonly { readonly state: string; readonly late: boolean }[];
  /** Prepared disclosures that this person may review. */
  readonly toReview: number;
}

/** What a person has to do in a year, most urgent first. */
export function yearTasksOf(me: Pick<Me, 'roles'>, year: Year, work: YearWork): Task[] {
  const has = (role: AccountRole): boolean => me.roles.includes(role);
  const here = `/desk/years/${year.year}`;
  const tasks: Task[] = [];
  const add = (role: AccountRole, title: string, hint: string, href: string, urgent = false): void =>
    void tasks.push({ role, title, hint, href, urgent });
  const handler: AccountRole | undefined = has('clerk') ? 'clerk' : has('gov_office') ? 'gov_office' : undefined;

  if (has('unit')) {
    const open = work.handovers.filter(({ state }) => state === 'issued');
    const late = open.filter((each) => each.late).length;
    if (open.length > 0)
      add(
        'unit',
        `答复交办单 ${open.length} 件`,
        late > 0 ? `其中 ${late} 件已经超过期限。` : '请在期限以前答复。',
        `${here}/handovers`,
        late > 0,
      );
  }
  if (work.toReview > 0) {
    const role = (['clerk', 'gov_office', 'committee'] as const).find(has);
    if (role) add(role, `审核拟公开的内容 ${work.toReview} 项`, '另一人已经提交，审核以后才公开。', here);
  }
  if (handler) {
    if (has('clerk') && year.state === 'prepare')
      add('clerk', `准备${year.year}年度的征集`, '写好征集公告和起止日期，提交审核。', here);
    const replied = work.handovers.filter(({ state }) => state === 'replied').length;
    if (replied > 0)
      add(handler, `核查单位的答复 ${replied} 件`, '核查通过，答复原文告知建议人。', `${here}/handovers`);
    if (work.received > 0)
      add(handler, `分办建议 ${work.received} 条`, '并案、交办或者处理。', `${here}/suggestions?state=received`);
  }
  return tasks;
}
