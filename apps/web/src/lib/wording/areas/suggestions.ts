import type { LogSentences } from '../log.js';
import { say } from '../say.js';

/** Refusals and log entries of the year and of the ledger of suggestions. */
export const suggestionRefusals = {
  conflict: say('有人在您之前改了这一项，您的改动没有保存。', '请看现在的内容，再决定怎么改；您填写的内容还在下面。'),
  year_exists: say('这个年度已经建立。', '请直接打开它。'),
  year_far: say('这个年份太远了，没有新建。', '请核对年份；一般在前一年建立。'),
  another_window_open: say('另一个年度正在征集，不能同时开始。', '请先结束那个年度的征集，再开始这一个。'),
  dates_reversed: say('征集截止日期早于开始日期，没有保存。', '请改好日期再保存。'),
  notice_in_review: say('征集公告正在等待审核，公告和起止日期现在不能改。', '要改的，请先撤回，改好再提交。'),
  clerk_only: say('建议项目已经提请常委会审议，年度设置由人大工作人员修改。', '需要修改的，请与人大常委会办公室联系。'),
  notice_published: say(
    '征集公告已经公开，公告和起止日期不再变动。',
    '要延期或者更正的，请另发公告；其他设置可以照常修改。',
  ),
  notice_not_published: say('征集公告还没有公开，不能开始征集。', '请先拟公开，再由另一人审核。'),
  until_past: say('征集截止日期已经过了。', '请把截止日期改为今天或者以后；公告已经公开的，另发延期公告。'),
  window_begun: say('征集已经开始，开始日期不再变动。', '可以改截止日期。'),
  collecting_closed: say('征集已经结束。', '可以开始筛选。'),
  collecting_open: say('征集还没有结束。', '请先结束征集，再开始筛选。'),
  nothing_to_publish: say('没有可以公开的内容。', '请先写好再提交审核。'),
  already_prepared: say('同类内容已经在等待审核。', '请先由另一人审核公开。'),
  already_published: say('这项内容已经公开。', '不需要再办。'),
  content_changed: say('提交审核以后内容有变动，不能照原来的公开。', '请撤回，按现在的内容重新提交审核。'),
  answers_open: say('还有建议没有公开的答复，现在不能清除建议人信息。', '请先办结并公布处理结果。'),
  source_repeated: say('这个编号的来信或者工单已经登记过。', '请核对编号；确是另一件的，请改编号。'),
  place_unknown: say('没有这个地点。', '请从列表里选择镇、街道或者村、社区。'),
  merge_impossible: say('这些建议不能并案，一条也没有并。', '请按提示去掉不能并的，再办一次。'),
  deadline_past: say('办理期限不能早于今天。', '请选择今天或者以后的日期。'),
  answer_in_review: say('这条建议的处理结果正在等待审核公开，现在不能改。', '请先撤回拟公开的内容，再改。'),
  reply_unchecked: say('单位的答复还没有核查。', '请先核查答复，再办结或者作出处理。'),
  day_in_future: say('收到日期不能晚于今天。', '请核对来信或者工单上的日期。'),
  received_too_early: say('收到日期太早，不属于这个年度。', '请核对日期，特别是年份。'),
  personal_data: say(
    '有的内容里像是有姓名、电话或者证件号码，还没有公开。',
    '请逐条看过：建议里能遮盖的先遮盖，不宜公开的不展示。',
  ),
  nothing_changed: say('没有改动。', '请改过以后再保存。'),
  piece_unknown: say('文字里没有这一段。', '请从原文里选取或者照原文抄写要遮盖的文字。'),
  some_refused: say('有的建议不能这样办，一条也没有办。', '请按提示去掉不能办的，再办一次。'),
  wrong_channel: say('您的身份不能登记这种来源的建议。', '请选择与您身份相符的来源。'),
};

const count = (data: Readonly<Record<string, unknown>>, key: string): string => String(data[key] ?? '');

