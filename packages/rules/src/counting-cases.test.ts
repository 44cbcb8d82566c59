import { describe, expect, test } from 'vitest';
import { checkReport } from './check-report.js';
import { checkRules } from './check-rules.js';
import { combineRounds } from './combine-rounds.js';
import { decide } from './decide.js';
import { isMajority } from './majority.js';
import { applyPresidiumDecision } from './presidium.js';
import { hasQuorum, smallestQuorum } from './quorum.js';
import { countRankBallots } from './rank-ballot.js';
import { decideRevote, revoteSetup } from './revote.js';
import { gate } from './sitting-gate.js';
import {
  countOf,
  finishedSitting,
  idsOf,
  lineOf,
  mainCaseVotes,
  revoteCountOf,
  rulesWith,
  sentenceOf,
  shortfallVotes,
  statusOf,
  tiedAtLastPlaceVotes,
} from './testing/situations.js';

test('T01: of 25 candidates the 20 with most votes above the majority are adopted', () => {
  const outcome = decide(rulesWith({ resultOrder: 'by_votes' }), countOf(mainCaseVotes));
  expect(outcome).toMatchObject({
    kind: 'decided',
    beyondPlaces: 0,
    adopted: idsOf(1, 4, 2, 11, 5, 8, 12, 3, 10, 13, 20, 14, 6, 17, 9, 22, 7, 15, 16, 18),
  });
  for (const id of idsOf(19, 25, 24)) expect(statusOf(outcome, id)).toBe('not_adopted_by_rank');
  for (const id of idsOf(21, 23)) expect(statusOf(outcome, id)).toBe('not_adopted_below_majority');
  expect(sentenceOf(outcome, 'p20')).toBe('得168票，全体代表235人，过半数需118票，通过，第11名');
  expect(sentenceOf(outcome, 'p21')).toBe('得112票，全体代表235人，过半数需118票，差6票，未通过，第24名');
  expect(sentenceOf(outcome, 'p19')).toContain('第21名，未进入应选的20项');
  expect(outcome.derivation.map((step) => step.rule)).toEqual(['R-QUORUM-01', 'R-COUNT-03', 'R-MAJOR-01', 'R-CUT-01']);
  expect(outcome.derivation[2]?.numbers).toEqual({ base: 235, needed: 118, passed: 23, candidates: 25 });
});

test('T01: the result is printed by list number where the rules say so', () => {
  const outcome = decide(rulesWith(), countOf(mainCaseVotes));
  expect(outcome).toMatchObject({ adopted: idsOf(...Array.from({ length: 18 }, (_, i) => i + 1), 20, 22) });
});

test('T02: exactly half of the delegates is no majority, one more is', () => {
  const outcomeWith = (delegates: number) =>
    decide(rulesWith({ places: 2, delegateTotal: delegates }), countOf([118, 117], { delegates }));
  expect(outcomeWith(235)).toMatchObject({ kind: 'shortfall', adopted: ['p1'], vacant: 1 });
  expect(outcomeWith(234)).toMatchObject({ kind: 'shortfall', adopted: ['p1'], vacant: 1 });
  const half = outcomeWith(234).projects[1]?.derivation[1];
  expect(half).toMatchObject({ rule: 'R-MAJOR-02', numbers: { base: 234, needed: 118, missing: 1 } });
});

test('T03: 156 of 235 are no quorum, 157 are', () => {
  const present = (number: number) => ({ present: number, issued: number, returned: number, invalid: 0 });
  expect(decide(rulesWith({ places: 1 }), countOf([130, 20], present(156))).kind).toBe('no_quorum');
  expect(decide(rulesWith({ places: 1 }), countOf([130, 20], present(157))).kind).toBe('decided');
  expect(smallestQuorum(235)).toBe(157);
  for (let all = 1; all <= 600; all += 1) {
    expect(hasQuorum(smallestQuorum(all), all)).toBe(true);
    expect(hasQuorum(smallestQuorum(all) - 1, all)).toBe(false);
  }
});

test('T04: more ballots returned than issued void the whole vote and nothing is counted', () => {
  const outcome = decide(rulesWith(), countOf(mainCaseVotes, { returned: 208, invalid: 3 }));
  expect(outcome.kind).toBe('void');
  expect(outcome.projects.every((line) => line.status === 'undecided' && line.rank === null)).toBe(true);
  expect(outcome.derivation.at(-1)).toMatchObject({ rule: 'R-COUNT-01', numbers: { issued: 207, returned: 208 } });
});

