import type { ReceiptProblem } from '../ballot/receipt.js';
import type { BackupProblem } from '../keys/ceremony.js';

interface Said {
  /** What happened. */
  readonly title: string;
  /** What to do next. */
  readonly next: string;
}
const say = (title: string, next: string): Said => ({ title, next });

/** What counts of a typed code: no dashes, no spaces. */
export const bareCode = (typed: string): string => typed.replace(/[\s\u3000\-‐-―−－ー_]/g, '');

/** Why a typed credential is none: says what to look at. */
export function credentialProblem(typed: string): string {
  const bare = bareCode(typed);
  if (bare === '') return '请输入表决票上的投票码，或者用手机扫描票上的二维码。';
  if (/[\u4e00-\u9fff]/.test(bare)) return '投票码里没有汉字。请切换到英文输入，照票面逐字输入字母和数字。';
  const confusing = [...new Set(bare.match(/[0OIl]/g) ?? [])];
  if (confusing.length > 0) {
    return `投票码里没有“${confusing.join('”“')}”。容易看错：像零的是小写字母 o，像竖线的是数字 1 或者小写字母 i。请再看一遍票面。`;
  }
  const strange = bare.match(/[^1-9A-Za-z]/u)?.[0];
  if (strange !== undefined) return `投票码里没有“${strange}”这个符号，只有字母和数字。请照票面重新输入。`;
  if (bare.length < 22)
    return `投票码应当是 22 位，现在只有 ${bare.length} 位，还少 ${22 - bare.length} 位。请照票面补齐。`;
  return `投票码应当是 22 位，现在有 ${bare.length} 位，多了 ${bare.length - 22} 位。请照票面核对。`;
}

/** The right number of letters, but on no list. */
export const unknownCode =
  '名单里没有这个投票码，多半是有一位输错了。下面按票面的样子分了组，请与票面逐组核对、改正；大小写也要一样。';
export const unknownSlip = say(
  '这个投票码不在本次表决的名单里。',
  '请核对是不是本次会议的表决票，或者请工作人员帮助。',
);

/** The vote ended while a ballot was being made. */
export const ended = (state: string): Said =>
  state === 'void'
    ? say('这次表决已经宣布作废。', '您的票没有投入票箱，选择已从这台设备清除。请听从主持人安排。')
    : say(
        '投票已经结束，您的票没有投入票箱，不计入。',
        '您的选择已从这台设备清除。如果会议提供纸质票，请马上问工作人员；否则这一次计为未投票。',
      );

/** A cast that was refused for good: what it means for this delegate, and what to do. */
const castRefusals: Readonly<Record<string, Said>> = {
  ballot_malformed: say('这张票的数据在传送中有误，没有投入票箱。', '您的选择还在。请返回，重新封存一次再投。'),
  credential_unknown: say(
    '这个投票码不在本次表决的名单里，票没有投入。',
    '请核对是不是本次会议的表决票，或者请工作人员帮助。',
  ),
  credential_void: say('这张表决票已经作废，票没有投入。', '请带着表决票到发票处，由工作人员核对。'),
  signature_invalid: say('这张票与投票码对不上，没有投入票箱。', '请重新扫描表决票上的二维码，再投一次。'),
  credential_used: say(
    '这张表决票已经投过一张内容不同的票，这一张没有投入。',
    '一张表决票只能投一次。如果不是您投的，请马上告诉监票人。',
  ),
  ciphertext_repeated: say('票箱里已经有内容重复的数据，这一张没有投入。', '请返回，重新封存一次再投。'),
  too_many_invalid: say('这张表决票连续提交了多次无效的数据，暂时不能再投。', '请到发票处，由工作人员帮助。'),
  malformed: say(
    '这张票没有被受理，没有投入票箱。',
    '请关闭其他已登录的页面，重新打开投票页再投；或者请工作人员帮助。',
  ),
  origin_forbidden: say('这个页面的网址和服务器不一致，票没有投入。', '请用表决票上的二维码重新打开投票页。'),
  not_found: say('没有找到这次表决，票没有投入。', '请刷新页面，听从主持人安排。'),
};

const notOpen: Readonly<Record<string, Said>> = {
  frozen: say('投票还没有开始，票没有投入。', '请等主持人宣布开始，再按“投入电子票箱”。'),
  ready: say('投票还没有开始，票没有投入。', '请等主持人宣布开始，再按“投入电子票箱”。'),
  suspended: say('投票暂停，票没有投入。', '请稍候，恢复后会自动继续。'),
  void: say('这次表决已经宣布作废，票没有投入。', '请听从主持人安排。'),
};
const closed = say('投票已经结束，这张票没有投入票箱。', '如果会议提供纸质票，请问工作人员；否则这一次计为未投票。');

export function castRefusal(refusal: string, detail: unknown): Said {
  if (refusal === 'ballot_not_open') {
    const state = typeof detail === 'object' && detail !== null && 'state' in detail ? String(detail.state) : '';
    return notOpen[state] ?? closed;
  }
  return castRefusals[refusal] ?? say('这张票没有投入票箱。', '请再投一次；仍不成功请告诉工作人员。');
}

export const rejectedBallot = say(
  '票箱核验时发现这张票不合规，没有计入。',
  '请重新扫描表决票再投一次。再次出现请告诉监票人：可能是这台设备的浏览器有问题，请换一台设备。',
);

