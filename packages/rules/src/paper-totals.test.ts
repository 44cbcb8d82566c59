import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkReport } from './check-report.js';
import { checkPaper, type PaperReport } from './paper-totals.js';
import { rulesWith } from './testing/situations.js';

const box = { present: 207, issued: 207, boxed: 100 };
const paper: PaperReport = {
  issued: 0,
  returned: 10,
  invalidOverPick: 1,
  invalidIllegible: 1,
  projects: [
    { listNumber: 1, for: 5, against: 2, abstain: 1 },
    { listNumber: 2, for: 8, against: 0, abstain: 0 },
  ],
};
const rules = rulesWith({ places: 2 });
const said = (changes: Partial<PaperReport>, given = rules) =>
  checkPaper(given, box, { ...paper, ...changes }).map(({ severity, sentence }) => `${severity}: ${sentence}`);

test('numbers that agree raise nothing', () => {
  expect(said({})).toEqual([]);
});

test('R-SLIP-01: sheets handed out beside the slips are no more than the delegates present', () => {
  expect(said({ issued: 1 })[0]).toMatch(/^error: 表决票207张加另外发出的1张，多于实到代表207人/);
});

test('R-COUNT-01: more ballots returned than issued is said, and may be entered: it is a fact (T04)', () => {
  expect(said({ returned: 108, invalidOverPick: 99, invalidIllegible: 1 })).toEqual([
    'warning: 纸质票108张加电子票100张，多于发出的207张。请核对；确实如此时本次票决无效。',
  ]);
});

test('R-COUNT-03 to R-COUNT-05: invalid ballots, lines and approvals that cannot be are named', () => {
  expect(said({ invalidOverPick: 12 })).toEqual(['error: 无效票13张，多于收回的10张。']);
  const [, second] = paper.projects;
  const lines = (first: Partial<PaperReport['projects'][number]>) => ({
    projects: [{ ...paper.projects[0]!, ...first }, second!],
  });
  expect(said(lines({ against: 3 }))).toEqual(['error: 第1号项目赞成、反对、弃权合计9票，应等于有效票8张。']);
  expect(said(lines({ for: 9 }))[0]).toBe('error: 第1号项目赞成9票，多于有效票8张。');
  expect(said({}, rulesWith({ places: 1 }))[0]).toContain('赞成票合计13票，多于有效票8张每张最多1项的8票');
  expect(said({}, rulesWith({ places: 1, pickRule: 'no_limit' }))).toEqual([]);
  const approve = rulesWith({ places: 2, ballotKind: 'approve_only' });
  expect(said({}, approve)).toEqual(['error: 第1号项目有反对票2票，本次表决票没有反对栏。']);
});

test('an empty field is no number: nothing is said that needs it', () => {
  const empty = { listNumber: 1, for: null, against: null, abstain: null };
  expect(said({ returned: null, invalidOverPick: 500, projects: [empty] })).toEqual([]);
  expect(said({ projects: [empty] })).toEqual([]);
});

/** Marks of single ballots, so that the sums are those of a real box. */
const arbBallots = (projects: number, cap: number, kind: 'approve_only' | 'for_against_abstain', most: number) =>
  fc.array(
    fc
      .array(fc.nat(kind === 'approve_only' ? 1 : 2), { minLength: projects, maxLength: projects })
      .map((marks) =>
        marks.map((mark, i) => (mark === 1 && marks.slice(0, i).filter((m) => m === 1).length >= cap ? 0 : mark)),
      ),
    { maxLength: most },
  );

test('a report of the papers without an error never makes an inconsistent outcome', () => {
  let clean = 0;
  fc.assert(
    fc.property(
      fc.constantFrom('approve_only' as const, 'for_against_abstain' as const),
      fc.constantFrom('at_most_n' as const, 'no_limit' as const),
      fc.integer({ min: 1, max: 3 }).chain((places) =>
        fc.record({
          places: fc.constant(places),
          electronic: arbBallots(4, places, 'approve_only', 4),
          returned: fc.nat(4),
          invalid: fc.nat(2),
          extra: fc.nat(1),
          wishes: fc.array(fc.tuple(fc.nat(2), fc.nat(1), fc.nat(9)), { minLength: 4, maxLength: 4 }),
        }),
      ),
      (ballotKind, pickRule, { places, electronic, returned, invalid, extra, wishes }) => {
        // Most lines add up, some miss by one.
        const lines = wishes.map(
          ([yes, no, miss]) =>
            [
              yes,
              ballotKind === 'approve_only' ? 0 : no,
              Math.max(0, returned - invalid - yes - (ballotKind === 'approve_only' ? 0 : no)) + (miss === 0 ? 1 : 0),
            ] as const,
        );
        const given = rulesWith({ places, ballotKind, pickRule, delegateTotal: 12 });
        const report: PaperReport = {
          issued: extra,
          returned,
          invalidOverPick: invalid,
          invalidIllegible: 0,
          projects: lines.map(([yes, no, none], i) => ({ listNumber: i + 1, for: yes, against: no, abstain: none })),
        };
        const sealed = { present: 10, issued: 9, boxed: electronic.length };
        if (checkPaper(given, sealed, report).some(({ severity }) => severity === 'error')) return;
        clean += 1;
        const votesOf = (i: number, mark: number) => electronic.filter((marks) => marks[i] === mark).length;
        const failed = checkReport(given, {
          delegates: 12,
          present: 10,
          issued: 9 + extra,
          returned: electronic.length + returned,
          invalid,
          projects: lines.map(([yes, no, none], i) => ({
            project: `p${i}`,
            listNumber: i + 1,
            title: `${i}`,
            electronic: { for: votesOf(i, 1), against: 0, abstain: votesOf(i, 0) },
            paper: { for: yes, against: no, abstain: none },
          })),
        });
        expect(failed.filter(({ invariant }) => invariant !== 'returned_within_issued')).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
  expect(clean).toBeGreaterThan(50);
});