test('T05: missing ballots stand in no column and the base stays all delegates', () => {
  const outcome = decide(rulesWith(), countOf(mainCaseVotes, { returned: 205, invalid: 0 }));
  expect(outcome).toMatchObject({ kind: 'decided' });
  expect(outcome.derivation[1]).toMatchObject({
    rule: 'R-COUNT-02',
    numbers: { issued: 207, returned: 205, valid: 205 },
  });
  expect(outcome.projects[0]?.needed).toBe(118);
});

test('T08: whether blanks are valid changes the base of valid ballots', () => {
  const rules = rulesWith({ places: 2, delegateTotal: 300, majorityBase: 'valid' });
  const heads = { delegates: 300, present: 200, issued: 200, returned: 200 };
  const counted = decide(rules, countOf([98, 101], { ...heads, invalid: 0 }));
  expect(counted).toMatchObject({ kind: 'shortfall', adopted: ['p2'] });
  const without = decide({ ...rules, blank: 'invalid' }, countOf([98, 101], { ...heads, invalid: 10 }));
  expect(without).toMatchObject({ kind: 'decided', adopted: ['p1', 'p2'] });
});

describe('T09: three projects level across the last two places', () => {
  const rules = rulesWith();
  const first = decide(rules, countOf(tiedAtLastPlaceVotes));

  test('T09: 18 are sure and the three go to a re-vote for two places', () => {
    expect(first).toMatchObject({ kind: 'revote', among: idsOf(19, 20, 21), placesLeft: 2 });
    expect(first).toMatchObject({ adopted: idsOf(...Array.from({ length: 18 }, (_, i) => i + 1)) });
    expect(statusOf(first, 'p20')).toBe('tied');
    expect(statusOf(first, 'p22')).toBe('not_adopted_by_rank');
    expect(sentenceOf(first, 'p20')).toContain('并列第19名');
    expect(revoteSetup(first, rules)).toMatchObject({
      round: 2,
      reason: 'tie',
      places: 2,
      cap: 2,
      candidates: idsOf(19, 20, 21),
    });
  });

  test('T09: most votes win the re-vote', () => {
    const second = decideRevote(rules, revoteCountOf({ p19: 121, p20: 110, p21: 98 }), first);
    expect(second).toMatchObject({ kind: 'decided', round: 2, adopted: idsOf(19, 20) });
    const list = combineRounds(rules, [first, second]);
    expect(list).toMatchObject({ kind: 'final', vacant: 0, reserve: idsOf(21, 22, 23, 24, 25) });
    expect(list.adopted.map(({ project, round }) => [project, round]).slice(-3)).toEqual([
      ['p18', 1],
      ['p19', 2],
      ['p20', 2],
    ]);
  });

  test('T09: where a majority is asked for again only 121 wins', () => {
    const again = rulesWith({ revoteWin: 'majority_again' });
    const second = decideRevote(again, revoteCountOf({ p19: 121, p20: 110, p21: 98 }), first);
    expect(second).toMatchObject({ kind: 'shortfall', adopted: ['p19'], vacant: 1 });
    expect(combineRounds(again, [first, second])).toMatchObject({ kind: 'final', vacant: 1 });
  });

  test('T19: a tie above the cut chooses both; a second tie across it goes to the presidium', () => {
    const both = decideRevote(rules, revoteCountOf({ p19: 110, p20: 110, p21: 98 }), first);
    expect(both).toMatchObject({ kind: 'decided', adopted: idsOf(19, 20) });
    const second = decideRevote(rules, revoteCountOf({ p19: 120, p20: 105, p21: 105 }), first);
    expect(second).toMatchObject({
      kind: 'presidium',
      question: 'second_tie',
      adopted: ['p19'],
      among: idsOf(20, 21),
      placesLeft: 1,
    });
    expect(combineRounds(rules, [first, second])).toMatchObject({ kind: 'open', awaiting: 'presidium' });
    const decided = applyPresidiumDecision(rules, second, {
      kind: 'choose',
      projects: ['p21'],
      minutes: '主席团第四次会议纪要',
    });
    expect(decided).toMatchObject({ ok: true, outcome: { kind: 'decided', adopted: idsOf(19, 21) } });
    if (decided.ok) {
      expect(decided.outcome.derivation.at(-1)?.sentence).toContain('主席团第四次会议纪要');
      expect(sentenceOf(decided.outcome, 'p21')).toContain('大会主席团决定列入');
      expect(combineRounds(rules, [first, decided.outcome])).toMatchObject({ kind: 'final', vacant: 0 });
    }
  });

  test('T19: a decision of the presidium that does not fit the question is refused', () => {
    const second = decideRevote(rules, revoteCountOf({ p19: 120, p20: 105, p21: 105 }), first);
    const refusalOf = (projects: string[], minutes = '纪要') => {
      const result = applyPresidiumDecision(rules, second, { kind: 'choose', projects, minutes });
      return result.ok ? undefined : result.refusal;
    };
    expect(refusalOf(['p19'])).toBe('not_among');
    expect(refusalOf(['p20', 'p21'])).toBe('too_many');
    expect(refusalOf(['p20'], ' ')).toBe('minutes_missing');
    expect(applyPresidiumDecision(rules, first, { kind: 'leave_vacant', minutes: '纪要' })).toEqual({
      ok: false,
      refusal: 'nothing_to_decide',
    });
    const third = applyPresidiumDecision(rules, second, { kind: 'revote', minutes: '纪要' });
    expect(third).toMatchObject({ ok: true, outcome: { kind: 'revote', among: idsOf(20, 21), placesLeft: 1 } });
  });

  test('a report on other projects than those announced is inconsistent, and a void re-vote is held again', () => {
    const other = decideRevote(rules, revoteCountOf({ p19: 121, p20: 110, p22: 98 }), first);
    expect(other).toMatchObject({ kind: 'inconsistent', failed: [{ invariant: 'candidates_as_announced' }] });
    const tooMany = decideRevote(rules, revoteCountOf({ p19: 121, p20: 110, p21: 98 }, { returned: 208 }), first);
    expect(tooMany.kind).toBe('void');
    expect(combineRounds(rules, [first, tooMany])).toMatchObject({ kind: 'open', awaiting: 'vote_again' });
    const held = decideRevote(rules, revoteCountOf({ p19: 121, p20: 110, p21: 98 }), first);
    expect(combineRounds(rules, [first, tooMany, held])).toMatchObject({ kind: 'final', vacant: 0 });
    expect(() => decideRevote(rules, countOf([1]), held)).toThrow(RangeError);
  });
});

