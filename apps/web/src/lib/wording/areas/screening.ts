import type { LogSentences } from '../log.js';
import { say } from '../say.js';

export const screeningRefusals = {
  no_unit: say('您的账号没有写明单位，不能起草项目建议。', '请联系系统管理员。'),
  too_many_proposals: say('本单位今年的项目建议已有 100 件。', '请先撤回不用的，再新建。'),
  incomplete: say('还有内容没有填完，不能报送。', '请按下面的提示补充；已填的内容都已保存。'),
  note_needed: say('校核文字须写明改了什么。', '请填写说明。'),
  reason_needed: say('这一步须写明理由。', '请填写理由。'),
  not_your_act: say('这一步不由您办理。', '请由负责的单位或者人员办理。'),
  origin_unknown: say('有的建议不能关联。', '请从查到的建议里选择；只能关联已公开展示或者交办给本单位的建议。'),
  file_kind_unknown: say('这种文件不能作附件。', '请用 PDF、DOCX、XLSX、JPEG 或者 PNG 文件；含有宏的文件也不能用。'),
  file_too_large: say('文件太大。', '一个文件最大 10 MB，请压缩或者分成几份。'),
  too_many_files: say('附件已满。', '请先删去不用的附件。'),
  quota_full: say('本单位今年的附件已占满 200 MB。', '请先删去不用的附件。'),
  deadline_past: say('截止日期不对。', '请填今天或者以后的日期，截止不能早于开始。'),
  unit_unknown: say('有的单位没有能用的账号，收不到。', '请从列表里选择单位；没有的，请系统管理员先建立账号。'),
  asks_itself: say('不用征求申报单位自己的意见。', '请去掉申报单位。'),
  already_answered: say('已经答复过。', '不需要再办。'),
  marked_twice: say('同一条标准填了两次。', '请每条标准只填一次。'),
  sheet_incomplete: say('有的项目筛选标准还没有逐条填完，不能提请审议。', '请先填完下列项目的筛选表。'),
  list_unordered: say('建议项目还没有排好序号。', '请先保存排序，再提请审议。'),
  order_incomplete: say('排序里的项目与初步候选不一致。', '请刷新后重新排序。'),
  comments_were_open: say('公示征求意见只办一次，已经开始过。', '不需要再办。'),
  comments_not_open: say('现在不在公示征求意见期间。', '请留意公告。'),
  too_many_comments: say('这台设备提交的意见已经很多。', '如还有意见，请联系人大常委会办公室。'),
  comments_open: say('公示征求意见还没有结束。', '请先结束公示，再记录表决。'),
  still_sent_back: say('有的项目退回修改还没有办完。', '请等重新报送并列入以后再办，或者先撤下这些项目。'),
  votes_do_not_sum: say('表决人数对不上。', '请核对后再填。'),
  no_majority: say('赞成没有超过全体组成人员的半数，没有通过。', '请核对票数；确实没有通过的，请常委会另行决定。'),
  differential_too_small: say(
    '候选项目的差额低于本年度设定的下限。',
    '请增加候选项目；确要这样的，请勾选“接受这个差额”。',
  ),
  candidates_not_fixed: say('本年度的候选项目还没有确定。', '常委会表决以后才能带入。'),
};

const votes = (data: Readonly<Record<string, unknown>>): string =>
  `赞成 ${String(data['for'] ?? '')}、反对 ${String(data['against'] ?? '')}、弃权 ${String(data['abstain'] ?? '')}`;
const of = (data: Readonly<Record<string, unknown>>, key: string): string => String(data[key] ?? '');

export const screeningLog: LogSentences = {
  proposal_submitted: '单位报送项目建议',
  proposal_returned: '政府办退回项目建议修改',
  proposal_shortlisted: '项目建议列为初步候选',
  proposal_unlisted: '项目建议移出初步候选',
  proposal_rejected: '项目建议未列入',
  proposal_relisted: '修改后的项目重新列入建议项目',
  proposal_sent_back: '常委会退回建议项目修改',
  proposal_withdrawn: '撤回项目建议',
  proposal_reopened: '重新办理项目建议',
  proposal_worded: '校核项目建议的文字',
  proposal_origins_set: '关联项目建议的征集来源',
  proposal_marked: '填写筛选标准',
  opinions_asked: (data) => `征求意见 ${of(data, 'opinions')} 份`,
  opinion_given: (data) => `答复征求的意见${data['late'] === true ? '（逾期）' : ''}`,
  weights_set: '设定筛选标准的权重',
  list_ordered: '初步候选排序',
  list_submitted: (data) => `提请常委会审议建议项目 ${of(data, 'projects')} 件`,
  papers_received: '签收会议材料',
  question_asked: '就建议项目提问',
  question_answered: '单位答复提问',
  remark_made: '提出审议意见',
  remark_settled: '办理审议意见',
  comments_closed: '结束公示征求意见',
  comment_shown: '公开展示一条公示意见',
  comment_hidden: '不再展示一条公示意见',
  comment_answered: '答复一条公示意见',
  candidates_fixed: (data) =>
    `常委会表决确定候选项目 ${of(data, 'candidates')} 件，储备 ${of(data, 'reserves')} 件（${votes(data)}）`,
};
