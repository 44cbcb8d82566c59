import {
  sidesIn,
  type AccountRole,
  type GivenDetail,
  type Me,
  type Sitting,
  type Vote,
  type VoteSummary,
} from '@piaojue/contract';
import {
  actsNeedingTwoPeople,
  currentStep,
  gate,
  sittingStepIds,
  voteActNames,
  type Outcome,
  type SittingFacts,
  type SittingStepId,
  type TwoPersonAct,
  type VoteState,
} from '@piaojue/rules';

const road: readonly VoteState[] = [
  'draft',
  'frozen',
  'ready',
  'open',
  'suspended',
  'closing',
  'closed',
  'tallying',
  'counted',
  'confirmed',
  'published',
];
export const reached = (state: VoteState, goal: VoteState): boolean => road.indexOf(state) >= road.indexOf(goal);

/** The vote that the hall is busy with: the first that is neither published nor void; else the last one. */
export function currentVote<V extends Pick<VoteSummary, 'state' | 'round'>>(votes: readonly V[]): V | undefined {
  const going = votes.filter(({ state }) => state !== 'published' && state !== 'void');
  // A confirmed first round waits for its re-vote, so the later round comes first.
  return going.toSorted((a, b) => b.round - a.round)[0] ?? votes.at(-1);
}

/** Ballots that the box has taken: still being checked, and in it. Rejected ones are not among them. */
export const takenIn = ({ ballots }: Pick<Vote, 'ballots'>): number => ballots.received + ballots.boxed;

/** The facts of the script, as they are recorded: what nobody has ticked has not happened. */
export function factsOf(sitting: Sitting, vote: Vote): SittingFacts {
  const { hall } = vote;
  const { attendance, slips } = sitting;
  const state = vote.state;
  const past = (goal: VoteState): boolean => state !== 'void' && reached(state, goal);
  const paperInvalid = vote.paper ? vote.paper.invalidOverPick + vote.paper.invalidIllegible : 0;
  const isCounted = vote.paper !== null && past('closed');
  const issued = vote.issued ?? slips?.issued ?? 0;
  const spoiled = slips?.void ?? 0;
  const printed = slips?.printed ?? 0;
  return {
    session: sitting.title,
    subject: `${sitting.year}年度民生实事项目`,
    delegates: attendance.all,
    present: past('open') ? (vote.presentAtOpen ?? attendance.present) : attendance.present,
    candidates: vote.candidates.filter(({ withdrawn }) => !withdrawn).length,
    places: vote.places,
    printed,
    issued,
    spoiled,
    left: Math.max(0, printed - issued - spoiled),
    accepted: takenIn(vote),
    handsForRules: hall.handsForRules,
    handsForScrutineers: hall.handsForScrutineers,
    boxesSealed: hall.boxesSealed,
    electronicBoxEmpty: hall.electronicBoxShown,
    // The box is not sealed while more slips are out than people.
    leftVoided: past('ready') || (slips !== null && printed - spoiled <= attendance.present),
    voteState: state,
    returned: isCounted ? vote.ballots.boxed + (vote.paper?.returned ?? 0) : null,
    invalid: isCounted ? paperInvalid : null,
    outcome: vote.outcome?.kind ?? null,
    reportSigned: hall.reportSigned,
    announced: hall.announced,
  };
}

/** `missed`: the vote has gone past this step, and what happened in the hall was not written down. */
export type StepPlace = 'done' | 'missed' | 'now' | 'later';

/**
 * Where the sitting stands in its script. The console does not stand still for a missing tick: the current step is found
 * as if everything in the hall before it were recorded, and what is not shows as missed.
 */
export function scriptOf(
  sitting: Sitting,
  vote: Vote,
): { facts: SittingFacts; now: SittingStepId; places: StepPlace[] } {
  const facts = factsOf(sitting, vote);
  const past = (goal: VoteState): boolean => vote.state !== 'void' && reached(vote.state, goal);
  const assumed: SittingFacts = {
    ...facts,
    handsForRules: past('open') ? facts.delegates : facts.handsForRules,
    handsForScrutineers: past('open') ? facts.delegates : facts.handsForScrutineers,
    boxesSealed: facts.boxesSealed || past('open'),
    electronicBoxEmpty: facts.electronicBoxEmpty || past('ready'),
    reportSigned: facts.reportSigned || past('confirmed'),
    announced: facts.announced || past('published'),
  };
  const now = currentStep(assumed);
  const isFinished = gate('publish', assumed).open;
  const at = sittingStepIds.indexOf(now);
  const places = sittingStepIds.map((step, i): StepPlace => {
    if (!isFinished && i >= at) return i === at ? 'now' : 'later';
    return gate(step, facts).open ? 'done' : 'missed';
  });
  return { facts, now, places };
}

export interface Standing {
  /** `free`: nobody asked; `asked`: my side asked and waits; `asks_me`: the other side asked and I may confirm; `elsewhere`: not mine. */
  readonly state: 'free' | 'asked' | 'asks_me' | 'elsewhere';
  readonly by?: string;
  readonly at?: string;
  readonly note?: string | null;
  readonly given?: GivenDetail;
}

