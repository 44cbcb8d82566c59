import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { all, type Tx } from '@piaojue/db';
import type { BodyOf, OriginLine, Proposal, setOrigins } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse, type Result } from '../result.js';
import { matches } from '../suggestions/grams.js';
import { held } from './proposals.js';
import { isUnit, mayEdit } from './sight.js';
import { originLines, originSeqs, updateProposal, type Query } from './store.js';
import { proposalView } from './view.js';

/** What this person may link: everything for the office; for a unit what was handed to it, or is let through to the public. */
export const linkable = ({ t }: Tx, me: SignedIn) =>
  me.roles.includes('gov_office')
    ? undefined
    : or(
        eq(t.suggestion.shown, true),
        sql`${t.suggestion.seq} in (select ${t.handover.seq} from ${t.handover} where ${t.handover.unit} = ${me.unit ?? ''} and ${t.handover.state} <> 'recalled')`,
      );

export const findOriginsAct = (
  deps: Deps,
  me: SignedIn,
  year: number,
  asked: string,
): Promise<{ suggestions: OriginLine[] }> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const words = asked.normalize('NFKC').trim();
    const bySeq = /^[#第]?(\d{1,8})[条号]?$/.exec(words);
    const found = yield* all(
      q
        .select({ seq: t.suggestion.seq })
        .from(t.suggestion)
        .where(
          and(
            eq(t.suggestion.year, year),
            linkable(tx, me),
            words === ''
              ? undefined
              : bySeq
                ? eq(t.suggestion.seq, Number(bySeq[1]))
                : (matches(tx, words) ?? sql`1 = 0`),
          ),
        )
        .orderBy(desc(t.suggestion.seq))
        .limit(30),
    );
    return {
      suggestions: yield* originLines(
        tx,
        found.map(({ seq }) => seq),
      ),
    };
  });

export async function setOriginsAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version, seqs }: BodyOf<typeof setOrigins>,
): Promise<Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase' | 'origin_unknown'>> {
  const at = timeOf(deps);
  const wanted = [...new Set(seqs)];
  return deps.store.write(function* (tx): Query<
    Result<Proposal, 'not_found' | 'conflict' | 'wrong_phase' | 'origin_unknown'>
  > {
    const { q, t } = tx;
    const it = yield* held(tx, me, id, version);
    if (isRefused(it)) return it;
    const { row, sight, year } = it;
    if (mayEdit(me, row, year.state) === undefined) return refuse('wrong_phase', { state: row.state });
    const before = yield* originSeqs(tx, id);
    const added = wanted.filter((seq) => !before.includes(seq));
    if (added.length > 0) {
      const known = yield* all(
        q
          .select({ seq: t.suggestion.seq })
          .from(t.suggestion)
          .where(and(inArray(t.suggestion.seq, added), eq(t.suggestion.year, row.year), linkable(tx, me))),
      );
      // One answer for a number that does not exist and for one that is not theirs to see.
      if (known.length !== added.length) return refuse('origin_unknown');
    }
    yield* all(
      q.delete(t.proposalOrigin).where(eq(t.proposalOrigin.proposalId, id)).returning({ seq: t.proposalOrigin.seq }),
    );
    if (wanted.length > 0)
      yield* all(
        q
          .insert(t.proposalOrigin)
          .values(wanted.map((seq) => ({ proposalId: id, seq })))
          .returning({ seq: t.proposalOrigin.seq }),
      );
    const changed = yield* updateProposal(tx, row, { updatedBy: me.accountId, updatedAt: at });
    if (!isUnit(me, row.unit))
      yield* append(tx, {
        type: 'proposal_origins_set',
        at,
        data: { year: row.year, proposal: id, origins: wanted.length, by: me.accountId },
      });
    return yield* proposalView(tx, me, changed, sight);
  });
}
