import type { PublishedResult } from '@piaojue/contract';
import { Zip, ZipPassThrough } from 'fflate';
import { logLines } from '../audit/export.js';
import { archiveOf } from '../board/archive.js';
import type { Deps } from '../deps.js';
import { isRefused } from '../result.js';
import { resultCsv } from './csv.js';
import { readPublishedAct } from './service.js';

/** The published result as a file; its canonical digest stands in the log. */
export const resultJson = (result: PublishedResult): string => `${JSON.stringify(result, null, 1)}\n`;

const guide = `核验包

archive-*.bel   每一轮加密的票和全部开箱证明
result-*.json   每一轮公布的结果（result-*.csv 是同一份得票表，供阅读，不参与核验）
log.jsonl       审计日志
checkpoint.txt  审计日志的签名
log-key.txt     验证日志签名用的公钥

核验：解压后运行  npm run verify -- 文件夹
手上有会场记下的日志签名（或者纸质报告单上印的日志公钥）时：
  npm run verify -- 文件夹 --checkpoint 记下的文件 --log-key 公钥
`;

type Pieces = AsyncIterable<Uint8Array | string> | Iterable<string>;

/**
 * Everything that `npm run verify` checks of a published vote, all its rounds, as one ZIP. Files are stored, not
 * compressed: ciphertexts do not shrink, and the archive of a large hall never stands in memory whole.
 */
export async function bundleOf(
  deps: Deps,
  voteId: string,
): Promise<{ name: string; pieces: AsyncGenerator<Uint8Array> } | undefined> {
  const asked = await readPublishedAct(deps, voteId);
  if (isRefused(asked)) return undefined;
  const { size, checkpoint } = await deps.log.head();
  const files: [string, Pieces][] = [['README.txt', [guide]]];
  for (const { voteId: id, round } of asked.rounds) {
    const result = await readPublishedAct(deps, id);
    const archive = await archiveOf(deps, id);
    if (isRefused(result) || !archive) throw new Error(`round ${round} of published vote ${voteId} is missing`);
    files.push([`archive-${round}.bel`, archive.pieces]);
    files.push([`result-${round}.json`, [resultJson(result)]], [`result-${round}.csv`, [resultCsv(result)]]);
  }
  files.push(['log.jsonl', logLines(deps, size)], ['checkpoint.txt', [checkpoint]]);
  files.push(['log-key.txt', [`${deps.log.verifierKey}\n`]]);
  return { name: `piaojue-${asked.year}-${asked.rounds.at(-1)?.round ?? 1}.zip`, pieces: zipped(files) };
}

async function* zipped(files: readonly (readonly [string, Pieces])[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    ready.push(piece);
  });
  const taken = () => {
    const pieces = ready;
    ready = [];
    return pieces;
  };
  for (const [name, pieces] of files) {
    const file = new ZipPassThrough(name);
    zip.add(file);
    for await (const piece of pieces) {
      file.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
      yield* taken();
    }
    file.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
