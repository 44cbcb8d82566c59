import type * as contract from '@piaojue/contract';
import type { CommonRefusal } from '@piaojue/contract';
import { collectingRefusals } from './areas/collecting.js';
import { fileRefusals, type FileRefusal } from './areas/files.js';
import { poolRefusals } from './areas/pool.js';
import { screeningRefusals } from './areas/screening.js';
import { stationRefusals } from './areas/stations.js';
import { suggestionRefusals } from './areas/suggestions.js';
import { say, type Said } from './say.js';

/** Every refusal code that the contract knows, ours for a file that cannot be sent on, and ours for "no answer at all". */
export type AnyRefusal =
  | {
      [K in keyof typeof contract]: (typeof contract)[K] extends { refusals: infer F } ? keyof F & string : never;
    }[keyof typeof contract]
  | CommonRefusal
  | FileRefusal
  | 'unreachable';

export const refusals: Record<AnyRefusal, Said> = {
  ...suggestionRefusals,
  ...collectingRefusals,
  ...stationRefusals,
  ...screeningRefusals,
  ...fileRefusals,
  ...poolRefusals,

  // any endpoint
  malformed: say('填写的内容不符合要求。', '请按提示修改后再提交，已填的内容没有丢失。'),
  not_signed_in: say('您还没有登录，或者登录已经过期。', '填写的内容还在。请重新登录，再回到这一页办理。'),
  role_forbidden: say('您的身份不能办理这一项。', '请由负责的人员办理；如果应当由您办理，请联系系统管理员。'),
  origin_forbidden: say('这个请求不是从本系统的页面发出的，没有受理。', '请在本系统页面内重新操作。'),
  not_found: say('没有找到这项内容。', '它可能还没有公布，或者网址不完整。'),
  wrong_phase: say('已经进行到别的步骤，这一项现在不能办理。', '页面已更新，请看当前步骤。'),
  too_large: say('提交的内容太大。', '请减少内容，或者分成几份后再提交；文件合计不超过 10 MB。'),
  unsupported_media: say('提交的格式不能识别。', '请使用本页面提供的按钮和文件格式。'),
  too_many_requests: say('操作太频繁。', '请稍等一分钟再试。'),
  internal: say('系统出了问题，这一项没有办成。', '数据没有改变。请再试一次；仍不成功请联系技术人员。'),
  storage_full: say('存储空间不足，系统停止接收新内容。', '已经保存的内容都在。请立即联系技术人员。'),
  busy: say('系统正忙。', '请过几秒再试一次。'),
  unreachable: say('网络没有接通，没有收到答复。', '填写的内容还在。请检查网络，再试一次。'),

  // accounts
  code_invalid: say('启用码不对，或者已经用过。', '请核对启用码；如果已经失效，请系统管理员重发。'),
  password_weak: say('这个密码太容易被猜到。', '请换一个更长的密码，不要使用常见密码、用户名或者单位名称。'),
  sign_in_failed: say(
    '用户名或者密码不对。',
    '请重新输入。连续输错五次，十五分钟内即使输对也不能登录；急需时请联系系统管理员。',
  ),
  password_wrong: say('密码不对。', '请输入您登录时用的密码。连续输错五次须重新登录。'),
  username_taken: say('这个用户名已经有人使用。', '请换一个用户名。'),
  no_renewal: say('这个账号没有等待另一半启用码。', '请系统管理员先重发启用码。'),
  renewal_expired: say('启用码的前半已超过 24 小时，作废了。', '请系统管理员重发启用码。'),
  own_account: say('不能停用自己的账号。', '请由另一位管理员办理。'),
  token_invalid: say('设置口令不对，或者已经用过。', '请使用启动时显示的一次性设置口令。'),
  already_set_up: say('系统已经设置完成。', '请直接登录。'),
  stale_sign_in: say('这一步不能撤销，需要再次确认是您本人。', '请输入登录密码。'),

  vote_void: say('这次表决已宣布作废，没有结果。', '重新表决的结果公布以后，可以在首页查看。'),

  // roll and sitting
  too_many_votes: say('一次会议最多 20 项表决。', '请把其余的表决放到另一次会议。'),
  more_hands_than_present: say('举手人数不能多于实到人数。', '请核对后再填。'),
  slips_registered: say('表决票已经登记，不能再改。', '票已印制，会议的表决事项和票数不再变动。'),
  roll_in_use: say('名册已在使用，不能再替换。', '如需改动个别代表，请先撤销全部签到。'),
  file_unreadable: say('文件不能读取。', '请确认文件没有损坏，也没有加密，并且是这一页说明的格式。'),
  too_many_rows: say('文件的行数太多。', '请检查文件是否有多余的空行。'),
  fewer_present_than_slips: say('实到代表会少于已发出的表决票。', '每张发出的票都对应一位到会代表，请先核对。'),
  delegate_suspended: say('所选代表已暂停执行代表职务，不计入应到，也不能签到。', '请从选择中去掉。'),
  no_quorum: say('实到代表不足法定人数，不能表决。', '请核对签到；达到全体代表三分之二后再开始。'),

  // keys and slips
  ceremony_started: say('开箱钥匙的制作已经开始。', '要改名单，请提出重新制作。'),
  group_differs: say('一次会议的各项表决要用同一种加密方式。', '请选择与已有表决相同的加密方式。'),
  keys_in_use: say('票箱已经用这些钥匙封存，不能重新制作。', '确需重来，请先把封存的表决宣布作废。'),
  threshold_out_of_range: say('开箱所需人数不合适。', '人数应不少于 2，并且不多于监票人数。'),
  not_a_scrutineer: say('所选人员中有人不是监票人。', '请只选择监票人账号。'),
  no_vote_yet: say('会议还没有表决事项。', '请先新建表决事项，再制作开箱钥匙。'),
  not_a_trustee: say('您不在本次会议的监票人名单中。', '请与大会秘书处核对名单。'),
  keys_missing: say('开箱钥匙还没有制作完成。', '请监票人先完成各自的步骤。'),
  slips_missing: say('表决票还没有登记。', '请监票人先制作并登记表决票。'),
  more_slips_than_present: say('可用的表决票多于实到代表。', '请监票人先扫描剩余的票，把它们作废。'),
  list_invalid: say('提交的票据名单有误，没有登记。', '请在监票人页面重新制作。'),
  credential_repeated: say('票据名单中有重复，没有登记。', '请在监票人页面重新制作。'),
  wrong_step: say('还没有轮到这一步，或者这一步已经过去。', '请看页面上的当前步骤。'),
  message_invalid: say('提交的内容没有通过核对。', '请重新打开监票人页面再做一次。'),
  already_delivered: say('这一项您已经提交过。', '不需要再做，请等候其他监票人。'),
  partial_decryption_invalid: say('开箱数据没有通过核对。', '请确认用的是本次会议的钥匙文件，再做一次。'),
  slip_unknown: say('有的票不在登记的名单中。', '请核对是否为本次会议的表决票。'),
  slips_in_use: say('投票已经开始，不能再作废表决票。', '开始投票后，剩余的票按作废程序另行记录。'),

  // running a vote
  no_candidates: say('候选项目还没有导入。', '请先导入候选项目名单。'),
  rules_invalid: say('票决规则还有问题，不能定稿。', '请按规则表中的提示修改。'),
  differs_from_request: say(
    '与对方提出的内容不一致，没有办理。',
    '请按对方提出的内容确认；需要改动的，由对方撤回后重新提出。',
  ),
  only_sides_withdraw: say('只有办理这一步的双方人员可以撤回或者不同意。', '请联系提出的人。'),
  rules_adopted: say(
    '票决办法已经举手通过，规则不能再改。',
    '确需改动的，先在会议程序里清空票决办法的举手人数（会写入审计日志），改好以后重新表决。',
  ),
  differential_below_minimum: say('候选项目少于票决办法规定的差额。', '请补充候选项目；大会同意的，勾选确认后再定稿。'),
  candidates_not_public: say(
    '候选项目还没有公开，不能定稿。',
    '定稿以后大屏和投票页会显示项目名称。请先在候选项目汇编里提交公开，由另一人审核公开。',
  ),
  hall_out_of_order: say('这一项现在还不能记录。', '请按会议程序的先后办理。'),
  hall_not_recorded: say('会场的事项还没有记好，这一步先不能办。', '请工作人员在会议进程里记好以后再办。'),
  paper_unchanged: say('数字与已登记的相同，没有需要更正的。', '请改好有误的数字再提出。'),
  paper_pending: say('有人提出的纸质票数字还没有经第二个人核对。', '请先确认或者撤回，再办这一步。'),
  wrong_person: say('这一步要由两个人分别办理。', '请由另一方（工作人员或者监票人、主席团）确认。'),
  paper_inconsistent: say('纸质票的数字之间不一致，没有保存。', '请对照报告单逐项核对。'),
  paper_missing: say('还没有登记纸质票的数字。', '没有纸质票时，也请登记为 0。'),
  decision_needed: say('按票决办法，这里需要主席团作出决定。', '请写明决定，并选择项目。'),
  decision_invalid: say('决定与票决办法不符。', '请核对所选项目和数量。'),
  outcome_not_confirmable: say('这个结果不能确认。', '纸质票有误的，请更正；确实没有结果的，请宣布作废后重新表决。'),
  no_revote_due: say('按结果不需要再次投票。', '可以直接公布。'),
  revote_exists: say('接下来的投票已经设立。', '请在会议程序中打开它继续。'),
  no_round_left: say('代表手中的表决票没有剩余的编号，不能再投一次。', '请加开一次会议，另行制作表决票。'),
  revote_pending: say('再次投票还没有结束，现在不能公布。', '请先完成再次投票。'),
  outcome_not_final: say('结果还没有最后确定，不能公布。', '请先按票决办法处理未决事项。'),

  // booth
  ballot_not_open: say('现在不在投票时间，票没有投入。', '请听从主持人安排。'),
  ballot_malformed: say('这张票的数据不完整，没有投入。', '请重新填写一次。'),
  credential_unknown: say('这个投票码不属于本次会议。', '请核对票面上的投票码，或者请工作人员帮助。'),
  credential_void: say('这张表决票已经作废。', '请到发票处核对。'),
  signature_invalid: say('投票码与票的内容对不上，没有投入。', '请重新输入投票码再投一次。'),
  credential_used: say('这张表决票已经投过。', '一张票只能投一次。可以用查票码查询。'),
  ciphertext_repeated: say('系统收到了内容重复的票，没有投入。', '请重新填写一次。'),
  too_many_invalid: say('这里连续提交了多张无效的票。', '请稍等片刻，或者请工作人员帮助。'),
  tracker_unknown: say('没有查到这个查票码。', '请逐字核对查票码，注意区分大小写。'),
  beyond_log: say('审计日志还没有这么长。', '请刷新页面后再查。'),
};