const many = (data: Readonly<Record<string, unknown>>, key: string): string =>
  String(Array.isArray(data[key]) ? data[key].length : 0);

/** The first of the numbers; all of them stand in the entry itself. */
const numbersOf = ({ numbers }: Readonly<Record<string, unknown>>): string =>
  Array.isArray(numbers) ? `：第${numbers.slice(0, 10).join('、')}${numbers.length > 10 ? '……' : ''}号` : '';

export const suggestionLog: LogSentences = {
  year_created: (data) => `建立${count(data, 'year')}年度`,
  year_set: (data) => `修改${count(data, 'year')}年度的设置`,
  collecting_started: (data) => `${count(data, 'year')}年度开始征集`,
  collecting_closed: (data) => `${count(data, 'year')}年度结束征集`,
  screening_started: (data) => `${count(data, 'year')}年度开始筛选`,
  places_imported: (data) => `导入地点${count(data, 'places')}个`,
  disclosure_prepared: '提交公开内容，等另一人审核',
  disclosure_published: '审核并公开',
  suggestion_received: (data) => `登记第${count(data, 'seq')}条建议`,
  disclosure_withdrawn: '撤回拟公开的内容',
  suggestions_imported: (data) => `导入${count(data, 'suggestions')}条建议`,
  suggestion_golden: (data) => `第${count(data, 'seq')}条建议列为金点子`,
  suggestion_golden_withdrawn: (data) => `第${count(data, 'seq')}条建议不再列为金点子`,
  suggestion_merged: (data) => `第${count(data, 'seq')}条建议并入第${count(data, 'into')}条`,
  suggestion_unmerged: (data) => `第${count(data, 'seq')}条建议撤销并案`,
  suggestion_split: (data) => `第${count(data, 'seq')}条建议拆分`,
  suggestion_solved: (data) => `第${count(data, 'seq')}条建议办结`,
  suggestion_decided: (data) => `第${count(data, 'seq')}条建议作出处理决定，结果随本轮一起公布`,
  decisions_announced: (data) =>
    `公布处理结果：转为项目建议${many(data, 'adopted')}条，列入储备库${many(data, 'pooled')}条，未采纳${many(data, 'declined')}条`,
  suggestion_adopted: (data) => `第${count(data, 'seq')}条建议转为项目建议`,
  suggestion_pooled: (data) => `第${count(data, 'seq')}条建议列入储备库`,
  suggestion_declined: (data) => `第${count(data, 'seq')}条建议不采纳`,
  suggestion_reopened: (data) => `第${count(data, 'seq')}条建议重新办理`,
  suggestion_recalled: (data) => `第${count(data, 'seq')}条建议收回交办`,
  suggester_erased: (data) => `第${count(data, 'seq')}条建议删除建议人信息`,
  suggesters_erased: (data) =>
    `清除${count(data, 'year')}年度建议人信息${count(data, 'suggesters')}人${data['by'] === null ? '（到期自动清除）' : ''}`,
  handover_issued: (data) => `交办单第${count(data, 'number')}号交${count(data, 'unit')}`,
  contact_passed: (data) => `第${count(data, 'seq')}条建议的联系方式告诉${count(data, 'unit')}`,
  suggestion_corrected: (data) => `更正第${count(data, 'seq')}条建议的${count(data, 'fields')}`,
  suggestion_masked: (data) => `遮盖第${count(data, 'seq')}条建议里的一处文字`,
  handover_replied: (data) => `${count(data, 'unit')}答复交办单`,
  handover_accepted: (data) => `${count(data, 'unit')}的答复核查通过`,
  handover_sent_back: (data) => `${count(data, 'unit')}的答复退回重办`,
  stock_text_set: '修改答复模板或者负面清单',
  suggestions_shown: (data) => `公开展示${count(data, 'suggestions')}条建议${numbersOf(data)}`,
  suggestions_hidden: (data) => `不再展示${count(data, 'suggestions')}条建议${numbersOf(data)}`,
};