/** A receipt that does not prove what it should. Loud: it may mean that the server is not honest. */
export const receiptAlarms: Readonly<Record<ReceiptProblem, string>> = {
  other_ballot: '服务器给出的查票码不是您这张票的。您的票可能没有入箱。',
  incomplete: '服务器说票已入箱，但是没有给出证明。',
  entry_differs: '服务器给出的记录不是您这张票的记录。',
  checkpoint_unsigned: '服务器给出的日志签名核验不通过。',
  proof_fails: '服务器给出的入箱证明核验不通过。',
};
export const receiptAlarmNext =
  '请不要离开，马上叫监票人来看这个页面。请保留表决票：监票人可以在公开记录里查您的票在不在。';

export const auditFailures: Readonly<Record<string, string>> = {
  election_differs: '这段文字属于另一次表决。',
  marks_impossible: '这段文字里的选择是这种票不可能有的，文字可能不完整。',
  not_what_was_marked: '票里封存的内容与显示的选择不一致。请马上告诉监票人，不要再用那台设备投票。',
  signature_hash_differs:
    '按这些选择重做的票，与封存的票不一致：票里的选择可能不是显示的选择。请马上告诉监票人，不要再用那台设备投票。',
  tracker_differs: '打开的票与查票码对不上。请马上告诉监票人，不要再用那台设备投票。',
  wrong_credential: '这张票不是用这张表决票签的。请告诉监票人。',
};
export const auditFailure = (failed: string): string =>
  auditFailures[failed] ?? '这张票的签名或者格式核验不通过。文字可能没有复制完整；如果完整，请告诉监票人。';

/** What a box check found wrong, for scrutineers: the part in words; the exact name stands beside it. */
const partNames: Readonly<Record<string, string>> = {
  container: '公开记录的文件不完整，或者被改动过',
  chain: '公开记录的先后顺序不对，或者缺了一段',
  election: '表决记录不合格式',
  credentials: '表决票名单有重复或者无效的编号',
  trustees: '记录里的开箱钥匙不是各位监票人证明过的钥匙',
  board: '票箱里有重复的票，或者同一张表决票投了两次',
  ballots: '有的票核验不通过',
  tally: '服务器算的加密总数与票箱里的票对不上',
  decryption: '有人交来的开箱数据核验不通过',
  result: '已有的结果与开箱数据不符',
  totals: '各项目的数字互相矛盾',
};
const boxProblems: Readonly<Record<string, string>> = {
  other_election: '服务器给出的是另一次表决的票箱',
  not_ended: '投票还没有结束（没有“停止收票”的记录）',
  no_tally: '记录里没有加密总数',
  already_counted: '记录里已经有结果',
  server_part_missing: '停止收票以后的记录不是应有的样子：缺服务器的一份',
  keys_differ: '票箱用的开箱钥匙不是你们共同制作的那一把',
  key_not_ours: '票箱里登记的您的钥匙与本机的钥匙不符',
  ballots_differ: '票箱里的票数与服务器报告的票数不同',
  no_ballots: '票箱是空的',
  own_part_there: '记录里已经有您的一份开箱数据，但是本机没有开过这个箱',
  other_tally: '您已经用这把钥匙开过这次表决的箱，那一次的总数与现在不同。同一次表决只能开一次',
  key_file_wrong: '本机的钥匙打不开您自己的一份',
};

export function boxProblem(failed: string, subject?: string): string {
  const [part = '', what = ''] = failed.split(':');
  const base = boxProblems[failed] ?? partNames[part] ?? '票箱核验不通过';
  const whom = subject === undefined ? '' : `（${subjectInWords(subject)}）`;
  return what === '' ? `${base}${whom}。` : `${base}${whom}。技术名称：${what}`;
}

const subjectInWords = (subject: string): string =>
  subject
    .replace(/ballot (\d+)/, '第 $1 张票')
    .replace(/question (\d+)/, '第 $1 题')
    .replace(/cell (\d+)/, '第 $1 格')
    .replace(/trustee (\d+)/, '第 $1 把钥匙')
    .replace(/member (\d+)/, '第 $1 位监票人')
    .replace(/credential (\d+)/, '第 $1 个编号')
    .replace(/event (\d+)/, '第 $1 条记录')
    .replace(/, /g, '，');

/** Why a file or a text is not the backup that is wanted here. */
export const backupProblems = {
  not_a_backup: '这不是钥匙备份文件，或者文件已经损坏。请选择制作钥匙时下载的文件，或者粘贴打印件二维码里的全部文字。',
  other_sitting: '这是另一次会议的钥匙备份。',
  other_member: '这是另一位监票人的钥匙备份。',
  older_key: '这份备份里的钥匙与服务器上登记的不一致，不是这里用的那一把。',
} as const satisfies Readonly<Record<BackupProblem, string>>;

export const ceremonyAlarms = {
  own_certificate_replaced: '服务器上您的公开钥匙不是本机做的那一份。',
  numbers_changed: '服务器现在说的监票人数或者开箱所需人数，与您制作钥匙时不一样。',
  certificates_changed: '服务器现在给出的各位公开钥匙，与您先前核对并保存的不一样。',
  certificates_invalid: '有一位监票人的公开钥匙核对不通过。',
  own_polynomial_replaced: '服务器上您交来的一份不是本机做的那一份。',
  share_invalid: '收到的钥匙份额核对不通过。',
  pedersen_changed: '服务器现在给出的开箱钥匙，与您先前核对过的不一样。',
  practice_failed: '试开没有成功：本机的钥匙打不开自己的一份。',
} as const;
export type CeremonyAlarm = keyof typeof ceremonyAlarms;
