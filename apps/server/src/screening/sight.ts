import { proposalActsIn, type ProposalAct, type ProposalState, type YearState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import type { ProposalRow } from './store.js';

/** How somebody sees a proposal: their unit wrote it, their office handles it, or their opinion on it was asked for. */
export type Sight = 'own' | 'office' | 'asked';

export const isOffice = ({ roles }: SignedIn): boolean =>
  roles.some((role) => role === 'gov_office' || role === 'clerk' || role === 'auditor');
export const isUnit = (me: SignedIn, unit: string): boolean =>
  me.roles.includes('unit') && me.unit !== null && me.unit === unit;
const has = ({ roles }: SignedIn, ...wanted: string[]): boolean => roles.some((role) => wanted.includes(role));

/** It has left its unit's desk: a draft, also one that was opened again, is the unit's alone. */
export const isOut = (row: Pick<ProposalRow, 'state' | 'submittedAt'>): boolean =>
  row.state !== 'draft' && row.submittedAt !== null;

/** @returns undefined where this person must not even learn that it exists. */
export function sightOf(me: SignedIn, row: ProposalRow, asked: readonly string[]): Sight | undefined {
  if (isUnit(me, row.unit)) return 'own';
  if (!isOut(row)) return undefined;
  if (isOffice(me)) return 'office';
  return asked.some((unit) => isUnit(me, unit)) ? 'asked' : undefined;
}

interface Permit {
  readonly who: (me: SignedIn, row: ProposalRow) => boolean;
  readonly from: readonly ProposalState[];
  readonly years: readonly YearState[];
  /** At the gate: only for what was on the list and was sent back. */
  readonly again?: boolean;
  readonly reason?: boolean;
}
const owner = (me: SignedIn, row: ProposalRow): boolean => isUnit(me, row.unit);
const government = (me: SignedIn): boolean => has(me, 'gov_office');
const early = ['collect', 'screen'] as const;
const gate = ['standing_committee_review'] as const;

/** Who makes which move, out of which state, in which state of the year. Fixing and keeping are parts of the decision. */
const permits: Readonly<Partial<Record<ProposalAct, readonly Permit[]>>> = {
  submit: [
    { who: owner, from: ['draft', 'returned'], years: early },
    { who: owner, from: ['returned'], years: gate, again: true },
  ],
  withdraw: [
    { who: owner, from: ['draft', 'submitted', 'returned', 'shortlisted'], years: early, reason: true },
    // The government takes a project off its list; the clerk records it.
    {
      who: (me) => has(me, 'gov_office', 'clerk'),
      from: ['listed', 'returned', 'submitted', 'shortlisted'],
      years: gate,
      again: true,
      reason: true,
    },
  ],
  return: [
    { who: government, from: ['submitted'], years: early, reason: true },
    { who: government, from: ['submitted'], years: gate, again: true, reason: true },
  ],
  reject: [{ who: government, from: ['submitted', 'shortlisted'], years: ['screen'], reason: true }],
  shortlist: [
    { who: government, from: ['submitted'], years: ['screen'] },
    { who: government, from: ['submitted'], years: gate, again: true },
  ],
  unlist: [{ who: government, from: ['shortlisted'], years: ['screen'], reason: true }],
  list: [{ who: government, from: ['shortlisted'], years: gate, again: true }],
  send_back: [{ who: (me) => has(me, 'clerk'), from: ['listed'], years: gate, reason: true }],
  reopen: [
    { who: owner, from: ['withdrawn'], years: early },
    { who: government, from: ['rejected'], years: ['screen'], reason: true },
  ],
};

const holds = (permit: Permit, row: ProposalRow, year: YearState): boolean =>
  permit.from.includes(row.state) && permit.years.includes(year) && (!permit.again || row.listNumber !== null);

/** @returns the permit, or why there is none: it is not for this person at all, or not now. */
export function permitFor(
  me: SignedIn,
  row: ProposalRow,
  year: YearState,
  act: ProposalAct,
): { needsReason: boolean } | 'not_your_act' | 'wrong_phase' {
  const mine = (permits[act] ?? []).filter(({ who }) => who(me, row));
  if (mine.length === 0) return 'not_your_act';
  const permit = mine.find((each) => holds(each, row, year));
  return permit ? { needsReason: permit.reason === true } : 'wrong_phase';
}

export const actsFor = (me: SignedIn, row: ProposalRow, year: YearState): ProposalAct[] =>
  proposalActsIn(row.state).filter((act) => typeof permitFor(me, row, year, act) === 'object');

/** Whether this person may change the text: its unit while it is on its desk, the office while it screens. */
export function mayEdit(me: SignedIn, row: ProposalRow, year: YearState): 'draft' | 'wording' | undefined {
  if (isUnit(me, row.unit) && (row.state === 'draft' || row.state === 'returned')) {
    const back = row.state === 'returned' && row.listNumber !== null && year === 'standing_committee_review';
    return back || (early as readonly YearState[]).includes(year) ? 'draft' : undefined;
  }
  const open = row.state === 'submitted' || row.state === 'shortlisted';
  return has(me, 'gov_office', 'clerk') && open && year === 'screen' ? 'wording' : undefined;
}

export const mayMark = (me: SignedIn, row: ProposalRow, year: YearState): boolean =>
  government(me) &&
  ((row.state === 'submitted' && year === 'collect') ||
    ((row.state === 'submitted' || row.state === 'shortlisted') &&
      (year === 'screen' || year === 'standing_committee_review')));

/** 会签 by its unit, opinions by the office; on what was submitted. */
export const mayAsk = (me: SignedIn, row: ProposalRow): boolean =>
  ['submitted', 'returned', 'shortlisted'].includes(row.state) &&
  row.submittedAt !== null &&
  (isUnit(me, row.unit) || government(me));