test('T10: a tie away from the cut calls for no re-vote and shares its rank', () => {
  const outcome = decide(rulesWith({ places: 5 }), countOf([190, 180, 180, 170, 160, 150], { invalid: 0 }));
  expect(outcome).toMatchObject({ kind: 'decided', adopted: idsOf(1, 2, 3, 4, 5) });
  expect(outcome.projects.map((line) => line.rank)).toEqual([1, 2, 2, 4, 5, 6]);
  expect(sentenceOf(outcome, 'p3')).toContain('并列第2名');
});

test('T11: a tie that fits into the places is no tie', () => {
  const outcome = decide(rulesWith({ places: 4 }), countOf([190, 180, 150, 150, 140]));
  expect(outcome).toMatchObject({ kind: 'decided', adopted: idsOf(1, 2, 3, 4) });
});

test('T12: with 18 above the majority two places stay vacant, or the next three stand for them', () => {
  const fewer = decide(rulesWith(), countOf(shortfallVotes));
  expect(fewer).toMatchObject({ kind: 'shortfall', next: 'fewer_stand', vacant: 2, candidates: idsOf(19, 20, 21) });
  expect(revoteSetup(fewer, rulesWith())).toBeUndefined();
  expect(combineRounds(rulesWith(), [fewer])).toMatchObject({ kind: 'final', vacant: 2, leftToNextSession: false });
  const now = rulesWith({ shortfall: 'revote_now' });
  const first = decide(now, countOf(shortfallVotes));
  expect(first).toMatchObject({ kind: 'shortfall', next: 'revote_now', vacant: 2, candidates: idsOf(19, 20, 21) });
  expect(statusOf(first, 'p19')).toBe('revote_candidate');
  expect(revoteSetup(first, now)).toMatchObject({
    reason: 'shortfall',
    places: 2,
    rules: { majorityBase: 'all_delegates' },
  });
  const second = decideRevote(now, revoteCountOf({ p19: 130, p20: 117, p21: 60 }), first);
  expect(second).toMatchObject({ kind: 'presidium', question: 'shortfall', adopted: ['p19'], placesLeft: 1 });
});

