import { readFileSync } from 'node:fs';
import type { Mark } from '@piaojue/ballot-crypto';

/** What a rehearsal votes on, and what must come out. Totals are in whole ballots, in the order of the list. */
export interface Source {
  readonly title: string;
  /** The candidate list as our JSON import takes it. */
  readonly projects: readonly Record<string, unknown>[];
  readonly places: number;
  /** Most "for" on one ballot; null = as many as there are projects. */
  readonly cap: number | null;
  readonly ballots: readonly (readonly Mark[])[];
  /** Valid ballots that were cast on paper. */
  readonly paper: readonly (readonly Mark[])[];
  /** Ballots that mark more than the cap: invalid, on paper (a phone refuses them). */
  readonly overPicked: number;
  readonly expectedFor: readonly number[] | undefined;
  readonly expectedAdopted: readonly number[] | undefined;
  readonly delegates: number;
  readonly present: number;
}

/** T01 of domain.md 3.2: approvals by list number, 205 valid ballots, 2 invalid. */
export const t01 = {
  approvals: [
    196, 188, 175, 190, 181, 162, 150, 178, 158, 171, 183, 176, 169, 166, 149, 147, 160, 141, 135, 168, 112, 153, 104,
    120, 131,
  ],
  valid: 205,
  invalid: 2,
  delegates: 235,
  present: 207,
  adopted: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 22],
} as const;

/** Ballots with exactly these column sums and at most `cap` marks each: every mark goes where the most room is left. */
export function ballotsWithSums(sums: readonly number[], ballots: number, cap: number, against: boolean): Mark[][] {
  const room = Array.from({ length: ballots }, () => cap);
  const marks: Mark[][] = Array.from({ length: ballots }, (_, i) =>
    sums.map((_, j) => (against && (i + j) % 3 !== 0 ? 'against' : 'abstain')),
  );
  for (const [j, sum] of sums.entries()) {
    const order = room
      .map((left, i) => ({ left, i }))
      .toSorted((a, b) => b.left - a.left || ((a.i + 7 * j) % ballots) - ((b.i + 7 * j) % ballots));
    if ((order[sum - 1]?.left ?? 1) < 1) throw new RangeError(`no room for ${sum} marks on project ${j + 1}`);
    for (const { i } of order.slice(0, sum)) {
      marks[i]![j] = 'for';
      room[i]! -= 1;
    }
  }
  return marks;
}

export function readProjects(file: string): Record<string, unknown>[] {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const list = Array.isArray(parsed) ? parsed : (parsed as { projects?: unknown }).projects;
  if (!Array.isArray(list)) throw new Error(`${file} holds no list of projects`);
  return list as Record<string, unknown>[];
}

export function demoSource(projectsFile: string, kind: 'approve_only' | 'for_against_abstain'): Source {
  return {
    title: '2024年度民生实事项目票决',
    projects: readProjects(projectsFile),
    places: 20,
    cap: 20,
    ballots: ballotsWithSums(t01.approvals, t01.valid, 20, kind === 'for_against_abstain'),
    paper: [],
    overPicked: t01.invalid,
    expectedFor: t01.approvals,
    expectedAdopted: t01.adopted,
    delegates: t01.delegates,
    present: t01.present,
  };
}

/** `count` ballots marked at random by a seeded generator (mulberry32), so that a run can be repeated. */
export function randomSource(
  projectsFile: string,
  count: number,
  seed: number,
  kind: 'approve_only' | 'for_against_abstain',
): Source {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const projects = readProjects(projectsFile);
  const places = Math.max(1, Math.floor(projects.length * 0.8));
  const ballots = Array.from({ length: count }, () => {
    let left = places;
    return projects.map((): Mark => {
      const draw = next();
      if (draw < 0.7 && left > 0) {
        left -= 1;
        return 'for';
      }
      return kind === 'for_against_abstain' && draw < 0.9 ? 'against' : 'abstain';
    });
  });
  return {
    title: '随机票决演练',
    projects,
    places,
    cap: places,
    ballots,
    paper: [],
    overPicked: 0,
    expectedFor: projects.map((_, j) => ballots.filter((marks) => marks[j] === 'for').length),
    expectedAdopted: undefined,
    delegates: Math.ceil(count * 1.1),
    present: count,
  };
}
