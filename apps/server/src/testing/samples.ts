import { randomBytes } from 'node:crypto';
import type { Endpoint } from '@piaojue/contract';
import { defaultRules, suggestedClauses } from '@piaojue/rules';
import { collectingBodies, collectingQueries } from './samples/collecting.js';
import { poolBodies, poolQueries } from './samples/pool.js';
import { screeningBodies, screeningQueries } from './samples/screening.js';
import { stationBodies, stationQueries } from './samples/stations.js';
import { suggestionBodies, suggestionQueries } from './samples/suggestions.js';
import { noPaper } from './situations.js';
import { password } from './world.js';

export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

export const unknownId = 'nobody234567nobody234567';

/** Something that the schemas of each endpoint accept, about this sitting. Nothing here says that the act would succeed. */
export function sampleOf(endpoint: Endpoint, about: { sittingId: string; voteId: string; year?: number }): Sample {
  const rules = defaultRules({ places: 3, delegates: 8 });
  const { sittingId, voteId } = about;
  const file = { format: 'json', content: '[]', commit: false };
  const bodies: Readonly<Record<string, Sample['body']>> = {
    set_up: {
      token: 'x',
      congressName: '某区人民代表大会',
      place: '某区',
      username: 'someone',
      displayName: '某人',
      password,
    },
    sign_in: { username: 'nobody', password: 'x' },
    confirm_password: { password: 'wrong' },
    create_account: {
      username: `u${randomBytes(6).toString('hex')}`,
      displayName: '新人',
      roles: ['unit'],
      unit: null,
    },
    set_account_disabled: { disabled: false },
    activate: { username: 'nobody', code: 'x', password },
    create_sitting: { title: '另一次会议', year: 2024 },
    create_vote: { title: '另一次票决', kind: 'approve_only', group: 'Ed25519', places: 3 },
    import_delegates: file,
    set_presence: { delegateIds: [unknownId], present: true },
    open_ceremony: { accountIds: [unknownId, `${unknownId}2`], threshold: 2, group: 'Ed25519' },
    import_candidates: file,
    withdraw_candidate: { withdrawn: true, reason: '试验' },
    set_rules: { rules: { ...rules, clauses: suggestedClauses(rules) } },
    open_vote: { countdownMinutes: null },
    suspend_vote: { reason: '试验' },
    enter_paper: { totals: noPaper(5) },
    correct_paper: { totals: noPaper(5), reason: '试验' },
    confirm_outcome: { decision: '', chosen: [] },
    publish_vote: { announcementNumber: '第1号' },
    void_vote: { reason: '试验' },
    send_certificate: { certificate: '{}', commitment: null },
    send_polynomial: { polynomial: '{}' },
    send_share: { share: '{}' },
    register_slips: { lists: [{ uuid: 'NobodyNobody12', publicKeys: ['00'] }] },
    void_slips: { slips: [[{ uuid: 'NobodyNobody12', publicKey: '00' }]], reason: 'spoiled' },
    send_partial_decryption: { partialDecryption: '{}' },
    cast_ballot: { ballot: '{}' },
    ...suggestionBodies,
    ...collectingBodies,
    ...stationBodies,
    ...screeningBodies,
    ...poolBodies,
  };
  const queries: Readonly<Record<string, Sample['query']>> = {
    read_receipt: { tracker: 'A'.repeat(43) },
    read_slip_use: { publicKey: '00' },
    read_log: { from: 0, limit: 10 },
    read_inclusion: { seq: 0, size: 1 },
    read_consistency: { from: 0, to: 1 },
    ...suggestionQueries,
    ...collectingQueries,
    ...stationQueries,
    ...screeningQueries,
    ...poolQueries,
  };
  const known: Record<string, string> = {
    sittingId,
    voteId,
    accountId: unknownId,
    candidateId: unknownId,
    act: 'void',
    year: String(about.year ?? 2031),
    seq: '99999',
    code: '2222-2222-2222-2222',
    clientId: '00000000-0000-4000-8000-000000000001',
  };
  const params = Object.fromEntries(
    [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => [name, known[name] ?? unknownId]),
  );
  const body = bodies[endpoint.name];
  const query = queries[endpoint.name];
  return { params, ...(body ? { body } : {}), ...(query ? { query } : {}) };
}