export interface SaidWithLines extends Said {
  readonly lines: readonly string[];
}

/** Any refusal in words, also one that a newer server invented; `detail` adds the lines the server gave. */
export function refusalSentence(code: string, detail?: unknown): SaidWithLines {
  const said = Object.hasOwn(refusals, code) ? refusals[code as AnyRefusal] : refusals.internal;
  return { ...said, lines: linesOf(detail) };
}

/** The server's details as lines: a text, a list of texts, issues with path and message, or what a problem says. */
export function linesOf(detail: unknown): string[] {
  if (typeof detail === 'string') return detail === '' ? [] : [detail];
  if (Array.isArray(detail)) return detail.flatMap(linesOf).slice(0, 30);
  if (typeof detail !== 'object' || detail === null) return [];
  const given = detail as Record<string, unknown>;
  for (const name of ['sentence', 'message']) {
    const text = given[name];
    if (typeof text === 'string' && text !== '') {
      const path = Array.isArray(given['path']) ? given['path'].join('.') : '';
      return [path !== '' && !/[\u4e00-\u9fff]/.test(text) ? `${path}：${text}` : text];
    }
  }
  for (const name of ['problems', 'issues', 'failed', 'errors', 'lines']) {
    if (Array.isArray(given[name])) return linesOf(given[name]);
  }
  return [];
}
