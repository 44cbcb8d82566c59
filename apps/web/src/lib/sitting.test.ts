import { noHallFacts } from '@piaojue/contract';
import type { Me, Sitting, Vote } from '@piaojue/contract';
import { defaultRules, sittingStepIds, voteStates } from '@piaojue/rules';
import { describe, expect, test } from 'vitest';
import { currentVote, keysMade, scriptOf, standingOf, tasksOf, thresholdSentence } from './sitting.js';

const me = (roles: Me['roles'], accountId = 'me'): Me => ({
  accountId,
  username: 'u',
  displayName: '张三',
  roles,
  unit: null,
});

const sittingReadyToVote: Sitting = {
  id: 'sitting1',
  title: '演示会议',
  year: 2024,
  createdAt: '2024-12-27T00:00:00.000Z',
  attendance: { all: 235, present: 207, suspended: 0, quorum: 157, hasQuorum: true, delegations: [] },
  votes: [],
  ceremony: {
    group: 'BELENIOS-2048',
    size: 3,
    threshold: 2,
    state: 'ready',
    restart: null,
    publicKeyFingerprint: 'f',
    trustees: [
      {
        index: 1,
        accountId: 'me',
        displayName: '张三',
        linked: true,
        hasCertificate: true,
        hasPolynomial: true,
        hasShare: true,
      },
    ],
  },
  slips: { printed: 235, void: 28, issued: 207, listHash: 'h', registeredAt: '2024-12-27T00:00:00.000Z' },
};

const voteIn = (state: Vote['state'], more: Partial<Vote> = {}): Vote => ({
  id: 'vote1',
  sittingId: 'sitting1',
  title: '票决',
  kind: 'for_against_abstain',
  group: 'BELENIOS-2048',
  round: 1,
  previousVoteId: null,
  repeatsVoteId: null,
  uuid: 'u',
  state,
  places: 20,
  candidateCount: 25,
  hall: noHallFacts,
  rules: defaultRules({ places: 20, delegates: 235 }),
  ruleProblems: [],
  candidates: [],
  frozenHash: null,
  fingerprint: null,
  presentAtOpen: 207,
  openedAt: null,
  closedAt: null,
  countdownEndsAt: null,
  pending: [],
  ballots: { received: 0, boxed: 0, rejected: 0 },
  issued: 207,
  paper: null,
  decryptions: [],
  threshold: 2,
  openingFailed: false,
  voidReason: null,
  outcome: null,
  chairDecision: null,
  nextVoteId: null,
  announcement: null,
  ...more,
});

const at = (vote: Vote) => scriptOf(sittingReadyToVote, vote).now;
const placesOf = (vote: Vote) => {
  const { places } = scriptOf(sittingReadyToVote, vote);
  return Object.fromEntries(sittingStepIds.map((id, i) => [id, places[i]]));
};
const adopted = { ...noHallFacts, handsForRules: 200, handsForScrutineers: 201 };
const checked = { ...adopted, boxesSealed: true, electronicBoxShown: true };

describe('the script', () => {
  test('it stands at the step that the vote is in, and at voting until it is ended or every slip is in', () => {
    expect(at(voteIn('draft'))).toBe('adopt_rules');
    expect(at(voteIn('open'))).toBe('vote');
    expect(at(voteIn('open', { ballots: { received: 1, boxed: 14, rejected: 0 } }))).toBe('vote');
    expect(at(voteIn('open', { ballots: { received: 1, boxed: 206, rejected: 0 } }))).toBe('close');
    expect(at(voteIn('closing', { ballots: { received: 1, boxed: 14, rejected: 0 } }))).toBe('close');
    expect(at(voteIn('closed', { ballots: { received: 0, boxed: 4, rejected: 0 } }))).toBe('report_returned');
  });

  test('what was ticked in the hall opens the next card', () => {
    expect(at(voteIn('frozen', { hall: adopted }))).toBe('check_boxes');
    expect(at(voteIn('frozen', { hall: checked }))).toBe('issue_slips');
    expect(at(voteIn('ready', { hall: checked }))).toBe('vote');
  });

  test('a step shows as done only if it is recorded: what the vote has gone past without a tick is missed', () => {
    const published = voteIn('published', {
      hall: checked,
      paper: { issued: 0, returned: 0, invalidOverPick: 0, invalidIllegible: 0, projects: [] },
      outcome: { kind: 'decided' } as Vote['outcome'],
      ballots: { received: 0, boxed: 207, rejected: 0 },
    });
    expect(placesOf(published)).toMatchObject({
      adopt_rules: 'done',
      check_boxes: 'done',
      count: 'done',
      confirm: 'missed',
      announce: 'missed',
      publish: 'done',
    });
    expect(placesOf(voteIn('open'))).toMatchObject({
      count_present: 'done',
      adopt_rules: 'missed',
      check_boxes: 'missed',
      issue_slips: 'done',
      vote: 'now',
      close: 'later',
    });
    expect(
      Object.values(
        placesOf(voteIn('published', { ...published, hall: { ...checked, reportSigned: true, announced: true } })),
      ),
    ).not.toContain('missed');
  });

  test('a re-vote and a vote held again ask for the boxes again; for the rules only where no count of hands came with them', () => {
    for (const later of [{ round: 2 }, { repeatsVoteId: 'void' }]) {
      expect(at(voteIn('frozen', { ...later, hall: adopted }))).toBe('check_boxes');
      expect(at(voteIn('frozen', later))).toBe('adopt_rules');
    }
  });

  test('facts exist in every state', () => {
    for (const state of voteStates) expect(() => at(voteIn(state))).not.toThrow();
  });

  test('the hall is busy with the latest round that is not over', () => {
    const votes = [voteIn('confirmed', { id: 'a' }), voteIn('open', { id: 'b', round: 2 })];
    expect(currentVote(votes)?.id).toBe('b');
    expect(currentVote([voteIn('published', { id: 'a' })])?.id).toBe('a');
    expect(currentVote([])).toBeUndefined();
  });
});

