import {
  appendSetup,
  credentialsRecord,
  groupByName,
  hexDigest,
  makeElection,
  makeSingleTrustee,
  questionsFor,
  readElection,
  readTrustees,
  trusteesRecord,
} from '@piaojue/ballot-crypto';
import type { CandidateFields } from '@piaojue/contract';
import { first } from '@piaojue/db';
import { append } from '../audit/append.js';
import { ceremonyOf, liveCredentialsOf } from '../ceremony/store.js';
import { timeOf, type Deps } from '../deps.js';
import { isRefused, refuse } from '../result.js';
import { attendanceOf, sittingById, slipsOf } from '../sittings/store.js';
import { congressOf } from '../accounts/store.js';
import { capOf } from '../votes/cap.js';
import { movedTo } from '../votes/service.js';
import { candidatesOf, updateVote, voteById } from '../votes/store.js';
import { standing, voteView } from '../votes/view.js';
import { appendToBoard } from './store.js';

/**
 * 封存电子票箱: from the frozen list, the scrutineers' key, a fresh key of the server and the slips that are in use,
 * makes the election record and opens its board. From here nothing of the vote can change (R-48, R-62).
 */
export async function prepareAct(deps: Deps, by: string, voteId: string) {
  const at = timeOf(deps);
  const planned = await deps.store.read((tx) => voteById(tx, voteId));
  if (!planned) return refuse('not_found');
  const group = groupByName(planned.group, deps.elections.arithmetic);
  const own = makeSingleTrustee(group, deps.random, '服务器');

  return deps.store.write(function* (tx) {
    const vote = yield* voteById(tx, voteId);
    const to = movedTo(vote, 'prepare');
    if (isRefused(to)) return to;
    if (!vote) return refuse('not_found');
    const ceremony = yield* ceremonyOf(tx, vote.sittingId);
    if (ceremony?.state !== 'ready' || ceremony.pedersen === null || ceremony.group !== vote.group)
      return refuse('keys_missing');
    const slips = yield* slipsOf(tx, vote.sittingId);
    const credentials = yield* liveCredentialsOf(tx, vote.uuid);
    if (!slips || credentials.length === 0) return refuse('slips_missing');
    const attendance = yield* attendanceOf(tx, vote.sittingId);
    if (!attendance.hasQuorum) return refuse('no_quorum', { present: attendance.present, quorum: attendance.quorum });
    if (credentials.length > attendance.present)
      return refuse('more_slips_than_present', { issued: credentials.length, present: attendance.present });

    const congress = yield* congressOf(tx);
    const sitting = yield* sittingById(tx, vote.sittingId);
    const candidates = standing(yield* candidatesOf(tx, voteId));
    const titles = candidates.map(({ listNumber, fields }) => `${listNumber}. ${(fields as CandidateFields).name}`);
    const trustees = trusteesRecord([own.entry, ceremony.pedersen]);
    const read = readTrustees(group, trustees);
    if (!read.ok) throw new Error(`trustees: ${read.failed} ${read.subject ?? ''}`);
    const election = makeElection({
      uuid: vote.uuid,
      group: group.name,
      publicKey: read.electionKey,
      name: `${sitting?.title ?? ''} ${vote.title}`.trim(),
      description: `候选项目和票决办法定稿 SHA-256 ${vote.frozenHash}`,
      questions: questionsFor(vote.kind, titles, capOf(vote.rules, candidates.length)),
      administrator: congress?.name ?? '',
      credentialAuthority: '监票人',
    });
    const list = credentialsRecord(credentials);
    const { fingerprint } = readElection(election, deps.elections.arithmetic);
    yield* appendToBoard(tx, voteId, 0, appendSetup({ election, trustees, credentials: list }));
    yield* first(
      tx.q
        .insert(tx.t.voteKey)
        .values({ voteId, secret: own.secretKey.toString() })
        .returning({ voteId: tx.t.voteKey.voteId }),
    );
    yield* updateVote(tx, voteId, {
      state: to,
      election,
      fingerprint,
      trustees,
      credentials: hexDigest(list),
      issued: credentials.length,
    });
    yield* append(tx, {
      type: 'box_sealed_empty',
      at,
      data: {
        vote: voteId,
        election: hexDigest(election),
        fingerprint,
        trustees: hexDigest(trustees),
        credentials: hexDigest(list),
        issued: credentials.length,
        by,
      },
    });
    return yield* voteView(tx, voteId);
  });
}
