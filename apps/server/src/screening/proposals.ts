import { and, eq, ne } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import {
  beyondWording,
  emptyDraft,
  submissionFaults,
  type BodyOf,
  type Proposal,
  type ProposalLine,
  type ReplyOf,
  type createProposal,
  type listVersions,
  type saveProposal,
} from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { unitNames } from '../accounts/store.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { headingOf } from '../imports/candidates.js';
import { candidateFaults } from '../imports/faults.js';
import { isRefused, refuse, type Refusal, type Result } from '../result.js';
import { accountNames, yearRow, type YearRow } from '../years/store.js';
import { wordedIn } from './revisions.js';
import { isOut, isUnit, mayEdit, type Sight } from './sight.js';
import {
  asCandidate,
  codeOf,
  draftOf,
  isKept,
  keepVersion,
  keptNote,
  nameOf,
  proposalsOf,
  proposalsOfUnit,
  submittedFields,
  suggestionCountOf,
  updateProposal,
  versionsOf,
  wordedNote,
  type ProposalRow,
  type Query,
} from './store.js';
import { lineOf, proposalView, seen } from './view.js';

export const mostOfUnit = 100;

export const listProposalsAct = (deps: Deps, me: SignedIn, year: number): Promise<{ proposals: ProposalLine[] }> =>
  deps.store.read(function* (tx) {
    const office = me.roles.some((role) => role === 'gov_office' || role === 'clerk' || role === 'auditor');
    const rows = office
      ? yield* proposalsOf(tx, year)
      : me.unit === null
        ? []
        : yield* proposalsOfUnit(tx, year, me.unit);
    const proposals: ProposalLine[] = [];
    for (const row of rows) {
      if (isUnit(me, row.unit)) proposals.push(lineOf(row, row.fields, yield* wordedAt(tx, row)));
      else if (isOut(row)) proposals.push(lineOf(row, yield* submittedFields(tx, row)));
    }
    return { proposals };
  });

function* wordedAt(tx: Tx, row: ProposalRow): Query<string | null> {
  return row.submittedAt === null ? null : (wordedIn(yield* versionsOf(tx, row.id), new Map())?.at ?? null);
}

export const listUnitsAct = (deps: Deps) =>
  deps.store.read(function* (tx) {
    return { units: yield* unitNames(tx) };
  });

export const readProposalAct = (deps: Deps, me: SignedIn, id: string): Promise<Result<Proposal, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const found = yield* seen(tx, me, id);
    return isRefused(found) ? found : yield* proposalView(tx, me, found.row, found.sight);
  });

/** A draft leaves no entry in the public log: that it exists is its unit's own matter. */
export async function createProposalAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  { name }: BodyOf<typeof createProposal>,
): Promise<Result<Proposal, 'no_unit' | 'too_many_proposals'>> {
  const { unit } = me;
  if (unit === null || unit === '') return refuse('no_unit');
  const at = timeOf(deps);
  const id = newId(deps.random);
  return deps.store.write(function* (tx) {
    if ((yield* proposalsOfUnit(tx, year, unit)).length >= mostOfUnit) return refuse('too_many_proposals');
    const row = yield* newDraft(tx, { id, year, unit, fields: { ...emptyDraft, name } }, me.accountId, at);
    return yield* proposalView(tx, me, row, 'own');
  });
}

export function* newDraft(
  { q, t }: Tx,
  given: Pick<ProposalRow, 'id' | 'year' | 'unit' | 'fields'> & Partial<Pick<ProposalRow, 'carriedFrom' | 'givenBy'>>,
  by: string,
  at: string,
): Query<ProposalRow> {
  const row = yield* first(
    q
      .insert(t.proposal)
      .values({
        ...given,
        state: 'draft',
        version: 1,
        createdBy: by,
        createdAt: at,
        updatedBy: by,
        updatedAt: at,
        submittedAt: null,
        listNumber: null,
        stateReason: '',
      })
      .returning(),
  );
  return row!;
}

export interface Held {
  readonly row: ProposalRow;
  readonly sight: Sight;
  readonly year: YearRow;
}

/** The proposal for an act on the version that the person read; with a newer one, what stands there now. */
export function* held(
  tx: Tx,
  me: SignedIn,
  id: string,
  version: number,
): Query<Held | Refusal<'not_found' | 'conflict'>> {
  const found = yield* seen(tx, me, id);
  if (isRefused(found)) return found;
  if (found.row.version !== version) return refuse('conflict', yield* proposalView(tx, me, found.row, found.sight));
  return { ...found, year: (yield* yearRow(tx, found.row.year))! };
}

