import { eq } from 'drizzle-orm';
import { all, type Tx } from '@piaojue/db';
import type { CandidateFields } from '@piaojue/contract';
import { canonicalText } from '@piaojue/record';
import { candidatesOf, type VoteRow } from '../votes/store.js';
import { candidatesArePublic } from '../years/store.js';
import { fixedIn, listedIn, publicFields } from './listed.js';
import type { Query, YearListRow } from './store.js';

/** Votes whose candidates came out of a year: they are known by what stands on their ballots. */

const onBallot = (line: { readonly listNumber: number; readonly fields: CandidateFields }): string =>
  canonicalText({ listNumber: line.listNumber, fields: publicFields(line.fields) } as never);

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
  for (const { vote } of rows.filter((each) => each.vote.state !== 'void')) {
    const candidates = yield* candidatesOf(tx, vote.id);
    const here = candidates.map(({ listNumber, fields }) =>
      onBallot({ listNumber, fields: fields as CandidateFields }),
    );
    if (here.join() === decided) took.push(vote);
  }
  return took;
}

/**
 * A candidate has the name of a project that some year's list holds and that no year has published. By its name: it must
 * not come out by a file that says the rest in other words, nor while a decision is taken back.
 */
export function* standsUnpublished(tx: Tx, { id }: VoteRow): Query<boolean> {
  const [known, secret] = [new Set<string>(), new Set<string>()];
  for (const list of yield* all(tx.q.select().from(tx.t.yearList))) {
    const names = (yield* candidatesArePublic(tx, list.year)) ? known : secret;
    for (const { fields } of listedIn(list)) names.add(fields.name);
  }
  const rows = yield* candidatesOf(tx, id);
  return rows.some(({ fields }) => {
    const { name } = fields as CandidateFields;
    return secret.has(name) && !known.has(name);
  });
}
