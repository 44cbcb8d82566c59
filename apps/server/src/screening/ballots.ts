import { eq } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { CandidateFields } from '@piaojue/contract';
import { canonicalText } from '@piaojue/record';
import { candidatesOf, type VoteRow } from '../votes/store.js';
import { candidatesArePublic } from '../years/store.js';
import { fixedIn, publicFields } from './listed.js';
import { yearListRow, type Query, type YearListRow } from './store.js';

/** Votes whose candidates came out of a year: they are known by what stands on their ballots. */

const onBallot = (line: { readonly listNumber: number; readonly fields: CandidateFields }): string =>
  canonicalText({ listNumber: line.listNumber, fields: publicFields(line.fields) } as never);

function* linesOf(tx: Tx, voteId: string): Query<string[]> {
  const rows = yield* candidatesOf(tx, voteId);
  return rows.map(({ listNumber, fields }) => onBallot({ listNumber, fields: fields as CandidateFields }));
}

/** The votes of the year, void ones left out, on whose ballot stand exactly these candidates. */
export function* votesThatTook(tx: Tx, list: YearListRow): Query<VoteRow[]> {
  const { q, t } = tx;
  const decided = fixedIn(list).map(onBallot).join();
  const rows = yield* all(
    q
      .select({ vote: t.vote })
      .from(t.vote)
      .innerJoin(t.sitting, eq(t.sitting.id, t.vote.sittingId))
      .where(eq(t.sitting.year, list.year)),
  );
  const took: VoteRow[] = [];
  for (const { vote } of rows.filter((each) => each.vote.state !== 'void'))
    if ((yield* linesOf(tx, vote.id)).join() === decided) took.push(vote);
  return took;
}

/** A candidate stands on the ballot that was fixed in the year of its sitting and was not made public there. */
export function* standsUnpublished(tx: Tx, { id, sittingId }: VoteRow): Query<boolean> {
  const { q, t } = tx;
  const sitting = yield* first(q.select({ year: t.sitting.year }).from(t.sitting).where(eq(t.sitting.id, sittingId)));
  const list = sitting && (yield* yearListRow(tx, sitting.year));
  if (!list || list.candidates === null || (yield* candidatesArePublic(tx, list.year))) return false;
  const fixed = new Set(fixedIn(list).map(onBallot));
  return (yield* linesOf(tx, id)).some((line) => fixed.has(line));
}