type Incomplete = Refusal<'incomplete'>;

/** What keeps its text from being a candidate project, or nothing. */
function* unfit(tx: Tx, row: ProposalRow): Query<{ path: string; message: string }[]> {
  // The number is given with the first submission.
  const fields = { ...row.fields, code: codeOf(row) || `${row.year}-00` };
  const checked = candidateFaults(asCandidate(row, fields, yield* suggestionCountOf(tx, row.id)));
  return 'faults' in checked ? checked.faults : [];
}

/** What is missing before it can be submitted, each field once, or nothing. */
export function* incomplete(tx: Tx, row: ProposalRow): Query<Incomplete | undefined> {
  const faults = submissionFaults(draftOf(row.fields), row).map(({ path, message }) => ({
    path: path as string,
    message: `${headingOf([path])}：${message}`,
  }));
  const named = new Set(faults.map(({ path }) => path));
  faults.push(...(yield* unfit(tx, row)).filter(({ path }) => !named.has(path)));
  return faults.length > 0 ? refuse('incomplete', faults) : undefined;
}

/** 校核文字 leaves alone what is no wording, and leaves whole what was whole. */
function* unworded(
  tx: Tx,
  row: ProposalRow,
  changed: ProposalRow,
): Query<Incomplete | Refusal<'wording_only'> | undefined> {
  const beyond = beyondWording(draftOf(row.fields), draftOf(changed.fields));
  if (beyond.length > 0)
    return refuse(
      'wording_only',
      beyond.map((key) => headingOf([key])),
    );
  const faults = yield* unfit(tx, changed);
  return faults.length > 0 ? refuse('incomplete', faults) : undefined;
}

type SaveRefusal = 'not_found' | 'conflict' | 'wrong_phase' | 'incomplete' | 'note_needed' | 'wording_only';

export async function saveProposalAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version, fields, note }: BodyOf<typeof saveProposal>,
): Promise<Result<Proposal, SaveRefusal>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Proposal, SaveRefusal>> {
    const it = yield* held(tx, me, id, version);
    if (isRefused(it)) return it;
    const { row, sight, year } = it;
    const how = mayEdit(me, row, year.state);
    if (how === undefined) return refuse('wrong_phase', { state: row.state });
    if (how === 'wording' && (note === null || note === '')) return refuse('note_needed');
    const changed = yield* updateProposal(tx, row, {
      fields: { ...fields, code: codeOf(row) },
      updatedBy: me.accountId,
      updatedAt: at,
    });
    if (how === 'wording') {
      const refused = yield* unworded(tx, row, changed);
      if (refused) return refused;
      yield* append(tx, { type: 'proposal_worded', at, data: { year: row.year, proposal: id, by: me.accountId } });
      yield* keepVersion(tx, changed, `${wordedNote}：${note}`, me.accountId, at);
    } else if (note !== null)
      yield* keepVersion(tx, changed, note === '' ? keptNote : `${keptNote}：${note}`, me.accountId, at);
    return yield* proposalView(tx, me, changed, sight);
  });
}

export const listVersionsAct = (
  deps: Deps,
  me: SignedIn,
  id: string,
): Promise<Result<ReplyOf<typeof listVersions>, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const found = yield* seen(tx, me, id);
    if (isRefused(found)) return found;
    const { row, sight } = found;
    const names = yield* accountNames(tx);
    const fields = sight === 'own' ? row.fields : yield* submittedFields(tx, row);
    return {
      name: nameOf({ fields }),
      year: row.year,
      versions: (yield* versionsOf(tx, id))
        .filter((each) => sight === 'own' || (sight === 'office' && !isKept(each)))
        .map((each) => ({
          version: each.version,
          note: each.note,
          by: names.get(each.by) ?? '',
          at: each.at,
          fields: draftOf(each.fields),
        })),
    };
  });

/** Everything of a year that has left its unit's desk. */
export function* outOf(tx: Tx, year: number): Query<ProposalRow[]> {
  const rows = yield* all(
    tx.q
      .select()
      .from(tx.t.proposal)
      .where(and(eq(tx.t.proposal.year, year), ne(tx.t.proposal.state, 'draft'))),
  );
  return rows.filter(isOut);
}
