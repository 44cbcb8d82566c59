import { error, fail } from '@sveltejs/kit';
import { readProposal, setMarks, type Mark, type Proposal } from '@piaojue/contract';
import { criteria, type Criterion } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { changedRows, marksIn, rowsAfter, sheetRows, type SheetRow } from '$lib/criteria-sheet.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const proposal = must(await call(fetch, readProposal, { params: { proposalId: params.proposalId } }), url);
  if (!proposal.mayMark) error(409, { message: '这件项目现在不能填写筛选标准。' });
  return { proposal };
};

const rowsIn = (form: FormData, prefix: '' | 'base-'): SheetRow[] =>
  criteria.map((criterion) => ({
    criterion,
    met: textOf(form, `${prefix}met-${criterion}`),
    score: textOf(form, `${prefix}score-${criterion}`),
    reason: textOf(form, `${prefix}reason-${criterion}`),
  }));

/** What the form is told: the lines as they stand in it now, and what to compare them with. */
interface Answer {
  readonly act: 'marks';
  readonly rows: SheetRow[];
  readonly base: SheetRow[];
  readonly version: number;
  readonly done?: true;
  readonly refusal?: string;
  readonly detail?: unknown;
  readonly clash?: { theirs: Mark[]; asked: Criterion[]; taken: Criterion[] };
}

export const actions: Actions = {
  /** Sends what was changed here and nothing else: a line that was taken from a colleague is not signed anew. */
  marks: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const base = rowsIn(form, 'base-');
    const rows = rowsIn(form, '').map((row, i) =>
      textOf(form, `take-${row.criterion}`) === 'theirs' ? base[i]! : row,
    );
    const version = numberOf(form, 'version');
    const marks = marksIn(changedRows(base, rows));
    const answer: Answer = { act: 'marks', rows, base, version };
    const saved = (change: Partial<Answer>): Answer => ({ ...answer, ...change, done: true });
    if (marks.length === 0) return saved({});
    const done = await call(fetch, setMarks, {
      params: { proposalId: params.proposalId },
      body: { version, marks },
    });
    if (done.ok) {
      const now = sheetRows(done.value.marks);
      return saved({ rows: now, base: now, version: done.value.version });
    }
    const { refusal, detail } = done;
    if (refusal !== 'conflict') return fail<Answer>(done.status, { ...answer, refusal, detail });
    const theirs = detail as Proposal;
    const now = sheetRows(theirs.marks);
    const { rows: joined, asked, taken } = rowsAfter(base, rows, now);
    return fail<Answer>(409, {
      ...answer,
      rows: joined,
      base: now,
      version: theirs.version,
      refusal,
      detail,
      clash: { theirs: theirs.marks, asked, taken },
    });
  },
  /** 复核后不变: marks older than the text count again, signed by whoever looked. */
  confirm: (event) =>
    act(event, 'confirm', async (form) => {
      const { proposalId } = event.params;
      const version = numberOf(form, 'version');
      const read = await call(event.fetch, readProposal, { params: { proposalId } });
      if (!read.ok) return read;
      const marks = read.value.marks
        .filter(({ outdated }) => outdated)
        .map(({ criterion, met, score, reason }) => ({ criterion, met, score, reason }));
      return call(event.fetch, setMarks, { params: { proposalId }, body: { version, marks } });
    }),
};
