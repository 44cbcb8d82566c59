import { createHash } from 'node:crypto';
import type { BodyOf, PaperTotals, PublishedResult, VoidVote, Vote, publishVote } from '@piaojue/contract';
import { all, first, type Rows, type Tx } from '@piaojue/db';
import { digestOf } from '@piaojue/record';
import { desc, like } from 'drizzle-orm';
import { combineRounds } from '@piaojue/rules';
import { congressOf } from '../accounts/store.js';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { archiveOf } from '../board/archive.js';
import { castingCounts } from '../ballots/store.js';
import { adoptedRules } from '../count/outcome.js';
import type { Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { sittingById } from '../sittings/store.js';
import { hallProblem } from '../votes/hall.js';
import { twoPersonAct, type TwoPersonRefusal } from '../votes/service.js';
import {
  candidatesOf,
  nextRoundOf,
  outcomeOf,
  paperOf,
  publicationOf,
  removeVoteKey,
  repeatOf,
  updateVote,
  voteById,
  type VoteRow,
} from '../votes/store.js';
import { candidateView } from '../votes/view.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

const timelineWords: Readonly<Record<string, string>> = {
  vote_created: '建立表决事项',
  vote_frozen: '候选项目和票决办法定稿',
  box_sealed_empty: '检查并封存电子票箱',
  vote_opened: '开启表决',
  vote_closing: '结束投票',
  box_closed: '票箱封存，清点完毕',
  paper_totals_entered: '登记纸质票计票结果',
  paper_totals_corrected: '更正纸质票计票结果',
  tally_made: '开箱计票',
  result_counted: '计票完毕',
  outcome_confirmed: '执行主席确认结果',
  revote_set_up: '设立再次投票',
  vote_repeated: '设立重新表决（上一次作废）',
};

/** This round and all before it, first round first. */
export function* roundsTo(tx: Tx, vote: VoteRow): Query<VoteRow[]> {
  const rounds = [vote];
  for (let at = vote; at.previousVoteId;) {
    const before = yield* voteById(tx, at.previousVoteId);
    if (!before) throw new Error(`round before ${at.id} is missing`);
    rounds.unshift(before);
    at = before;
  }
  return rounds;
}

/** The adopted list over all rounds, or why it is not final yet. */
function* finalListOf(tx: Tx, vote: VoteRow) {
  const outcomes = [];
  for (const round of yield* roundsTo(tx, vote)) {
    const row = yield* outcomeOf(tx, round.id);
    if (row) outcomes.push(row.outcome);
  }
  return outcomes.length === 0 ? undefined : combineRounds(yield* adoptedRules(tx, vote), outcomes);
}

async function archiveHashOf(deps: Deps, voteId: string): Promise<string> {
  const archive = await archiveOf(deps, voteId);
  const digest = createHash('sha256');
  if (archive) for await (const piece of archive.pieces) digest.update(piece);
  return digest.digest('hex');
}

/** Two people make the result public: every round of it, in one act. The key of the server is erased with it. */
export async function publishAct(
  deps: Deps,
  caller: SignedIn,
  voteId: string,
  { announcementNumber }: BodyOf<typeof publishVote>,
): Promise<Result<Vote, TwoPersonRefusal | 'revote_pending' | 'outcome_not_final' | 'hall_not_recorded'>> {
  const rounds = await deps.store.read(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    return vote ? yield* roundsTo(tx, vote) : [];
  });
  const archives = new Map<string, string>();
  for (const { id } of rounds) archives.set(id, await archiveHashOf(deps, id));
  const head = await deps.log.head();

  function* allowed(
    tx: Tx,
    vote: VoteRow,
  ): Query<Refusal<'revote_pending' | 'outcome_not_final' | 'hall_not_recorded'> | undefined> {
    const list = yield* finalListOf(tx, vote);
    if (yield* nextRoundOf(tx, vote.id)) return refuse('revote_pending');
    if (list?.kind !== 'final') return refuse(list?.awaiting === 'revote' ? 'revote_pending' : 'outcome_not_final');
    return yield* hallProblem(tx, vote, 'publish');
  }
  const view = await twoPersonAct(
    deps,
    caller,
    voteId,
    'publish',
    { announcementNumber },
    function* (tx, vote, { first: by, at }) {
      const list = yield* finalListOf(tx, vote);
      const adopted = list?.adopted.map(({ listNumber }) => listNumber) ?? [];
      const all = yield* roundsTo(tx, vote);
      for (const round of all) {
        const result = yield* resultOf(tx, round, all, {
          adopted,
          number: announcementNumber,
          at,
          archiveHash: archives.get(round.id) ?? '',
          checkpoint: head.checkpoint,
          logKey: deps.log.verifierKey,
        });
        yield* first(
          tx.q
            .insert(tx.t.publication)
            .values({ voteId: round.id, announcementNumber, publishedAt: at, result: { ...result } })
            .returning({ voteId: tx.t.publication.voteId }),
        );
        yield* updateVote(tx, round.id, { state: 'published' });
        yield* removeVoteKey(tx, round.id);
        yield* append(tx, {
          type: 'result_published',
          at,
          data: {
            vote: round.id,
            announcement: announcementNumber,
            adopted: [...adopted],
            archive: archives.get(round.id) ?? '',
            result: digestOf(result),
            by: [by, caller.accountId],
          },
        });
      }
      return undefined;
    },
    allowed,
  );
  await deps.log.keep();
  deps.live.touch();
  return view;
}

