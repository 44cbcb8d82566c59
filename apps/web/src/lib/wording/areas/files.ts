import { say } from '../say.js';

/** What our own pages refuse of a file before anything is sent on: no endpoint knows these. */
export const fileRefusals = {
  file_not_chosen: say('还没有选择文件。', '请先选择一个文件。'),
  file_empty: say('这个文件是空的，里面什么也没有。', '请打开文件看一看，保存好再选。'),
  file_kind_wrong: say('这种文件不能导入。', '请另存为这里能读的格式，再选择。'),
  file_encoding_unknown: say(
    '这个文件里的文字认不出是什么编码。',
    '请用表格软件打开，另存为 UTF-8 或 GBK 的 CSV，或者 XLSX。',
  ),
  file_not_checked: say('现在选的文件不是刚才检查的那一份，没有导入。', '请先检查这份文件，再导入。'),
};
export type FileRefusal = keyof typeof fileRefusals;
