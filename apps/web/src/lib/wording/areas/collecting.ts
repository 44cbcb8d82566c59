import type { LogSentences } from '../log.js';
import { say } from '../say.js';

export const collectingRefusals = {
  window_closed: say('现在不在征集时间，没有收下。', '您填写的内容还在这台设备上。征集时间以公告页面为准。'),
  proof_invalid: say('提交前的核对没有通过。', '请再提交一次，填写的内容还在。'),
  proof_expired: say('这一页打开得太久了，需要重新核对。', '请再提交一次，填写的内容还在。'),
  proof_used: say('这次核对已经用过。', '请再提交一次，填写的内容还在。'),
  filled_by_machine: say('表单里有一栏不应填写，像是自动填写的。', '请关闭浏览器的自动填写，重新打开这一页再提交。'),
  per_person_reached: say('您在本年度提交的建议已经到了上限。', '可以对同类建议“附议”，或者到代表联络站当面反映。'),
  no_script_limit: say(
    '没有打开脚本的浏览器，每小时只能提交三条。',
    '请过一小时再提交，或者打开浏览器的脚本功能后再提交。',
  ),
  photo_unreadable: say('这个文件不能作为照片读取。', '请换一张照片。'),
  photo_too_large: say('这张照片太大。', '请换一张不超过 10 MB 的照片。'),
  too_many_photos: say('这条建议的照片已经够数，这一张没有添加。', '请先去掉一张，再添加。'),
  photos_waiting: say('现在上传照片的人很多。', '请过一会儿再传；不附照片也可以先提交。'),
  code_unknown: say('没有查到这个查询码。', '请对照回执逐位核对；字母不分大小写，没有数字 0、1 和字母 I、O。'),
};

export const collectingLog: LogSentences = {
  suggestion_sent: (data) => `收到网上提交的第${String(data['seq'] ?? '')}条建议`,
  suggestion_supported: (data) => `第${String(data['seq'] ?? '')}条建议有人附议`,
};
