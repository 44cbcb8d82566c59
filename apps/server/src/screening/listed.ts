import type { CandidateFields, ListedProject } from '@piaojue/contract';
import type { YearListRow } from './store.js';

/** Projects out of a canonical text, read back: quantities that are no whole numbers stand in it as text. */
const readBack = (projects: readonly ListedProject[]): ListedProject[] =>
  projects.map((each) => ({
    ...each,
    fields: {
      ...each.fields,
      targets: each.fields.targets.map((target) => ({ ...target, quantity: Number(target.quantity) })),
    },
  }));

/** The list as it was submitted. */
export const listedIn = (row: Pick<YearListRow, 'list'>): ListedProject[] =>
  readBack((JSON.parse(row.list) as { projects: ListedProject[] }).projects);

/** The candidates exactly as they were fixed, in the order of the ballot; none before the decision. */
export const fixedIn = (row: Pick<YearListRow, 'candidates'>): ListedProject[] =>
  row.candidates === null ? [] : readBack((JSON.parse(row.candidates) as { candidates: ListedProject[] }).candidates);

/**
 * What the public, the delegates and the ballot read of a project: without the person in charge, preparations and notes,
 * which are for the offices and the standing committee.
 */
export const publicFields = (fields: CandidateFields): CandidateFields => ({
  ...fields,
  contact: '',
  readiness: '',
  note: '',
});
