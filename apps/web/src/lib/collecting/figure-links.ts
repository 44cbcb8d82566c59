import type { HandoverFigure, SuggestionFigure } from '@piaojue/contract';
import { noTownAsked } from '../wording/suggestions.js';

/** Where the figures of a year lead: each to a list that has what it counts and no more. */
export interface FigureLinks {
  readonly figure: (figure: SuggestionFigure) => string;
  readonly handover: (figure: HandoverFigure) => string;
  readonly channel: (key: string) => string;
  readonly category: (key: string) => string;
  readonly town: (key: string) => string;
  /** From Monday to Sunday. */
  readonly week: (monday: string) => string;
}

const sunday = (monday: string): string => new Date(Date.parse(monday) + 6 * 86_400_000).toISOString().slice(0, 10);

/** `list` is the address of a list of suggestions, `handovers` of the hand-overs where they may be read. */
export function figureLinks(list: string, handovers?: string): FigureLinks {
  const to = (address: string, asked: Record<string, string>): string =>
    `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(asked).toString()}`;
  const received = (asked: Record<string, string>): string => to(list, { figure: 'received', ...asked });
  return {
    figure: (figure) => to(list, { figure }),
    handover: (figure) => to(handovers ?? list, { figure }),
    channel: (channel) => received({ channel }),
    category: (category) => received({ category }),
    town: (key) => received({ town: key || noTownAsked }),
    week: (from) => received({ from, to: sunday(from) }),
  };
}
