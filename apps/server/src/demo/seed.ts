import type { AccountRole } from '@piaojue/contract';
import { first } from '@piaojue/db';
import { suggestedClauses } from '@piaojue/rules';
import { hashPassword } from '../accounts/passwords.js';
import { newAccount } from '../accounts/service.js';
import { congressOf, insertAccount } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { takeCandidatesAct } from '../screening/candidates.js';
import { createSittingAct, importDelegatesAct, listDelegatesAct, setPresenceAct } from '../sittings/service.js';
import { createVoteAct, readVoteAct, setRulesAct } from '../votes/service.js';
import { demoRoll } from './people.js';
import { at as atTime, must, seedYears } from './seed-year.js';

export const demoPassword = 'Demo-2024';

const accounts: readonly (readonly [
  username: string,
  displayName: string,
  roles: AccountRole[],
  unit: string | null,
])[] = [
  ['renda', '人大办 赵晓丽', ['clerk'], '区人大常委会办公室'],
  ['jianpiao1', '总监票人 孙建国', ['scrutineer'], null],
  ['jianpiao2', '监票人 周玉梅', ['scrutineer'], null],
  ['jianpiao3', '监票人 吴志强', ['scrutineer'], null],
  ['jipiao', '总计票人 郑亚楠', ['teller'], null],
  ['zhuxituan', '执行主席 冯文斌', ['presidium'], null],
  ['changweihui', '常委会委员 董素琴', ['committee'], null],
  ['daibiao', '代表 许俊峰', ['delegate'], null],
  ['danwei', '区住建局 沈红霞', ['unit'], '区住房和城乡建设局'],
  ['danwei2', '区水利局 谢学军', ['unit'], '区水利局'],
  ['caizheng', '区财政局 陶国梁', ['unit'], '区财政局'],
  ['fagai', '区发改委 蒋秋菊', ['unit'], '区发展和改革委员会'],
  ['zhengfuban', '政府办 曾立新', ['gov_office'], '区人民政府办公室'],
  ['shenji', '审计员 彭月娥', ['auditor'], null],
  ['admin', '管理员 吕卫东', ['admin'], null],
];

const presentCount = 207;

/**
 * Makes the demo congress in an empty database: 235 delegates of whom 207 checked in, the 25 candidate projects of
 * 偃师 2024, staff of every role, and the years that lead there (seed-year.ts). Does nothing where a congress exists.
 */
export async function seedDemo(deps: Deps): Promise<void> {
  if (await deps.store.read(congressOf)) return;
  const passwordHash = await hashPassword(demoPassword);
  // Before the demo's first year begins, so that the log reads in the order of time.
  const set = atTime(deps, '2023-08-21T01:00:00.000Z');
  const at = timeOf(set);
  const rows = accounts.map(([username, displayName, roles, unit]) => ({
    ...newAccount(set, { username, displayName, roles, unit, passwordHash, activationHash: null }),
    activationExpiresAt: null,
  }));
  await deps.store.write(function* (tx) {
    const { q, t } = tx;
    yield* first(
      q
        .insert(t.congress)
        .values({ id: 'one', name: '偃师区人民代表大会（演示）', place: '洛阳市偃师区', demo: true, createdAt: at })
        .returning(),
    );
    for (const row of rows) yield* insertAccount(tx, row);
    yield* append(tx, {
      type: 'congress_set_up',
      at,
      data: { congress: '偃师区人民代表大会（演示）', place: '洛阳市偃师区', demo: true },
    });
  });
  const accountOf = (username: string): string => rows.find((row) => row.username === username)?.id ?? '';
  const clerk = accountOf('renda');
  await seedYears(deps, {
    clerk,
    govOffice: accountOf('zhengfuban'),
    committee: accountOf('changweihui'),
    delegate: accountOf('daibiao'),
    unit: (name) => rows.find(({ unit, roles }) => unit === name && roles.includes('unit'))?.id,
  });
  const sitting = await createSittingAct(deps, clerk, { title: '偃师区第一届人民代表大会演示会议', year: 2024 });
  must(
    await importDelegatesAct(deps, clerk, sitting.id, {
      format: 'json',
      content: JSON.stringify(demoRoll()),
      commit: true,
    }),
  );
  const vote = must(
    await createVoteAct(deps, clerk, sitting.id, {
      title: '2024年度民生实事项目票决',
      kind: 'for_against_abstain',
      group: 'BELENIOS-2048',
      places: 20,
    }),
  );
  must(await takeCandidatesAct(deps, clerk, vote.id));
  // The demo shows its counts to everybody; the default of a district is the hall only.
  const rules = { ...must(await readVoteAct(deps, vote.id)).rules, publishCounts: 'public' as const };
  must(await setRulesAct(deps, clerk, vote.id, { ...rules, clauses: suggestedClauses(rules) }));
  const { delegates } = await listDelegatesAct(deps, sitting.id);
  // Every delegation has somebody absent: delegates are taken in turn until 207 are here.
  const present = delegates
    .filter((_, i) => (i * presentCount) % delegates.length < presentCount)
    .slice(0, presentCount);
  must(
    await setPresenceAct(
      deps,
      clerk,
      sitting.id,
      present.map(({ id }) => id),
      true,
    ),
  );
}

export function demoGuide(base: string): string {
  const lines = accounts.map(([username, displayName]) => `  ${username.padEnd(12)} ${displayName}`);
  return `
【演示】偃师区第一届人民代表大会演示会议：应到 235 名，实到 207 名，25 件候选项目票决 20 件。

演示账号（密码都是 ${demoPassword}）：
${lines.join('\n')}

可以先试这几件事：
  0. 打开 ${base}/collect ，提一条2025年的建议，记下查询码；再用 renda、danwei、zhengfuban、changweihui 登录，看它怎样办成候选项目（2024年度是办完的样子）。
  1. 打开 ${base}/login ，用 renda 登录，照着“会议程序”一步一步往下走。
  2. 用 jianpiao1、jianpiao2、jianpiao3 分别登录，各自打开“开箱钥匙”页面，制作钥匙、印制表决票。
  3. 开启表决以后，在印票的浏览器里打开 ${base}/demo ，替其他代表投票（两百多张要几分钟）；自己到 ${base}/vote 投一票，再到 ${base}/check 查票。大屏在 ${base}/screen 。

按 Ctrl+C 停止；再次 npm start 数据还在；npm run demo:reset 重新开始。`;
}