test('T12: under fewer-stand the presidium may open one re-vote, but cannot adopt without a majority', () => {
  const rules = rulesWith();
  const first = decide(rules, countOf(shortfallVotes));
  const opened = applyPresidiumDecision(rules, first, { kind: 'revote', minutes: '纪要' });
  expect(opened).toMatchObject({
    ok: true,
    outcome: { kind: 'shortfall', next: 'revote_now', candidates: idsOf(19, 20, 21) },
  });
  if (opened.ok) expect(revoteSetup(opened.outcome, rules)).toMatchObject({ places: 2, cap: 2 });
  const chosen = applyPresidiumDecision(rules, first, { kind: 'choose', projects: ['p19'], minutes: '纪要' });
  expect(chosen).toEqual({ ok: false, refusal: 'below_majority' });
});

test('T12: the clause may leave the places to the next session or to the presidium', () => {
  const later = rulesWith({ shortfall: 'next_session' });
  const left = decide(later, countOf(shortfallVotes));
  expect(left).toMatchObject({ kind: 'shortfall', next: 'next_session' });
  expect(combineRounds(later, [left])).toMatchObject({ kind: 'final', leftToNextSession: true });
  const asked = decide(rulesWith({ shortfall: 'presidium' }), countOf(shortfallVotes));
  expect(asked).toMatchObject({ kind: 'presidium', question: 'shortfall', among: idsOf(19, 20, 21), placesLeft: 2 });
});

test('T13: the base decides whether 100 votes are a majority', () => {
  const input = countOf([100, 50], { present: 160, issued: 160, returned: 159, invalid: 1 });
  const outcomeOn = (majorityBase: 'all_delegates' | 'present' | 'valid') =>
    decide(rulesWith({ places: 1, majorityBase }), input);
  expect(outcomeOn('all_delegates')).toMatchObject({ kind: 'shortfall', projects: [{ needed: 118 }, {}] });
  expect(outcomeOn('present')).toMatchObject({ kind: 'decided', projects: [{ needed: 81 }, {}] });
  expect(outcomeOn('valid')).toMatchObject({ kind: 'decided', projects: [{ needed: 80 }, {}] });
});

test('T14: where more than half of all must take part, 117 of 235 are too few and 118 enough', () => {
  const rules = rulesWith({ places: 1, participation: 'more_than_half_of_all', majorityBase: 'valid' });
  const pressed = (returned: number) => countOf([100, 10], { present: 157, issued: 157, returned, invalid: 0 });
  expect(decide(rules, pressed(117)).kind).toBe('participation_too_low');
  expect(decide(rules, pressed(118)).kind).toBe('decided');
  const keypad = (notPressed: number) => {
    const input = countOf([], { present: 157, issued: 157, returned: 157, invalid: 0 });
    const line = lineOf(1, 157 - notPressed, 100);
    return { ...input, projects: [{ ...line, electronic: { for: 0, against: 0, abstain: 0, notPressed } }] };
  };
  expect(decide(rules, keypad(40)).kind).toBe('participation_too_low');
  expect(decide(rules, keypad(39)).kind).toBe('decided');
});

test('T15: each line of a three-way ballot sums to the ballots', () => {
  const votes = { delegates: 423, present: 282, issued: 282, returned: 282, invalid: 0 };
  const rules = rulesWith({ places: 10, delegateTotal: 423 });
  const others = Array.from({ length: 10 }, (_, i) => lineOf(i + 3, 282, 200 - i));
  const input = { ...votes, projects: [lineOf(1, 282, 281, 1), lineOf(2, 282, 276, 6), ...others] };
  expect(decide(rules, input)).toMatchObject({ kind: 'shortfall' }); // 200 of 423 is no majority
  expect(statusOf(decide(rules, input), 'p1')).toBe('adopted');
  expect(statusOf(decide(rules, input), 'p2')).toBe('adopted');
  expect([isMajority(276, 551), isMajority(276, 552)]).toEqual([true, false]);
  const short = {
    ...input,
    projects: [{ ...lineOf(1, 282, 281, 1), paper: { for: 281, against: 0, abstain: 0 } }, ...input.projects.slice(1)],
  };
  expect(decide(rules, short)).toMatchObject({
    kind: 'inconsistent',
    failed: [{ invariant: 'columns_sum_to_valid', project: 'p1' }],
  });
});

