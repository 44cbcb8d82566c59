import type { LogSentences } from '../log.js';
import { say } from '../say.js';

/** Refusals and log entries of the stations, and of the demo's own history. */
export const stationRefusals = {
  name_taken: say('已经有同名的联络站。', '请换一个名称。'),
  parent_wrong: say('上级联络站选得不对。', '总站没有上级；乡镇站属于总站；村组点属于乡镇站；级别建好以后不再改。'),
  days_wrong: say('起止日期填得不对。', '流动工作站要填开始和结束日期；其他联络站不填。'),
  account_unknown: say('没有这个登录账号。', '请核对成员的用户名，没有账号的留空。'),
  member_repeated: say('同一个人列了两次。', '请删去重复的一行。'),
  not_members: say(
    '有人不在本站的成员名单里，没有排定。',
    '请核对姓名；确由其他人值守的，勾选“不在成员名单里的也排”。',
  ),
  another_person: say('这条登记是另一人写的，现在登录的不是本人。', '请本人登录以后上传，或者改由现在登录的人上传。'),
  station_closed: say('这个联络站已经停用，不能再记接待。', '请核对联络站；确需补记的，请联系人大工作人员。'),
  outside_days: say('流动工作站只在规定的日期里接待。', '请核对接待时间，或者换成固定联络站。'),
  time_wrong: say('接待时间在将来。', '请核对手机上的日期和时间。'),
  time_too_early: say('接待时间太早，可能是年份填错了。', '请打开这一条，核对接待时间以后再上传。'),
  day_wrong: say('值守的日期离今天太远，可能是年份填错了。', '请核对日期。'),
  no_year: say('还没有建立任何年度。', '请联系人大工作人员。'),
  sent_otherwise: say('这一条先前已经上传过，内容和现在的不同。', '打开看过以后再上传，会另记为一条。'),
  not_collecting: say('现在不在征集期，不能记作征集建议。', '可以去掉“记作征集建议”，只记接待和意见。'),
};

const said = (data: Readonly<Record<string, unknown>>, key: string): string => String(data[key] ?? '');

export const stationLog: LogSentences = {
  station_added: (data) => `建立联络站“${said(data, 'name')}”`,
  station_set: (data) => `修改联络站“${said(data, 'name')}”`,
  station_closed: (data) => `停用联络站“${said(data, 'name')}”`,
  station_members_set: (data) => `更新联络站成员，共${said(data, 'members')}名`,
  duty_set: (data) => `安排${said(data, 'day')}的联络站值守`,
  duty_removed: (data) => `取消${said(data, 'day')}的联络站值守`,
  duties_imported: (data) => `导入联络站值守${said(data, 'duties')}条`,
  suggestion_photo_added: (data) => `第${said(data, 'seq')}条建议补充照片`,
  reception_recorded: (data) => `联络站接待群众${said(data, 'visitors')}人次`,
  demo_suggestions_filled: (data) =>
    `写入演示数据：${said(data, 'year')}年度建议${said(data, 'suggestions')}条，接待记录${said(data, 'receptions')}条`,
  list_submitted: (data) => `${said(data, 'year')}年度建议项目${said(data, 'projects')}件提请常委会审议`,
  candidates_fixed: (data) => `${said(data, 'year')}年度候选项目确定，共${said(data, 'candidates')}件`,
};
