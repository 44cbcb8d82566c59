import { all, first, type Rows, type Tx } from '@piaojue/db';
import type {
  Attendance,
  BodyOf,
  Delegate,
  ImportReport,
  Sitting,
  SittingSummary,
  createSitting,
  importDelegates,
} from '@piaojue/contract';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { delegatesFrom, delegatesFromJson } from '../imports/delegates.js';
import { readImport } from '../imports/read-import.js';
import { reportOf } from '../imports/report.js';
import type { TableRefusal } from '../imports/table.js';
import { isRefused, refuse, type Result } from '../result.js';
import { votesOfSitting } from '../votes/store.js';
import { sittingSummary, sittingView } from './view.js';
import {
  attendanceOf,
  delegatesById,
  delegatesOf,
  removeRoll,
  setPresent,
  sittingById,
  sittingsNewestFirst,
} from './store.js';

export const listSittingsAct = async (deps: Deps) => ({
  sittings: (await deps.store.read(sittingsNewestFirst)).map(sittingSummary),
});

export async function createSittingAct(
  deps: Deps,
  by: string,
  { title, year }: BodyOf<typeof createSitting>,
): Promise<SittingSummary> {
  const row = { id: newId(deps.random), title, year, createdAt: timeOf(deps) };
  await deps.store.write(function* (tx) {
    yield* first(tx.q.insert(tx.t.sitting).values(row).returning());
    yield* append(tx, { type: 'sitting_created', at: row.createdAt, data: { sitting: row.id, title, year, by } });
  });
  return sittingSummary(row);
}

export const readSittingAct = async (deps: Deps, sittingId: string): Promise<Result<Sitting, 'not_found'>> =>
  deps.store.read((tx) => sittingView(tx, sittingId));

export async function listDelegatesAct(deps: Deps, sittingId: string): Promise<{ delegates: Delegate[] }> {
  const rows = await deps.store.read((tx) => delegatesOf(tx, sittingId));
  return {
    delegates: rows.map(({ delegate, delegation }) => ({
      id: delegate.id,
      number: delegate.number,
      name: delegate.name,
      delegation,
      delegationId: delegate.delegationId,
      suspended: delegate.suspended,
      present: delegate.present,
    })),
  };
}

/** Replaces the whole roll, or nothing at all. Refused once somebody has checked in. */
export async function importDelegatesAct(
  deps: Deps,
  by: string,
  sittingId: string,
  { format, content, commit }: BodyOf<typeof importDelegates>,
): Promise<Result<ImportReport, 'not_found' | 'roll_in_use' | TableRefusal>> {
  const given = await readImport(format, content);
  if (isRefused(given)) return given;
  const { value, notices } = given;
  const {
    rows: found,
    lines,
    errors,
  } = format === 'json' ? delegatesFromJson(value) : delegatesFrom(value as string[][]);
  const preview = lines.map((line) => [line.number, line.name, line.delegation, line.suspended ? '是' : '否']);
  if (errors.length > 0 || !commit) return reportOf(found, errors, preview, 0, notices);

  const names = [...new Set(lines.map(({ delegation }) => delegation))];
  const delegations = names.map((name, position) => ({ id: newId(deps.random), sittingId, name, position }));
  const idOf = new Map(delegations.map(({ name, id }) => [name, id]));
  const rows = lines.map(({ number, name, delegation, suspended }) => ({
    id: newId(deps.random),
    sittingId,
    delegationId: idOf.get(delegation) ?? '',
    number,
    name,
    suspended,
    present: false,
  }));
  const at = timeOf(deps);
  const salt = deps.random(32);
  const done = await deps.store.write(function* (tx) {
    if (!(yield* sittingById(tx, sittingId))) return refuse('not_found');
    if ((yield* attendanceOf(tx, sittingId)).present > 0) return refuse('roll_in_use');
    // 应到 stands in the frozen rules: another roll would contradict the count.
    const votes = yield* votesOfSitting(tx, sittingId);
    if (votes.some(({ state }) => !['draft', 'void', 'published'].includes(state)))
      return refuse('roll_in_use', ['候选项目和票决规则已经定稿，应到人数不再变动。']);
    yield* removeRoll(tx, sittingId);
    yield* all(tx.q.insert(tx.t.delegation).values(delegations).returning({ id: tx.t.delegation.id }));
    for (let from = 0; from < rows.length; from += 200)
      yield* all(
        tx.q
          .insert(tx.t.delegate)
          .values(rows.slice(from, from + 200))
          .returning({ id: tx.t.delegate.id }),
      );
    yield* append(tx, {
      type: 'roll_imported',
      at,
      data: { sitting: sittingId, delegates: rows.length, delegations: names.length, by },
      personal: { salt, clear: { roll: lines.map(({ number, name, delegation }) => [number, name, delegation]) } },
    });
    return undefined;
  });
  return done ?? reportOf(lines.length, [], preview, lines.length, notices);
}

/** 签到 and its undoing. */
export async function setPresenceAct(
  deps: Deps,
  by: string,
  sittingId: string,
  delegateIds: readonly string[],
  present: boolean,
): Promise<Result<Attendance, 'not_found' | 'delegate_suspended' | 'fewer_present_than_slips'>> {
  const at = timeOf(deps);
  const salt = deps.random(32);
  return deps.store.write(function* (tx) {
    const found = yield* delegatesById(tx, sittingId, delegateIds);
    if (found.length !== new Set(delegateIds).size) return refuse('not_found');
    const changing = found.filter((delegate) => delegate.present !== present);
    const suspended = changing.filter((delegate) => delegate.suspended && present);
    if (suspended.length > 0)
      return refuse(
        'delegate_suspended',
        suspended.map(({ name }) => name),
      );
    if (changing.length > 0) {
      yield* setPresent(
        tx,
        changing.map(({ id }) => id),
        present,
      );
      yield* append(tx, {
        type: present ? 'delegates_checked_in' : 'delegates_checked_out',
        at,
        data: { sitting: sittingId, delegates: changing.length, by },
        personal: { salt, clear: { delegates: changing.map(({ id }) => id) } },
      });
    }
    const attendance = yield* attendanceOf(tx, sittingId);
    // While people vote, each slip out belongs to somebody present. Before, whoever leaves is recorded, and the vote is
    // not opened until quorum and slips are right again (T20).
    if (!present && attendance.present < (yield* slipsBeingUsed(tx, sittingId)))
      return refuse('fewer_present_than_slips');
    return attendance;
  });
}

/** The slips of the vote that is open; 0 where none is. */
function* slipsBeingUsed(tx: Tx, sittingId: string): Generator<Rows<unknown>, number, unknown> {
  const open = (yield* votesOfSitting(tx, sittingId)).filter(({ state }) => state === 'open' || state === 'suspended');
  return Math.max(0, ...open.map(({ issued }) => issued ?? 0));
}
