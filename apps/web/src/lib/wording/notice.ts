/** 延期公告: where a clerk begins when the window is to stay open longer. */
export const extensionFor = (place: string, year: number): string =>
  `为更广泛地听取意见，现将${place}${year}年民生实事项目建议的征集截止日期延长至本页所示的日期。其他事项仍按原公告执行。

${place}人民政府办公室`;

/** 征集公告 (domain.md 4.2): where a clerk begins; every word may be changed. */
export const noticeFor = (place: string, year: number): string => `关于公开征集${place}${year}年民生实事项目建议的公告

为贯彻以人民为中心的发展思想，充分发扬民主、广集民智，把好事办到群众心坎上，现向社会公开征集${place}${year}年民生实事项目建议。

一、征集时间
见本页所示的起止日期。

二、征集原则
尊重民意、普惠共享；绵绵用力、久久为功；尽力而为、量力而行。

三、征集内容
交通出行、就业创业、城乡住房、社会保障、社会救济、教育、医疗卫生、文化惠民、旅游发展、健康养老、环境保护、社会治理、法律援助、食品安全、公共安全等方面，受益面广、当年能够完成的事项。建议应一事一提，写明建议类别、建议名称、具体内容、建议理由和办理建议。

四、征集方式
在本页网上提交；到就近的人大代表联络站当面反映；拨打12345热线；来信或者发送电子邮件。

每条建议都有查询码，凭码可以查看办理过程和结果。

${place}人民政府办公室`;
