import { actsNeedingTwoPeople, voteActNames } from '@piaojue/rules';
import { collectingLog } from './areas/collecting.js';
import { poolLog } from './areas/pool.js';
import { screeningLog } from './areas/screening.js';
import { stationLog } from './areas/stations.js';
import { suggestionLog } from './areas/suggestions.js';

/** Types of the audit log in sentences. `data` is the public part of the entry; personal data stands there only as a commitment. */
type Data = Readonly<Record<string, unknown>>;

export type LogSentences = Readonly<Record<string, string | ((data: Data) => string)>>;

const sentences: LogSentences = {
  ...suggestionLog,
  ...collectingLog,
  ...stationLog,
  ...screeningLog,
  ...poolLog,
  congress_set_up: '系统首次设置',
  account_created: '建立账号',
  renewal_requested: '提出重发启用码，等另一人给出另一半',
  activation_renewed: '重发启用码',
  password_set: '本人设置密码',
  account_disabled: '停用账号',
  account_enabled: '恢复账号',
  account_locked: '连续输错密码，账号暂时锁定',
  sign_in_failed: '登录失败',
  signed_in: '登录',
  signed_out: '退出登录',
  sitting_created: '建立会议',
  roll_imported: (data) => `导入代表名册${amount(data, ['delegates', 'rows', 'count'], '名')}`,
  delegates_checked_in: (data) =>
    `代表签到${amount(data, ['delegates', 'count'], '名')}${amount(data, ['present'], '名', '，实到')}`,
  delegates_checked_out: (data) =>
    `撤销签到${amount(data, ['delegates', 'count'], '名')}${amount(data, ['present'], '名', '，实到')}`,
  vote_created: '建立表决事项',
  candidates_imported: (data) => `导入候选项目${amount(data, ['candidates', 'rows', 'count'], '件')}`,
  candidate_withdrawn: '撤回候选项目',
  candidate_restored: '恢复候选项目',
  rules_set: '填写票决规则',
  vote_discarded: '撤销起草的表决事项',
  differential_accepted: (data) =>
    `差额低于规定下限，工作人员确认后定稿${amount(data, ['candidates'], '件', '：候选')}`,
  vote_frozen: '候选项目和票决规则定稿',
  hall_recorded: '记录会场情况',
  ceremony_opened: '开始制作开箱钥匙',
  ceremony_restart_requested: '提出重新制作开箱钥匙，等另一人确认',
  ceremony_restart_withdrawn: '撤回重新制作开箱钥匙的提议',
  ceremony_restarted: '重新制作开箱钥匙，原来的钥匙全部停用',
  trustee_link_made: '监票人打开专用页面',
  key_certificate_delivered: '监票人制作钥匙',
  key_polynomial_delivered: '监票人互相交换',
  key_share_delivered: '监票人核对钥匙份额',
  keys_ready: '开箱钥匙全部制成',
  slips_registered: (data) => `登记表决票${amount(data, ['printed', 'slips', 'count'], '张')}`,
  slips_voided: (data) => `作废表决票${amount(data, ['void', 'slips', 'count'], '张')}`,
  slips_discarded: (data) => `表决票全部停用，重新制作${amount(data, ['printed'], '张', '，原有')}`,
  box_sealed_empty: '封存电子票箱（空）',
  act_requested: (data) => `提出“${actOf(data)}”，等另一人确认`,
  act_withdrawn: (data) => `撤回或不同意“${actOf(data)}”`,
  vote_opened: '开启表决',
  vote_suspended: '暂停投票',
  vote_resumed: '恢复投票',
  vote_closing: '结束投票',
  ballot_cast: '一张票入箱',
  ballot_rejected: '一张票没有通过核对，退回',
  box_closed: (data) => `封存票箱，清点完毕${amount(data, ['ballots', 'boxed'], '张')}`,
  paper_totals_entered: '登记纸质票',
  paper_totals_corrected: (data) => `更正纸质票${because(data)}`,
  tally_made: '合并加密的票，开始开箱',
  box_opened_by: '一位监票人开箱',
  box_not_opened: '已到的钥匙合不出结果，等另一位监票人开箱',
  part_set_aside: '一位监票人的开箱数据不对，没有采用',
  result_counted: '计票完毕',
  outcome_confirmed: '执行主席确认结果',
  revote_set_up: '设立再次投票',
  vote_repeated: '设立重新表决（上一次作废）',
  vote_voided: (data) => `宣布作废${because(data)}`,
  result_published: '公布结果',
};

const actOf = (data: Data): string => {
  const act = actsNeedingTwoPeople.find((one) => one === data['act']);
  return act ? voteActNames[act] : '办理';
};
const because = (data: Data): string => (typeof data['reason'] === 'string' ? `（原因：${data['reason']}）` : '');

function amount(data: Data, names: readonly string[], unit: string, before = ' '): string {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'number') return `${before} ${value} ${unit}`.replace('  ', ' ');
    if (Array.isArray(value)) return `${before} ${value.length} ${unit}`.replace('  ', ' ');
  }
  return '';
}

export interface ReadEntry {
  readonly type: string;
  readonly at: string | undefined;
  readonly sentence: string;
}

/** An entry for people; what this page does not know keeps its type, so that nothing is hidden. */
export function readEntry(canonical: string): ReadEntry {
  let parsed: { type?: unknown; at?: unknown; data?: unknown } = {};
  try {
    parsed = JSON.parse(canonical) as typeof parsed;
  } catch {
    // shown raw
  }
  const type = typeof parsed.type === 'string' ? parsed.type : '未知';
  const data = typeof parsed.data === 'object' && parsed.data !== null ? (parsed.data as Data) : {};
  const known = Object.hasOwn(sentences, type) ? sentences[type] : undefined;
  return {
    type,
    at: typeof parsed.at === 'string' ? parsed.at : undefined,
    sentence: known === undefined ? `其他记录（${type}）` : typeof known === 'string' ? known : known(data),
  };
}

/** A root in groups of eight, as people compare it aloud. */
export const grouped = (hex: string): string => hex.match(/.{1,8}/g)?.join(' ') ?? hex;
