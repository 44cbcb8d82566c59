import type { Rows, Tx } from '@piaojue/db';
import type {
  BodyOf,
  Handover,
  HandoverSheet,
  QueryOf,
  checkHandover,
  listHandovers,
  replyHandover,
} from '@piaojue/contract';
import { nextSuggestionState } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { refuse, type Refusal, type Result } from '../result.js';
import { accountNames, places } from '../years/store.js';
import { handoversCounted } from './counting.js';
import { dayInWords, dayOf, todayOf } from './days.js';
import { handoverById, handoversOf, photosHandedOver, updateHandover, type HandoverRow } from './handover-store.js';
import { writeLetters } from './letters.js';

import { say, suggestionBySeq, updateSuggestion } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** A unit has its own papers and no others; offices that issue or audit see all. */
const unitOnly = ({ roles, unit }: SignedIn): string | undefined =>
  roles.some((role) => ['clerk', 'gov_office', 'auditor'].includes(role)) ? undefined : (unit ?? '');

function* view(tx: Tx, row: HandoverRow): Query<Handover> {
  const names = yield* accountNames(tx);
  const suggestion = yield* suggestionBySeq(tx, row.seq);
  return { ...row, title: suggestion?.title ?? '', issuedBy: names.get(row.issuedBy) ?? '' };
}

/** Whether somebody may read this paper, and so the photos that belong to it. */
export const mayReadHandover = (me: SignedIn, { unit }: Pick<HandoverRow, 'unit'>): boolean => {
  const only = unitOnly(me);
  return only === undefined || only === unit;
};

/** Photos of residents are for the unit that handles the matter: not after the paper was recalled. */
export const mayReadPhotos = (me: SignedIn, { state }: Pick<HandoverRow, 'state'>): boolean =>
  unitOnly(me) === undefined || state !== 'recalled';

const isOpen = ({ state }: Pick<Handover, 'state'>): boolean => state === 'issued' || state === 'replied';
/** What presses comes first: late, then by deadline; what is closed comes last, newest first. */
const byUrgency = (a: HandoverSheet, b: HandoverSheet): number =>
  Number(b.late) - Number(a.late) ||
  Number(isOpen(b)) - Number(isOpen(a)) ||
  (isOpen(a) ? a.deadline.localeCompare(b.deadline) || a.number - b.number : b.number - a.number);

export const listHandoversAct = (
  deps: Deps,
  me: SignedIn,
  year: number,
  { figure }: QueryOf<typeof listHandovers>,
): Promise<{ handovers: HandoverSheet[] }> =>
  deps.store.read(function* (tx) {
    const names = yield* accountNames(tx);
    const today = todayOf(deps);
    const counted = figure && handoversCounted(tx, figure, { year, today, announced: false });
    const rows = yield* handoversOf(tx, year, unitOnly(me), counted);
    const towns = new Map((yield* places(tx)).map(({ code, name }) => [code, name]));
    const photos = yield* photosHandedOver(tx, year, unitOnly(me));
    const handovers = rows.map(({ row, suggestion, place, townCode, suggester, passed }) => ({
      ...row,
      ...suggestion,
      // Villages of two towns may have one name.
      place: `${towns.get(townCode ?? '') ?? ''}${place ?? ''}`,
      issuedBy: names.get(row.issuedBy) ?? '',
      late: row.state === 'issued' && row.deadline < today,
      photos: photos.get(String(row.seq)) ?? [],
      hasContact: suggester !== null,
      // For the handling, and no longer than that; not for whoever audits.
      contact: passed !== null && isOpen(row) && !me.roles.includes('auditor') ? suggester : null,
    }));
    return { handovers: handovers.toSorted(byUrgency) };
  });

