import { assertNever } from './assert-never.js';
import type { BallotRules } from './ballot-rules.js';
import { inResultOrder } from './decide.js';
import { stepOf } from './derivation.js';
import type { Outcome, PresidiumNeeded, ProjectId, ProjectResult, Shortfall, Step } from './outcome.js';

/** A decision of the presidium (大会主席团决定); `minutes` names the record that it stands in. */
export type PresidiumDecision = { readonly minutes: string } & (
  | { readonly kind: 'choose'; readonly projects: readonly ProjectId[] }
  | { readonly kind: 'revote' }
  | { readonly kind: 'leave_vacant' }
  | { readonly kind: 'next_session' }
);

/** What becomes of places for which no project is chosen. */
export const presidiumCourses = ['leave_vacant', 'revote', 'next_session'] as const;
export type PresidiumCourse = (typeof presidiumCourses)[number];

export type PresidiumRefusal =
  'nothing_to_decide' | 'not_among' | 'too_many' | 'below_majority' | 'no_revote_left' | 'minutes_missing';

/** Why a decision does not fit, and what to do instead. */
export const presidiumRefusals: Readonly<Record<PresidiumRefusal, string>> = {
  nothing_to_decide: '这个结果不需要主席团决定。',
  not_among: '所选项目不在需要决定的项目中，请只从列出的项目中选择。',
  too_many: '所选项目多于剩余名额，请减少所选项目。',
  below_majority: '所选项目没有达到过半数，不能列入；请不选项目，写明名额空缺的决定。',
  no_revote_left: '再次投票的次数已经用完，请选择列入的项目。',
  minutes_missing: '请写明主席团的决定。',
};

export type PresidiumResult =
  { readonly ok: true; readonly outcome: Outcome } | { readonly ok: false; readonly refusal: PresidiumRefusal };

/**
 * What the presidium wrote down, the projects it chose (none: no choice) and else the course it took, as the decision that
 * the question asks for.
 */
export const presidiumDecision = (
  question: PresidiumNeeded['question'],
  minutes: string,
  projects: readonly ProjectId[],
  course?: PresidiumCourse,
): PresidiumDecision =>
  projects.length > 0
    ? { kind: 'choose', projects, minutes }
    : { kind: course ?? (question === 'shortfall' ? 'leave_vacant' : 'revote'), minutes };

/** A slip serves the ballot and two re-votes. */
const lastRound = 3;

/**
 * Applies what the presidium decided on a tie or on vacant places. It may choose among tied projects, which all have
 * the majority, but never adopt a project that has none.
 * @returns the new outcome with the decision as its last step, or why the decision does not fit.
 */
export function applyPresidiumDecision(
  rules: BallotRules,
  outcome: Outcome,
  decision: PresidiumDecision,
): PresidiumResult {
  if (outcome.kind !== 'presidium' && outcome.kind !== 'shortfall') return refuse('nothing_to_decide');
  if (decision.minutes.trim() === '') return refuse('minutes_missing');
  const open: OpenQuestion = {
    vacant: outcome.kind === 'presidium' ? outcome.placesLeft : outcome.vacant,
    among: outcome.kind === 'presidium' ? outcome.among : outcome.candidates,
    isTie: outcome.kind === 'presidium' && outcome.question !== 'shortfall',
  };
  switch (decision.kind) {
    case 'choose':
      return choose(rules, outcome, open, decision.projects, decision.minutes);
    case 'revote': {
      if (outcome.round >= lastRound || open.among.length === 0) return refuse('no_revote_left'); // R-REVOTE-04
      const words = `大会主席团决定就${open.among.length}项再次投票（${decision.minutes}）。`;
      const derivation = [...outcome.derivation, stepOf(rules, 'R-REVOTE-04', numbersOf(open), words, 'maxRevotes')];
      if (open.isTie)
        return accept({ ...plain(outcome), kind: 'revote', among: open.among, placesLeft: open.vacant, derivation });
      const step = stepOf(rules, 'R-SHORT-02', numbersOf(open), words, 'revoteCandidates');
      const projects = outcome.projects.map((line) =>
        open.among.includes(line.project)
          ? decidedLine(line, 'revote_candidate', '列为再次投票的候选项目', step)
          : line,
      );
      return accept({ ...short(outcome, 'revote_now', open, derivation), projects });
    }
    case 'leave_vacant':
    case 'next_session': {
      const next = decision.kind === 'leave_vacant' ? 'fewer_stand' : 'next_session';
      const rest = next === 'fewer_stand' ? '不再补足，名额空缺' : '留待下次会议票决';
      const words = `大会主席团决定不足的${open.vacant}项${rest}（${decision.minutes}）。`;
      const step = stepOf(rules, 'R-SHORT-04', numbersOf(open), words, 'shortfall');
      const projects = outcome.projects.map((line) =>
        open.isTie && open.among.includes(line.project)
          ? tieLine(line, 'not_adopted_by_presidium', '大会主席团决定不列入', step)
          : line,
      );
      return accept({ ...short(outcome, next, open, [...outcome.derivation, step]), projects });
    }
    default:
      return assertNever(decision);
  }
}

