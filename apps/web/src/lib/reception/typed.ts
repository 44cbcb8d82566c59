import type { BodyOf, sendReception } from '@piaojue/contract';
import type { categoryNames } from '../wording/suggestions.js';
import type { Entry, KeptPhoto } from './queue.js';

type Body = BodyOf<typeof sendReception>;

/** The form of a reception as it stands on the screen, sent or not. */
export interface Typed {
  /** datetime-local of this device, to the minute. */
  when: string;
  /** Somebody set the time; else it is when the first was typed. */
  timed: boolean;
  visitors: number;
  opinion: string;
  solved: boolean;
  solvedHow: string;
  asSuggestion: boolean;
  category: (typeof categoryNames)[number];
  title: string;
  reason: string;
  advice: string;
  placeCode: string;
  placeNote: string;
  name: string;
  phone: string;
  photos: KeptPhoto[];
}

/** A time as a datetime-local field of this device shows it. */
export const hereAt = (time: Date): string =>
  new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export const blankTyped = (now: Date): Typed => ({
  when: hereAt(now),
  timed: false,
  visitors: 1,
  opinion: '',
  solved: false,
  solvedHow: '',
  asSuggestion: false,
  category: '交通出行',
  title: '',
  reason: '',
  advice: '',
  placeCode: '',
  placeNote: '',
  name: '',
  phone: '',
  photos: [],
});

/** Has anybody written something that should not be lost? */
export const isBegun = ({
  timed,
  visitors,
  solved,
  opinion,
  solvedHow,
  title,
  reason,
  advice,
  placeNote,
  name,
  phone,
  photos,
}: Typed): boolean =>
  timed ||
  solved ||
  visitors !== 1 ||
  photos.length > 0 ||
  [opinion, solvedHow, title, reason, advice, placeNote, name, phone].some((text) => text !== '');

/** The time is still that of now: nothing was begun, the time itself among it. */
export const isOfNow = (typed: Typed): boolean => !isBegun(typed);

/** What goes to the server. @throws RangeError where the time is none. */
export function bodyOf(typed: Typed, clientId: string): Body {
  const { visitors, opinion, solved, solvedHow, asSuggestion, category, title, reason, advice } = typed;
  const suggestion = {
    category,
    title,
    content: opinion,
    reason,
    advice,
    placeCode: typed.placeCode || null,
    placeNote: typed.placeNote,
    point: null,
    suggesterKind: 'resident' as const,
    suggester: { name: typed.name, phone: typed.phone, email: '' },
  };
  return {
    clientId,
    at: new Date(typed.when).toISOString(),
    visitors: Number(visitors),
    opinion,
    solved,
    solvedHow: solved ? solvedHow : '',
    suggestion: asSuggestion ? suggestion : null,
  };
}

/** The form again, of what was kept to be sent and was refused. */
export function typedOf(body: Body, photos: readonly KeptPhoto[]): Typed {
  const { suggestion } = body;
  const blank = blankTyped(new Date(body.at));
  return {
    ...blank,
    timed: true,
    visitors: body.visitors,
    opinion: body.opinion,
    solved: body.solved,
    solvedHow: body.solvedHow,
    ...(suggestion
      ? {
          asSuggestion: true,
          category: suggestion.category,
          title: suggestion.title,
          reason: suggestion.reason,
          advice: suggestion.advice,
          placeCode: suggestion.placeCode ?? '',
          placeNote: suggestion.placeNote,
          name: suggestion.suggester.name,
          phone: suggestion.suggester.phone,
        }
      : {}),
    photos: [...photos],
  };
}

/** For the list on the phone. */
export const headOf = ({ title, opinion, visitors, asSuggestion }: Typed): string =>
  (asSuggestion ? title.trim() : '') || [...opinion.trim()].slice(0, 20).join('') || `接待${visitors}人`;

/**
 * What is half typed, laid aside for whoever began it: all of the form, also what would not be sent, and of the entry that
 * was open in it (`before`) its number and why it was refused.
 */
export function laidAside(
  typed: Typed,
  before: Entry | undefined,
  fresh: Pick<Entry, 'clientId' | 'stationId' | 'station' | 'by'> & { keptAt: string },
): Entry {
  const time = Date.parse(typed.when);
  return {
    refusal: null,
    ...before,
    ...fresh,
    clientId: before?.clientId ?? fresh.clientId,
    at: Number.isNaN(time) ? fresh.keptAt : new Date(time).toISOString(),
    head: headOf(typed),
    state: 'unfinished',
    code: null,
    body: null,
    photos: [],
    typed,
  };
}