test('T16: 117 for and 20 against is not enough of 235', () => {
  const input = { ...countOf([], { invalid: 0 }), projects: [lineOf(1, 207, 117, 20), lineOf(2, 207, 90)] };
  expect(statusOf(decide(rulesWith({ places: 1 }), input), 'p1')).toBe('not_adopted_below_majority');
});

test('T17: by plurality ten are chosen, by a majority of all nine', () => {
  const votes = [61, 61, 60, 58, 55, 52, 50, 47, 41, 33, 29, 20];
  const input = countOf(votes, { delegates: 70, present: 61, issued: 61, returned: 61, invalid: 0 });
  const rules = rulesWith({ places: 10, delegateTotal: 70 });
  const plural = decide({ ...rules, majorityBase: 'none' }, input);
  expect(plural).toMatchObject({ kind: 'decided', adopted: idsOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
  expect(sentenceOf(plural, 'p3')).toBe('得60票，按得票多少确定，通过，第3名');
  expect(decide(rules, input)).toMatchObject({
    kind: 'shortfall',
    vacant: 1,
    adopted: idsOf(1, 2, 3, 4, 5, 6, 7, 8, 9),
  });
});

test('T18: rank ballots are counted by the weights of the rules and refused without them', () => {
  const ballots = [
    ['A', 'B', 'C'],
    ['A', 'C', 'B'],
    ['B', 'A', 'C'],
  ];
  expect(Object.fromEntries(countRankBallots(ballots, [3, 2, 1]) ?? [])).toEqual({ A: 8, B: 6, C: 4 });
  expect(countRankBallots(ballots, null)).toBeUndefined();
  const rank = rulesWith({ ballotKind: 'rank', majorityBase: 'none', places: 1 });
  const codes = (rules: typeof rank) => checkRules(rules, 3, 'paper').map(({ code }) => code);
  expect(codes(rank)).toContain('rank_without_weights');
  expect(codes({ ...rank, rankWeights: [3, 2, 1] })).not.toContain('rank_without_weights');
  expect(checkRules({ ...rank, rankWeights: [3, 2, 1] }, 3, 'both').map(({ code }) => code)).toContain(
    'rank_not_electronic',
  );
  const points = (votesFor: number, listNumber: number) => ({
    ...lineOf(listNumber, 0, 0),
    paper: { for: votesFor, against: 0, abstain: 0 },
  });
  const heads = { delegates: 3, present: 3, issued: 3, returned: 3, invalid: 0 };
  const input = { ...heads, projects: [points(8, 1), points(6, 2), points(4, 3)] };
  const outcome = decide({ ...rank, rankWeights: [3, 2, 1], delegateTotal: 3 }, input);
  expect(outcome).toMatchObject({ kind: 'decided', adopted: ['p1'] });
  expect(sentenceOf(outcome, 'p1')).toBe('得8分，按得票多少确定，通过，第1名');
});

test('T20: delegates who left are missed at the vote, whatever the opening was', () => {
  const gone = finishedSitting({ present: 155, issued: 155, left: 83, accepted: 0, voteState: 'ready' });
  expect(gate('issue_slips', gone)).toMatchObject({ open: false, missing: [{ rule: 'R-QUORUM-02' }] });
  const input = countOf([150], { present: 155, issued: 155, returned: 155, invalid: 0 });
  expect(decide(rulesWith({ places: 1 }), input).kind).toBe('no_quorum');
});

test('T22: a line that sums to 122 beside lines of 222 is refused by name', () => {
  const rules = rulesWith({ places: 2, delegateTotal: 300 });
  const heads = { delegates: 300, present: 222, issued: 222, returned: 222, invalid: 0 };
  const misprint = { ...lineOf(1, 222, 95, 27), paper: { for: 95, against: 27, abstain: 0 } };
  const input = { ...heads, projects: [misprint, lineOf(2, 222, 145, 3)] };
  expect(checkReport(rules, input)).toMatchObject([
    { invariant: 'columns_sum_to_valid', project: 'p1', numbers: { sum: 122, valid: 222 } },
  ]);
  expect(decide(rules, input).kind).toBe('inconsistent');
});

test('T23: 未按 is shown apart and belongs to the sum', () => {
  const heads = { present: 54, issued: 54, returned: 54, invalid: 0 };
  const line = { ...lineOf(1, 0, 0), electronic: { for: 40, against: 5, abstain: 6, notPressed: 3 } };
  const decideWith = (delegates: number) =>
    decide(rulesWith({ places: 1, delegateTotal: delegates }), { ...heads, delegates, projects: [line] });
  expect(decideWith(79)).toMatchObject({
    kind: 'decided',
    projects: [{ notPressed: 3, abstain: 6, status: 'adopted' }],
  });
  expect(decideWith(80)).toMatchObject({ projects: [{ status: 'not_adopted_below_majority', missing: 1 }] });
});

test('every head of a report that contradicts another is named', () => {
  const failedWith = (changes: Parameters<typeof countOf>[1]) =>
    checkReport(rulesWith({ places: 2 }), countOf([150, 120, 90], changes)).map(({ invariant }) => invariant);
  expect(failedWith({})).toEqual([]);
  expect(failedWith({ delegates: 234 })).toContain('delegates_as_frozen');
  expect(failedWith({ present: 236 })).toContain('present_within_delegates');
  expect(failedWith({ issued: 208 })).toContain('issued_within_present');
  expect(failedWith({ returned: 208 })).toContain('returned_within_issued');
  expect(failedWith({ invalid: 208, projects: [lineOf(1, 205, 9)] })).toContain('invalid_within_returned');
  expect(failedWith({ invalid: 1.5 })).toEqual(['whole_numbers']);
  expect(failedWith({ projects: [] })).toContain('projects_exist');
  expect(failedWith({ projects: [lineOf(1, 205, 9), lineOf(1, 205, 9)] })).toContain('projects_distinct');
  expect(checkReport(rulesWith({ places: 1 }), countOf([150, 120]))).toMatchObject([{ invariant: 'for_within_cap' }]);
  expect(checkReport(rulesWith({ places: 1, pickRule: 'exactly_n' }), countOf([150, 20]))).toMatchObject([
    { invariant: 'for_exactly_cap' },
  ]);
  const over = { ...lineOf(1, 205, 205), paper: { for: 206, against: 0, abstain: 0 } };
  expect(checkReport(rulesWith({ ballotKind: 'approve_only' }), countOf([], { projects: [over] }))).toMatchObject([
    { invariant: 'approvals_within_valid' },
  ]);
});

test('a tie is settled by the clause where the clause settles it', () => {
  const votes = [190, 140, 140, 140];
  const all = decide(rulesWith({ places: 3, tieAtCut: 'take_all' }), countOf(votes));
  expect(all).toMatchObject({ kind: 'decided', adopted: idsOf(1, 2, 3, 4), beyondPlaces: 1 });
  const asked = decide(rulesWith({ places: 3, tieAtCut: 'presidium' }), countOf(votes));
  expect(asked).toMatchObject({ kind: 'presidium', question: 'tie_at_cut', among: idsOf(2, 3, 4), placesLeft: 2 });
  const against = (numbers: number[]) => ({
    ...countOf(votes),
    projects: votes.map((votesFor, i) => lineOf(i + 1, 205, votesFor, numbers[i] ?? 0)),
  });
  const rules = rulesWith({ places: 3, tieAtCut: 'fewer_against_first' });
  expect(decide(rules, against([0, 9, 3, 5]))).toMatchObject({ kind: 'decided', adopted: idsOf(1, 3, 4) });
  expect(decide(rules, against([0, 5, 3, 5]))).toMatchObject({
    kind: 'presidium',
    adopted: idsOf(1, 3),
    among: idsOf(2, 4),
    placesLeft: 1,
  });
});

test('the adopted clause is printed in the step that it governs', () => {
  const rules = rulesWith();
  const clauses = { ...rules.clauses, majorityBase: '第八条 候选项目获得全体代表过半数赞成票的，始得通过。' };
  const outcome = decide({ ...rules, clauses }, countOf(mainCaseVotes));
  expect(outcome.derivation.find(({ rule }) => rule === 'R-MAJOR-01')?.clause).toBe(clauses.majorityBase);
  expect(outcome.derivation.find(({ rule }) => rule === 'R-QUORUM-01')).not.toHaveProperty('clause');
});