/** 答复: by the unit it was handed to, or by the government office for it. */
export async function replyHandoverAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version, reply }: BodyOf<typeof replyHandover>,
): Promise<Result<Handover, 'not_found' | 'conflict' | 'wrong_step'>> {
  const at = timeOf(deps);
  const done = await deps.store.write(function* (tx) {
    const row = yield* handoverById(tx, id);
    if (!row || !mayReadHandover(me, row)) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* view(tx, row));
    const suggestion = yield* suggestionBySeq(tx, row.seq);
    const to = suggestion && nextSuggestionState(suggestion.state, 'reply');
    if (row.state !== 'issued' || !suggestion || !to) return refuse('wrong_step', { state: row.state });
    const updated = yield* updateHandover(tx, row, { state: 'replied', reply, repliedBy: me.accountId, repliedAt: at });
    yield* updateSuggestion(tx, suggestion, { state: to });
    yield* say(tx, {
      seq: row.seq,
      at,
      act: 'reply',
      text: `${row.unit}已作答复，正在核查。`,
      by: me.accountId,
      ref: id,
    });
    yield* append(tx, {
      type: 'handover_replied',
      at,
      data: { handover: id, seq: row.seq, unit: row.unit, by: me.accountId },
    });
    return yield* view(tx, updated);
  });
  deps.live.touch();
  return done;
}

/**
 * What was checked and what the office found, for those who handle it: the paper keeps only the last of both. It is never
 * announced: of a reply that was sent back, nobody outside hears.
 */
function* keepCheck(
  tx: Tx,
  { seq, id, unit, reply, repliedAt }: HandoverRow,
  { accepted, text, at, by }: { accepted: boolean; text: string; at: string; by: string },
): Query<void> {
  if (accepted && text === '') return;
  const replied = repliedAt === null ? '' : dayInWords(dayOf(new Date(repliedAt)));
  yield* say(tx, {
    seq,
    at,
    act: 'check_note',
    text: accepted ? `核查意见：${text}` : `退回的答复（${unit}${replied}）：${reply}\n退回的理由：${text}`,
    by,
    ref: id,
    decision: true,
  });
}

/** 核查: accepted, the reply goes to whoever suggested it, word for word; or back to the unit with a new deadline. */
export async function checkHandoverAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { version, accepted, text, deadline }: BodyOf<typeof checkHandover>,
): Promise<Result<Handover, 'not_found' | 'conflict' | 'wrong_step' | 'deadline_past'>> {
  const at = timeOf(deps);
  const today = todayOf(deps);
  const done = await deps.store.write(function* (tx): Query<
    Handover | Refusal<'not_found' | 'conflict' | 'wrong_step' | 'deadline_past'>
  > {
    const row = yield* handoverById(tx, id);
    if (!row) return refuse('not_found');
    if (row.version !== version) return refuse('conflict', yield* view(tx, row));
    const suggestion = yield* suggestionBySeq(tx, row.seq);
    if (row.state !== 'replied' || !suggestion) return refuse('wrong_step', { state: row.state });
    if (!accepted && (deadline === null || deadline < today)) return refuse('deadline_past');
    const checked = { checkText: text, checkedBy: me.accountId, checkedAt: at };
    const updated = yield* updateHandover(
      tx,
      row,
      accepted
        ? { state: 'accepted', ...checked }
        : // The new deadline is for a new reply: the unit still reads the old one, which no longer counts as given.
          { state: 'issued', deadline: deadline ?? row.deadline, repliedBy: null, repliedAt: null, ...checked },
    );
    yield* keepCheck(tx, row, { accepted, text, at, by: me.accountId });
    if (!accepted) {
      const to = nextSuggestionState(suggestion.state, 'send_back');
      if (!to) return refuse('wrong_step', { state: suggestion.state });
      yield* updateSuggestion(tx, suggestion, { state: to });
    }
    const event = yield* say(tx, {
      seq: row.seq,
      at,
      act: accepted ? 'checked' : 'send_back',
      text: accepted
        ? `${row.unit}答复：${row.reply}`
        : `核查后退回${row.unit}重办，要求${dayInWords(updated.deadline)}前答复。`,
      by: me.accountId,
      ref: id,
    });
    if (accepted) yield* writeLetters(tx, [event], at, deps.random);
    yield* append(tx, {
      type: accepted ? 'handover_accepted' : 'handover_sent_back',
      at,
      data: { handover: id, seq: row.seq, unit: row.unit, deadline: updated.deadline, by: me.accountId },
    });
    return yield* view(tx, updated);
  });
  deps.live.touch();
  return done;
}