describe('two people', () => {
  const asked = voteIn('ready', {
    pending: [
      {
        act: 'open',
        given: { countdownMinutes: null },
        by: '李四',
        byAccountId: 'other',
        awaits: ['scrutineer'],
        at: '2024-12-27T00:00:00.000Z',
        note: null,
      },
    ],
  });
  test('the one who asked waits, the other side confirms, the rest look on', () => {
    expect(standingOf('open', asked, me(['clerk'], 'other')).state).toBe('asked');
    expect(standingOf('open', asked, me(['clerk'])).state).toBe('asked'); // the same side cannot confirm
    expect(standingOf('open', asked, me(['scrutineer'])).state).toBe('asks_me');
    expect(standingOf('open', asked, me(['teller']))).toMatchObject({ state: 'elsewhere', by: '李四' });
    expect(standingOf('close', asked, me(['clerk'])).state).toBe('free');
    expect(standingOf('publish', asked, me(['scrutineer'])).state).toBe('elsewhere');
  });
  test('the clerk finds on the desk what the presidium asks for', () => {
    const { pending, ...rest } = asked;
    const voiding = { ...pending[0]!, act: 'void' as const, awaits: ['clerk' as const] };
    expect(tasksOf(me(['clerk']), sittingReadyToVote, [{ ...rest, pending: [voiding] }])[0]).toMatchObject({
      title: '确认“宣布作废”：票决',
    });
  });
  test('who must confirm finds it on the desk', () => {
    expect(tasksOf(me(['scrutineer']), sittingReadyToVote, [asked])[0]).toMatchObject({
      title: '确认“开启表决”：票决',
      urgent: true,
    });
  });
});

describe('the desk', () => {
  test('each role gets what is due now', () => {
    const titles = (roles: Me['roles'], vote: Vote) =>
      tasksOf(me(roles), sittingReadyToVote, [vote]).map(({ title }) => title);
    expect(titles(['clerk'], voteIn('frozen'))).toEqual(['按会议程序办理']);
    expect(titles(['teller'], voteIn('closed'))).toEqual(['登记纸质票：票决']);
    expect(titles(['teller'], voteIn('open'))).toEqual([]);
    expect(titles(['presidium'], voteIn('counted'))).toEqual(['确认结果：票决']);
    expect(titles(['delegate'], voteIn('open'))).toEqual([]);
    const opening = (mine: boolean) =>
      voteIn('tallying', {
        decryptions: [
          { owner: 1, name: '服务器', delivered: true },
          { owner: 2, name: '张三', delivered: mine },
          { owner: 3, name: '李四', delivered: false },
        ],
      });
    expect(titles(['scrutineer'], opening(false))).toEqual(['开箱：票决']);
    expect(titles(['scrutineer'], opening(true))).toEqual(['开箱钥匙']);
    expect(titles(['scrutineer'], voteIn('open'))).toEqual(['开箱钥匙']);
  });
  test('without a sitting the clerk makes one', () => {
    expect(tasksOf(me(['clerk']), null, [])[0]?.title).toBe('新建会议');
    const hintWith = (votes: Sitting['votes']) => tasksOf(me(['clerk']), { ...sittingReadyToVote, votes }, [])[0]?.hint;
    expect(hintWith([])).toMatch(/先新建表决事项/);
    expect(hintWith([voteIn('published')])).toMatch(/都已办完/);
    expect(tasksOf(me(['presidium']), null, [])).toEqual([]);
  });
});

test('a key counts as made when its owner has done all: a share in a group, or only the key where all must come', () => {
  const begun = { ...sittingReadyToVote.ceremony!.trustees[0]!, hasPolynomial: false, hasShare: false };
  const ceremony = { ...sittingReadyToVote.ceremony!, trustees: [begun] };
  expect(keysMade(ceremony)).toBe(0);
  expect(keysMade({ ...ceremony, threshold: 3 })).toBe(1);
});

test('a threshold is said in words', () => {
  expect(thresholdSentence(3, 2)).toBe('3 位监票人中任意 2 位到场即可开箱');
  expect(thresholdSentence(3, 3)).toBe('3 位监票人都要到场才能开箱');
});