export function standingOf(
  act: TwoPersonAct,
  vote: Pick<Vote, 'pending'>,
  me: Pick<Me, 'accountId' | 'roles'>,
): Standing {
  const mayAct = sidesIn(act, me.roles).length > 0;
  const pending = vote.pending.find((one) => one.act === act);
  if (pending === undefined) return { state: mayAct ? 'free' : 'elsewhere' };
  const { by, at, note, given, awaits } = pending;
  const told = { by, at, note, given };
  if (pending.byAccountId === me.accountId) return { state: 'asked', ...told };
  if (me.roles.some((role) => awaits.includes(role))) return { state: 'asks_me', ...told };
  return { state: mayAct ? 'asked' : 'elsewhere', ...told };
}

/** Whether the rules send projects of this outcome to another ballot. */
export const asksRevote = (outcome: Outcome | null): boolean =>
  outcome?.kind === 'revote' || (outcome?.kind === 'shortfall' && outcome.next === 'revote_now');

export interface Task {
  readonly role: AccountRole;
  readonly title: string;
  readonly hint: string;
  readonly href: string;
  readonly urgent: boolean;
}

const sittingPage = (sitting: Sitting): string => `/desk/sittings/${sitting.id}`;
const votePage = (sitting: Sitting, vote: Pick<VoteSummary, 'id'>): string =>
  `${sittingPage(sitting)}/votes/${vote.id}`;

/** What this person has to do now, one line per role and matter; the most pressing first. */
export function tasksOf(me: Me, sitting: Sitting | null, votes: readonly Vote[]): Task[] {
  const tasks = me.roles.flatMap((role) => tasksOfRole(role, me, sitting, votes));
  return tasks.toSorted((a, b) => Number(b.urgent) - Number(a.urgent));
}

function tasksOfRole(role: AccountRole, me: Me, sitting: Sitting | null, votes: readonly Vote[]): Task[] {
  const task = (title: string, hint: string, href: string, urgent = false): Task => ({
    role,
    title,
    hint,
    href,
    urgent,
  });
  if (role === 'admin') return [task('管理账号', '新建账号、重发启用码、停用账号。', '/desk/accounts')];
  if (role === 'auditor') {
    return [
      task('查看审计日志', '会议的每一步都在这里，可以核对是否只增未改。', '/log'),
      ...(sitting ? [task('查看会议进程', '只读：签到、钥匙、表决票和每次投票的状态。', sittingPage(sitting))] : []),
    ];
  }
  if (sitting === null) {
    return role === 'clerk'
      ? [task('新建会议', '填写会议名称和年度，然后导入代表名册。', '/desk#new-sitting', true)]
      : [];
  }
  switch (role) {
    case 'clerk':
      return [
        ...votes.flatMap((vote) => confirmations(actsNeedingTwoPeople, vote, me, sitting, task)),
        task('按会议程序办理', clerkHint(sitting, votes), sittingPage(sitting), true),
      ];
    case 'scrutineer':
      return scrutineerTasks(me, sitting, votes, task);
    case 'teller':
      return votes.flatMap((vote) => [
        ...confirmations(['enter', 'correct'], vote, me, sitting, task),
        ...(vote.state === 'closed' && !vote.pending.some(({ act }) => act === 'enter')
          ? [countingTask(sitting, vote, task)]
          : []),
      ]);
    case 'presidium':
      return votes.flatMap((vote) => {
        const confirm =
          vote.state === 'counted'
            ? [task(`确认结果：${vote.title}`, '先看推导，再由主席团确认或者作出决定。', votePage(sitting, vote), true)]
            : [];
        return [...confirm, ...confirmations(['publish', 'void'], vote, me, sitting, task)];
      });
    default:
      return [];
  }
}

type MakeTask = (title: string, hint: string, href: string, urgent?: boolean) => Task;

function confirmations(acts: readonly TwoPersonAct[], vote: Vote, me: Me, sitting: Sitting, task: MakeTask): Task[] {
  return acts.flatMap((act) => {
    const standing = standingOf(act, vote, me);
    if (standing.state !== 'asks_me') return [];
    return [
      task(
        `确认“${voteActNames[act]}”：${vote.title}`,
        `${standing.by}已提出，等您确认。`,
        act === 'enter' || act === 'correct' ? `${votePage(sitting, vote)}/paper` : votePage(sitting, vote),
        true,
      ),
    ];
  });
}

const countingTask = (sitting: Sitting, vote: Vote, task: MakeTask): Task =>
  vote.paper === null
    ? task(
        `登记纸质票：${vote.title}`,
        '按项目登记赞成、反对、弃权的张数，由监票人核对；没有纸质票也要登记为 0。',
        `${votePage(sitting, vote)}/paper`,
        true,
      )
    : task(`开箱计票：${vote.title}`, '纸质票已登记，可以开始开箱计票。', votePage(sitting, vote), true);

