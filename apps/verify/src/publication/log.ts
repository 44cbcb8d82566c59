import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readArchive, readChain, hexDigest } from '@piaojue/ballot-crypto';
import {
  encodeUtf8,
  leafHash,
  MerkleTree,
  openNote,
  parseCheckpoint,
  parseEntry,
  parseNoteKey,
  sameBytes,
  type Entry,
  type NoteKey,
} from '@piaojue/record';
import type { FileReport, ReportedStep } from '../verify-file.js';
import { failed, passed, type Kept, type Publication } from './read.js';

/** A log whose form, signature and root were checked. */
export interface CheckedLog {
  readonly entries: readonly Entry[];
  readonly key: NoteKey;
  /** Root of the first entries; undefined beyond the end. */
  rootAt(size: number): Uint8Array | undefined;
}

/**
 * The audit log of a publication: `log.jsonl` is canonical and complete, its root is that of `checkpoint.txt`, which is
 * signed by the key in `log-key.txt`; the key and every head kept elsewhere fit it. Then board against log: every
 * ballot of an archive has exactly one entry and the other way round, and the records of its set-up are those logged
 * when the box was sealed. @returns no log when it cannot be relied on.
 */
export function checkLog(
  publication: Publication,
  archives: readonly FileReport[],
  kept: Kept,
): { steps: readonly ReportedStep[]; log?: CheckedLog } {
  const read = readLog(publication, kept);
  if (!('log' in read)) return { steps: [read] };
  const { log, steps } = read;
  return {
    steps: [
      ...steps,
      ...archives.flatMap((archive) => (archive.outcome === 'unusable' ? [] : [checkBoard(archive.file, log.entries)])),
    ],
    log,
  };
}

function readLog(
  { log: text, checkpoint: note, logKey }: Publication,
  kept: Kept,
): ReportedStep | { log: CheckedLog; steps: readonly ReportedStep[] } {
  const lines = text.split('\n').filter((line) => line !== '');
  const entries: Entry[] = [];
  for (const [i, line] of lines.entries()) {
    const parsed = parseEntry(encodeUtf8(line));
    if (!parsed.ok || parsed.entry.seq !== i)
      return failed('log', 'entry_malformed', `审计日志第 ${i + 1} 行被改动、缺失或次序不对`);
    entries.push(parsed.entry);
  }
  const key = parseNoteKey(logKey);
  if (!key) return failed('log', 'log_key_malformed', 'log-key.txt 不是日志的验证公钥');
  if (kept.logKey !== undefined && kept.logKey.trim() !== logKey)
    return failed('log', 'log_key_differs', '审计日志由另一把钥匙签名，不是您给出的那一把');
  const head = headOf(note, key);
  if (!head) return failed('log', 'checkpoint_signature_invalid', '审计日志检查点的签名不正确');
  if (entries.length !== head.size)
    return failed(
      'log',
      entries.length < head.size ? 'log_cut' : 'log_longer',
      `审计日志应有 ${head.size} 条，实有 ${entries.length} 条`,
    );
  const tree = new MerkleTree();
  const roots: Uint8Array[] = [tree.root()];
  for (const line of lines) {
    tree.append(leafHash(encodeUtf8(line)));
    roots.push(tree.root());
  }
  const log: CheckedLog = { entries, key, rootAt: (size) => roots[size] };
  const steps = [
    sameBytes(tree.root(), head.root)
      ? passed('log', `审计日志 ${head.size} 条完整无改动，与已签名的检查点一致`)
      : failed('log', 'root_differs', '审计日志与已签名的检查点不一致：有条目被改动、增加、删除或调换'),
  ];
  if (kept.checkpoint === undefined) return { log, steps };
  const earlier = headOf(kept.checkpoint, key);
  if (!earlier)
    return failed(
      'log',
      'kept_checkpoint_other_key',
      '您留存的日志签名不是这把钥匙签的：日志的钥匙换过，或者留存的文件不对',
    );
  const root = log.rootAt(earlier.size);
  if (!root)
    return failed(
      'log',
      'kept_checkpoint_newer',
      `公开材料比您留存的日志签名旧：留存时日志已有 ${earlier.size} 条，这里只有 ${head.size} 条，无法核对。请取得更新的公开材料再核验`,
    );
  if (!sameBytes(root, earlier.root))
    return failed(
      'log',
      'log_rewritten',
      `审计日志与您留存的签名不符：当时的 ${earlier.size} 条，在现在的日志里有改动`,
    );
  return { log, steps: [...steps, passed('log', `审计日志包含您留存时的全部 ${earlier.size} 条，只增未改`)] };
}

export function headOf(note: string, key: NoteKey) {
  const opened = openNote(note, [key]);
  return opened.ok ? parseCheckpoint(opened.text) : undefined;
}

function checkBoard(file: string, entries: readonly Entry[]): ReportedStep {
  const bytes = readFileSync(file);
  const archive = readArchive(bytes);
  const chain = archive.ok ? readChain(archive.records) : archive;
  if (!chain.ok) return failed('board_log', 'archive_unreadable', '档案无法与审计日志对照');
  const election = hexDigest(chain.election);
  const sealed = entries.find(({ type, data }) => type === 'box_sealed_empty' && data?.['election'] === election);
  if (!sealed) return failed('board_log', 'election_not_logged', '审计日志里没有这次票决的封箱记录');
  const { vote, trustees, credentials } = sealed.data ?? {};
  if (trustees !== hexDigest(chain.trustees))
    return failed('board_log', 'trustees_differ', '开箱钥匙与封箱时记录的不同');
  if (credentials !== hexDigest(chain.credentials))
    return failed('board_log', 'credentials_differ', '表决票名册与封箱时记录的不同');
  const logged = entries
    .filter(({ type, data }) => type === 'ballot_cast' && data?.['vote'] === vote)
    .map(({ data }) => String(data?.['ballot']));
  const isLogged = new Set(logged);
  const boxed = chain.ballots.map(hexDigest);
  const isBoxed = new Set(boxed);
  const unlogged = boxed.findIndex((hash) => !isLogged.has(hash));
  if (unlogged >= 0) return failed('board_log', 'ballot_not_logged', `第 ${unlogged + 1} 张表决票不在审计日志里`);
  const removed = logged.filter((hash) => !isBoxed.has(hash));
  if (removed.length > 0 && chain.ended)
    return failed('board_log', 'ballot_removed', `审计日志里有 ${removed.length} 张表决票不在票箱里`);
  if (isLogged.size !== logged.length) return failed('board_log', 'ballot_logged_twice', '审计日志里有表决票重复入箱');
  const published = entries.find(({ type, data }) => type === 'result_published' && data?.['vote'] === vote);
  if (published && published.data?.['archive'] !== createHash('sha256').update(bytes).digest('hex'))
    return failed('board_log', 'archive_differs', '档案文件与公布时记录的不同');
  return passed('board_log', `票箱里的 ${boxed.length} 张表决票与审计日志一一对应`);
}
