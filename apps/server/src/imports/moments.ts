/** A day, and the time of day where it is said: both as they are in Beijing. */
export interface Moment {
  /** YYYY-MM-DD */
  readonly day: string;
  /** HH:MM:SS */
  readonly time: string | null;
}

const date = String.raw`(\d{4})[-./\u5e74](\d{1,2})[-./\u6708](\d{1,2})\u65e5?`;
const dateAndRest = new RegExp(`^${date}(?:(?:T|\\s+|(?<=\u65e5))(.*))?$`, 's');
const clock =
  /^(\u51cc\u6668|\u65e9\u4e0a|\u4e0a\u5348|\u4e2d\u5348|\u4e0b\u5348|\u665a\u4e0a|\u508d\u665a|[AaPp][Mm])?\s*(\d{1,2})[:\u65f6\u70b9](?:(\d{1,2})(?:[:\u5206](?:(\d{1,2})(?:\.\d+)?\u79d2?)?)?)?\s*([AaPp][Mm])?\s*(Z|\+\d{2}:?\d{2})?$/;
const afternoon = /^(\u4e2d\u5348|\u4e0b\u5348|\u665a\u4e0a|\u508d\u665a|pm)$/i;
/** 早上、上午、晚上、傍晚：of these, twelve may be either. */
const twoFold = /^[\u65e9\u4e0a\u665a\u508d]/;
const smallHours = /^(\u51cc\u6668|am)$/i;
const two = (n: number): string => String(n).padStart(2, '0');

/**
 * 2024-9-3, 2024年9月3日 上午8时15分, 2024/09/03 10:20:30, 2024-09-03T02:20:30Z, and the serial number of a spreadsheet's
 * moment. Words behind the day that are no time of day are passed over; a time that no clock shows is no moment.
 */
export function momentFrom(cell: string): Moment | undefined {
  const text = cell.normalize('NFKC').trim();
  if (/^\d{5}(\.\d+)?$/.test(text))
    return momentOf(new Date(Math.round((Number(text) - 25569) * 86_400) * 1000), text.includes('.'));
  const [, y = '', m = '', d = '', rest = ''] = dateAndRest.exec(text) ?? [];
  if (y === '') return undefined;
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const real = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== day) return undefined;
  const [found, word = '', hours = '', minutes = '0', seconds = '0', suffix = '', zone] = clock.exec(rest.trim()) ?? [];
  if (found === undefined) return { day, time: null };
  const half = word || suffix;
  const late = afternoon.test(half) && Number(hours) < 12 && !(word === '\u4e2d\u5348' && Number(hours) > 9);
  // Twelve in the morning or in the evening: noon or midnight, and of which day, nobody can tell.
  if (Number(hours) === 12 && twoFold.test(word)) return undefined;
  const hour = Number(hours) === 12 && smallHours.test(half) ? 0 : Number(hours) + (late ? 12 : 0);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const time = `${two(hour)}:${two(Number(minutes))}:${two(Number(seconds))}`;
  if (zone === undefined) return { day, time };
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const moment = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(moment) ? undefined : momentOf(new Date(moment + 8 * 3_600_000), true);
}

/** A moment whose UTC fields are what a clock in Beijing shows. */
const momentOf = (shown: Date, isTimed: boolean): Moment => {
  const iso = shown.toISOString();
  return { day: iso.slice(0, 10), time: isTimed ? iso.slice(11, 19) : null };
};

export const dayFrom = (cell: string): string | undefined => momentFrom(cell)?.day;