/** The other office asks to make the keys anew. */
function restartTask(sitting: Sitting, me: Me, task: MakeTask): Task[] {
  const restart = sitting.ceremony?.restart;
  if (!restart || restart.accountId === me.accountId) return [];
  const hint = `${restart.displayName}已提出，等您确认。理由：${restart.reason}`;
  return [task('确认“重新制作开箱钥匙”', hint, `${sittingPage(sitting)}/ceremony`, true)];
}

function scrutineerTasks(me: Me, sitting: Sitting, votes: readonly Vote[], task: MakeTask): Task[] {
  const mine = sitting.ceremony?.trustees.find(({ accountId }) => accountId === me.accountId);
  const keyPage = `/desk/key?sitting=${sitting.id}`;
  const tasks: Task[] = votes.flatMap((vote) =>
    confirmations(['open', 'close', 'enter', 'correct'], vote, me, sitting, task),
  );
  tasks.push(...restartTask(sitting, me, task));
  if (mine === undefined || sitting.ceremony === null) {
    return tasks.length > 0
      ? tasks
      : [task('等待开始', '监票人名单通过后，工作人员会请您制作开箱钥匙。', sittingPage(sitting))];
  }
  for (const vote of votes) {
    if (vote.state === 'tallying' && owesPart(vote, mine.index)) {
      tasks.push(task(`开箱：${vote.title}`, '用您的钥匙文件打开电子票箱。页面会先核对全部选票。', keyPage, true));
    }
  }
  const step = keyStep(mine, sitting.ceremony.state);
  if (step !== undefined) tasks.push(task('制作开箱钥匙', step, keyPage, true));
  else if (sitting.ceremony.state !== 'ready')
    tasks.push(
      task('等候其他监票人', '您这一步已经做完。请让钥匙页面开着，其他人完成后会自动继续。', sittingPage(sitting)),
    );
  else if (sitting.slips === null)
    tasks.push(task('制作表决票', '在您的浏览器里制作并打印表决票；一位监票人做一次即可。', keyPage, true));
  if (tasks.length === 0) tasks.push(task('开箱钥匙', '目前没有要办的事，请妥善保管钥匙文件。', keyPage));
  return tasks;
}

type Ceremony = NonNullable<Sitting['ceremony']>;

/** Owner 1 of a record is the server; the scrutineers follow in their order. */
export const owesPart = (vote: Pick<Vote, 'decryptions'>, index: number | undefined): boolean =>
  index !== undefined && vote.decryptions.some(({ owner, delivered }) => owner === index + 1 && !delivered);

/** `needsEveryone` of ballot-crypto, which staff pages do not load: each has a key of their own, made in one step. */
export const hasSingleKeys = ({ size, threshold }: Pick<Ceremony, 'size' | 'threshold'>): boolean => threshold === size;

/** How many scrutineers have done all that the ceremony asks of them. */
export const keysMade = (ceremony: Ceremony): number =>
  ceremony.trustees.filter((one) => (hasSingleKeys(ceremony) ? one.hasCertificate : one.hasShare)).length;

/** What a scrutineer still has to do for the key; undefined when nothing, or when others must go first. */
export function keyStep(mine: Ceremony['trustees'][number], state: Ceremony['state']): string | undefined {
  switch (state) {
    case 'certificates':
      return mine.hasCertificate ? undefined : '第 1 步：打开您的专用页面，制作钥匙。';
    case 'polynomials':
      return mine.hasPolynomial ? undefined : '第 2 步：各位监票人的钥匙都已制作，请继续。';
    case 'shares':
      return mine.hasShare ? undefined : '第 3 步：核对并保存钥匙备份。';
    case 'ready':
      return undefined;
  }
}

function clerkHint(sitting: Sitting, votes: readonly Vote[]): string {
  const vote = currentVote(votes);
  if (vote === undefined)
    return sitting.votes.length === 0 ? '先新建表决事项，导入候选项目。' : '各项表决都已办完，结果可以随时查看和打印。';
  const hints: Record<VoteState, string> = {
    draft: '候选项目和票决规则还没有定稿。',
    frozen: sitting.slips === null ? '等监票人制作钥匙和表决票。' : '签到后分发表决票，封存电子票箱。',
    ready: '一切就绪，可以开启表决。',
    open: '正在投票。',
    suspended: '投票暂停中。',
    closing: '正在收票，请稍候。',
    closed: '登记纸质票，然后开箱计票。',
    tallying: '等监票人开箱。',
    counted: '等主席团确认结果。',
    confirmed: asksRevote(vote.outcome) ? '按票决办法设立再次投票。' : '宣布结果，然后公布。',
    published: '结果已公布。',
    void: '表决已作废，可以重新表决。',
  };
  return `${vote.title}：${hints[vote.state]}`;
}

/** 「3 位监票人中任意 2 位到场即可开箱」「3 位监票人都要到场才能开箱」 */
export const thresholdSentence = (size: number, threshold: number): string =>
  hasSingleKeys({ size, threshold })
    ? `${size} 位监票人都要到场才能开箱`
    : `${size} 位监票人中任意 ${threshold} 位到场即可开箱`;
