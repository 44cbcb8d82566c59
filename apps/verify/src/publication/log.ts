import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
} from '@piaojue/record';
import type { FileReport, ReportedStep } from '../verify-file.js';

const passed = (check: string, sentence: string): ReportedStep => ({ check, ok: true, sentence });
const failed = (check: string, failure: string, sentence: string): ReportedStep => ({
  check,
  ok: false,
  failed: failure,
  sentence,
});

/** The entries of `log.jsonl`, or the line that is none. */
function readEntries(text: string): readonly Entry[] | number {
  const lines = text.split('\n').filter((line) => line !== '');
  const entries: Entry[] = [];
  for (const [i, line] of lines.entries()) {
    const parsed = parseEntry(encodeUtf8(line));
    if (!parsed.ok || parsed.entry.seq !== i) return i + 1;
    entries.push(parsed.entry);
  }
  return entries;
}

/**
 * The audit log of a publication folder: `log.jsonl` is canonical and complete, its root is that of `checkpoint.txt`, and
 * the checkpoint is signed by the key in `log-key.txt`. Then board against log: every ballot of an archive has exactly
 * one entry and the other way round, and the records of its set-up are those that were logged when the box was sealed.
 * Nothing is said where the folder holds no log.
 */
export async function checkLog(folder: string, archives: readonly FileReport[]): Promise<readonly ReportedStep[]> {
  const file = (name: string) => join(folder, name);
  if (!existsSync(file('log.jsonl'))) return [];
  const entries = readEntries(readFileSync(file('log.jsonl'), 'utf8'));
  if (typeof entries === 'number')
    return [failed('log', 'entry_malformed', `审计日志第 ${entries} 行被改动、缺失或次序不对`)];
  const steps: ReportedStep[] = [checkHead(file, entries)];
  for (const archive of archives) if (archive.outcome !== 'unusable') steps.push(checkBoard(archive.file, entries));
  return steps;
}

function checkHead(file: (name: string) => string, entries: readonly Entry[]): ReportedStep {
  if (!existsSync(file('checkpoint.txt')) || !existsSync(file('log-key.txt')))
    return failed('log', 'checkpoint_missing', '缺少审计日志的检查点或验证公钥');
  const key = parseNoteKey(readFileSync(file('log-key.txt'), 'utf8').trim());
  const note = key && openNote(readFileSync(file('checkpoint.txt'), 'utf8'), [key]);
  if (!note?.ok) return failed('log', 'checkpoint_signature_invalid', '审计日志检查点的签名不正确');
  const checkpoint = parseCheckpoint(note.text);
  if (!checkpoint) return failed('log', 'checkpoint_malformed', '审计日志检查点格式不对');
  if (entries.length < checkpoint.size)
    return failed('log', 'log_cut', `审计日志应有 ${checkpoint.size} 条,只有 ${entries.length} 条`);
  const text = readFileSync(file('log.jsonl'), 'utf8').split('\n');
  const tree = new MerkleTree();
  for (const line of text.slice(0, checkpoint.size)) tree.append(leafHash(encodeUtf8(line)));
  return sameBytes(tree.root(), checkpoint.root)
    ? passed('log', `审计日志 ${checkpoint.size} 条完整无改动,与已签名的检查点一致`)
    : failed('log', 'root_differs', '审计日志与已签名的检查点不一致:有条目被改动、增加、删除或调换');
}

function checkBoard(file: string, entries: readonly Entry[]): ReportedStep {
  const bytes = readFileSync(file);
  const archive = readArchive(bytes);
  const chain = archive.ok ? readChain(archive.records) : archive;
  if (!chain.ok) return failed('board_log', 'archive_unreadable', '档案无法与审计日志对照');
  const election = hexDigest(chain.election);
  const sealed = entries.find(({ type, data }) => type === 'box_sealed_empty' && data?.election === election);
  if (!sealed) return failed('board_log', 'election_not_logged', '审计日志里没有这次票决的封箱记录');
  const { vote, trustees, credentials } = sealed.data ?? {};
  if (trustees !== hexDigest(chain.trustees))
    return failed('board_log', 'trustees_differ', '开箱钥匙与封箱时记录的不同');
  if (credentials !== hexDigest(chain.credentials))
    return failed('board_log', 'credentials_differ', '表决票名册与封箱时记录的不同');
  const logged = entries
    .filter(({ type, data }) => type === 'ballot_cast' && data?.vote === vote)
    .map(({ data }) => String(data?.ballot));
  const boxed = chain.ballots.map(hexDigest);
  const unlogged = boxed.findIndex((hash) => !logged.includes(hash));
  if (unlogged >= 0) return failed('board_log', 'ballot_not_logged', `第 ${unlogged + 1} 张表决票不在审计日志里`);
  const removed = logged.filter((hash) => !boxed.includes(hash));
  if (removed.length > 0 && chain.ended)
    return failed('board_log', 'ballot_removed', `审计日志里有 ${removed.length} 张表决票不在票箱里`);
  if (new Set(logged).size !== logged.length)
    return failed('board_log', 'ballot_logged_twice', '审计日志里有表决票重复入箱');
  const published = entries.find(({ type, data }) => type === 'result_published' && data?.vote === vote);
  if (published && published.data?.archive !== createHash('sha256').update(bytes).digest('hex'))
    return failed('board_log', 'archive_differs', '档案文件与公布时记录的不同');
  return passed('board_log', `票箱里的 ${boxed.length} 张表决票与审计日志一一对应`);
}
