import { hexDigest } from '@piaojue/ballot-crypto';
import type { BodyOf, ImportReport, importCandidates } from '@piaojue/contract';
import type { JsonValue } from '@piaojue/record';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { candidatesFrom, candidatesFromJson, type CandidateLine } from '../imports/candidates.js';
import { readImport } from '../imports/read-import.js';
import { reportOf } from '../imports/report.js';
import type { TableRefusal } from '../imports/table.js';
import { isRefused, refuse, type Result } from '../result.js';
import { insertCandidates, removeCandidates, updateCandidate, voteById, type CandidateRow } from './store.js';
import { voteView } from './view.js';

/** The candidate list, whole or not at all; replaces what was there. Only while the vote is a draft. */
export async function importCandidatesAct(
  deps: Deps,
  by: string,
  voteId: string,
  { format, content, commit }: BodyOf<typeof importCandidates>,
): Promise<Result<ImportReport, 'not_found' | 'wrong_phase' | TableRefusal>> {
  const given = await readImport(format, content);
  if (isRefused(given)) return given;
  const { value, notices } = given;
  const { rows, lines, errors } = format === 'json' ? candidatesFromJson(value) : candidatesFrom(value as string[][]);
  if (errors.length > 0 || !commit) return reportOf(rows, errors, previewOf(lines), 0, notices);
  const done = await putCandidates(deps, by, voteId, lines, {});
  return isRefused(done) ? done : { ...done, notices };
}

const previewOf = (lines: readonly CandidateLine[]): string[][] =>
  lines.map(({ listNumber, fields }) => [
    String(listNumber),
    fields.name,
    fields.category,
    (fields.totalFen / 1_000_000).toLocaleString('zh-CN'),
    fields.leadUnit,
    fields.finish,
  ]);

/** Replaces the candidates of a draft vote, wherever they come from; `source` goes to the log. */
export async function putCandidates(
  deps: Deps,
  by: string,
  voteId: string,
  lines: readonly CandidateLine[],
  source: Readonly<Record<string, JsonValue>>,
): Promise<Result<ImportReport, 'not_found' | 'wrong_phase'>> {
  const candidates = lines.map(({ listNumber, fields }): CandidateRow => ({
    id: newId(deps.random),
    voteId,
    listNumber,
    withdrawn: false,
    withdrawnReason: null,
    fields,
  }));
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (!vote) return refuse('not_found');
    if (vote.state !== 'draft') return refuse('wrong_phase');
    yield* removeCandidates(tx, voteId);
    yield* insertCandidates(tx, candidates);
    yield* append(tx, {
      type: 'candidates_imported',
      at,
      // What comes out of a year may not be public yet: its own hash stands for it.
      data: {
        vote: voteId,
        ...(!('decided' in source) && { candidates: lines.length, list: hexDigest(JSON.stringify(lines)) }),
        ...source,
        by,
      },
    });
    return undefined;
  });
  return done ?? reportOf(lines.length, [], previewOf(lines), lines.length);
}

export async function withdrawCandidateAct(
  deps: Deps,
  by: string,
  voteId: string,
  candidateId: string,
  withdrawn: boolean,
  reason: string,
) {
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    if (vote?.state !== 'draft') return refuse('wrong_phase');
    const row = yield* updateCandidate(tx, voteId, candidateId, {
      withdrawn,
      withdrawnReason: withdrawn ? reason : null,
    });
    if (!row) return refuse('not_found');
    yield* append(tx, {
      type: withdrawn ? 'candidate_withdrawn' : 'candidate_restored',
      at,
      data: { vote: voteId, listNumber: row.listNumber, reason, by },
    });
    return yield* voteView(tx, voteId);
  });
}
