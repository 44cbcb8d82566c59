import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a person reads, and what to do next. */
type Sentences = readonly [title: string, next: string];
const unavailable: Sentences = [
  '这个页面暂时打不开。',
  '已经保存的内容没有丢失。请稍等片刻再打开；仍不成功请联系技术人员。',
];
const sentences: Readonly<Record<string, Sentences>> = {
  not_signed_in: ['您还没有登录，或者登录已经过期。', '请登录以后再打开。'],
  role_forbidden: ['您的身份不能查看这一项。', '请由负责的人员办理。'],
  malformed: ['没有这个页面。', '网址不完整，或者有错误。请核对网址，或者从首页重新打开。'],
  not_found: ['没有这个页面。', '网址可能不完整，或者内容还没有公布。'],
  origin_forbidden: [
    '这个请求不是从本系统的页面发出的，没有受理。',
    '请返回上一页刷新以后再提交，或者从首页重新打开。',
  ],
  too_large: ['提交的内容太大。', '请返回上一页，减少内容或者分成几份后再提交。'],
  too_many_requests: ['操作太频繁。', '请稍等一分钟再试。'],
};

/** Does somebody look at the answer? Our own pages name themselves in a header, and read it as data. */
export const isLookedAt = ({ headers }: FastifyRequest): boolean =>
  headers['x-piaojue'] === undefined && headers.accept?.includes('text/html') === true;

/** A page that says one thing, where the request does not get as far as the web pages. */
export const sentencePage = (reply: FastifyReply, status: number, refusal: string): FastifyReply => {
  const [title, next] = sentences[refusal] ?? unavailable;
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
    .send(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${title}</title><style>body{max-width:36em;margin:2em auto;padding:0 1em;font:1.125em/1.65 sans-serif}</style>` +
        `</head><body><main><h1>${title}</h1><p>${next}</p><p><a href="/">回到首页</a></p></main></body></html>`,
    );
};