function* resultOf(
  tx: Tx,
  vote: VoteRow,
  rounds: readonly VoteRow[],
  facts: { adopted: number[]; number: string; at: string; archiveHash: string; checkpoint: string; logKey: string },
): Query<PublishedResult> {
  const congress = yield* congressOf(tx);
  const sitting = yield* sittingById(tx, vote.sittingId);
  const outcome = yield* outcomeOf(tx, vote.id);
  const counts = yield* castingCounts(tx, vote.id);
  if (!congress || !sitting || !outcome) throw new Error(`vote ${vote.id} has no outcome to publish`);
  return {
    voteId: vote.id,
    sittingTitle: sitting.title,
    congressName: congress.name,
    place: congress.place,
    year: sitting.year,
    title: vote.title,
    kind: vote.kind,
    round: vote.round,
    uuid: vote.uuid,
    fingerprint: vote.fingerprint ?? '',
    places: vote.rules.places,
    rules: vote.rules,
    candidates: (yield* candidatesOf(tx, vote.id)).map(candidateView),
    delegates: vote.rules.delegateTotal,
    present: vote.presentAtOpen ?? 0,
    electronic: { issued: vote.issued ?? 0, returned: counts.boxed },
    paper: (yield* paperOf(tx, vote.id))?.totals as PaperTotals,
    outcome: outcome.outcome,
    chairDecision: outcome.decision,
    adopted: facts.adopted,
    announcementNumber: facts.number,
    publishedAt: facts.at,
    timeline: [...(yield* timelineOf(tx, vote.id)), { at: facts.at, what: `公布结果（${facts.number}）` }],
    rounds: rounds.map(({ id, round, title }) => ({ voteId: id, round, title })),
    archiveHash: facts.archiveHash,
    checkpoint: facts.checkpoint,
    logKey: facts.logKey,
  };
}

function* timelineOf({ q, t }: Tx, voteId: string): Query<{ at: string; what: string }[]> {
  const rows = yield* all(
    q
      .select({ entry: t.logLeaf.entry })
      .from(t.logLeaf)
      .where(like(t.logLeaf.entry, `%"vote":"${voteId}"%`))
      .orderBy(t.logLeaf.seq),
  );
  return rows.flatMap(({ entry }) => {
    const { at, type, data } = JSON.parse(entry) as { at?: string; type: string; data: { reason?: string } };
    const what = timelineWords[type];
    const reason = data.reason && type === 'paper_totals_corrected' ? `（原因：${data.reason}）` : '';
    return at && what ? [{ at, what: `${what}${reason}` }] : [];
  });
}

export async function listPublishedAct(deps: Deps) {
  const rows = await deps.store.read(function* ({ q, t }) {
    return yield* all(q.select().from(t.publication).orderBy(desc(t.publication.publishedAt)));
  });
  const results = rows.map(({ result }) => result as unknown as PublishedResult);
  // One line a vote: of several rounds the last stands for all.
  const last = results.filter(({ voteId, rounds }) => rounds.at(-1)?.voteId === voteId);
  return {
    results: last.map(({ voteId, title, sittingTitle, year, adopted, rounds, candidates, publishedAt }) => ({
      voteId,
      title,
      sittingTitle,
      year,
      adopted: adopted.length,
      candidates: results.find((r) => r.voteId === rounds[0]?.voteId)?.candidates.length ?? candidates.length,
      publishedAt,
    })),
  };
}

export function readPublishedAct(
  deps: Deps,
  voteId: string,
): Promise<Result<PublishedResult, 'not_found' | 'vote_void'>> {
  return deps.store.read(function* (tx) {
    const row = yield* publicationOf(tx, voteId);
    if (row) return row.result as unknown as PublishedResult;
    const vote = yield* voteById(tx, voteId);
    // Of a draft that was given up nobody in the hall has heard.
    if (vote?.state !== 'void' || vote.election === null) return refuse('not_found');
    const next = yield* repeatOf(tx, voteId);
    return refuse('vote_void', {
      title: vote.title,
      reason: vote.voidReason ?? '',
      nextVoteId: next && (yield* publicationOf(tx, next.id)) ? next.id : null,
    } satisfies VoidVote);
  });
}