interface OpenQuestion {
  readonly vacant: number;
  readonly among: readonly ProjectId[];
  readonly isTie: boolean;
}

function choose(
  rules: BallotRules,
  outcome: PresidiumNeeded | Shortfall,
  open: OpenQuestion,
  chosen: readonly ProjectId[],
  minutes: string,
): PresidiumResult {
  if (!open.isTie) return refuse('below_majority'); // R-MAJOR-01 stands above a decision of the presidium
  const distinct = [...new Set(chosen)];
  if (!distinct.every((project) => open.among.includes(project))) return refuse('not_among');
  if (distinct.length > open.vacant) return refuse('too_many');
  const words = `末位票数相等，大会主席团决定列入${distinct.length}项（${minutes}）。`;
  const step = stepOf(rules, 'R-REVOTE-03', { ...numbersOf(open), chosen: distinct.length }, words, 'tieAtCut');
  const derivation = [...outcome.derivation, step];
  const projects = outcome.projects.map((line) => {
    if (distinct.includes(line.project)) return tieLine(line, 'adopted', '大会主席团决定列入', step);
    if (open.among.includes(line.project))
      return tieLine(line, 'not_adopted_by_presidium', '大会主席团决定不列入', step);
    return line;
  });
  const adopted = inResultOrder(rules, projects, [...outcome.adopted, ...distinct]);
  const vacant = open.vacant - distinct.length;
  const next = { ...plain(outcome), projects, adopted, derivation };
  return accept(
    vacant === 0
      ? { ...next, kind: 'decided', beyondPlaces: 0 }
      : { ...next, kind: 'shortfall', next: 'fewer_stand', vacant, candidates: [] },
  );
}

const accept = (outcome: Outcome): PresidiumResult => ({ ok: true, outcome });
const refuse = (refusal: PresidiumRefusal): PresidiumResult => ({ ok: false, refusal });
const numbersOf = ({ vacant, among }: OpenQuestion) => ({ placesLeft: vacant, among: among.length });
const plain = ({ round, places, projects, adopted }: PresidiumNeeded | Shortfall) => ({
  round,
  places,
  projects,
  adopted,
});

const short = (
  outcome: PresidiumNeeded | Shortfall,
  next: Shortfall['next'],
  { vacant, among, isTie }: OpenQuestion,
  derivation: readonly Step[],
): Shortfall => ({ ...plain(outcome), kind: 'shortfall', next, vacant, candidates: isTie ? [] : among, derivation });

/** A project of the tie: its last step said that it is undecided, and now says who decided. */
function tieLine(line: ProjectResult, status: ProjectResult['status'], words: string, step: Step): ProjectResult {
  const derivation = line.derivation.map((each, i) =>
    i === line.derivation.length - 1 ? { ...each, sentence: each.sentence.replace(/，待定$/, '') } : each,
  );
  return decidedLine({ ...line, derivation }, status, words, step);
}

/** Adopted although its votes were equal to those of others: by decision of the presidium, not by votes (R-REVOTE-03). */
export const isAdoptedByPresidium = ({ status, derivation }: Pick<ProjectResult, 'status' | 'derivation'>): boolean =>
  status === 'adopted' && derivation.some(({ rule }) => rule === 'R-REVOTE-03');

function decidedLine(line: ProjectResult, status: ProjectResult['status'], words: string, step: Step): ProjectResult {
  const derivation = [...line.derivation, { ...step, sentence: words }];
  return { ...line, status, derivation, sentence: derivation.map(({ sentence }) => sentence).join('，') };
}
