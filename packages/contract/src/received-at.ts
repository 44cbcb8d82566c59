/**
 * When a suggestion was received is kept as one moment (UTC ISO). Where only its day is known, that moment is noon in
 * Beijing to the millisecond, and nothing else is: a time of exactly noon that somebody gave is kept one millisecond later.
 * So a page can tell a day from a time, and never shows an hour that nobody gave.
 */
const noon = 'T04:00:00.000Z';

/** Received on this day (YYYY-MM-DD, Beijing), the time not known. */
export const receivedOnDay = (day: string): string => day + noon;

/** Received at this moment: one that somebody gave or a clock did. */
export const receivedAtTime = (moment: Date): string => {
  const iso = moment.toISOString();
  return iso.endsWith(noon) ? iso.replace('.000Z', '.001Z') : iso;
};

/** Is only the day known? */
export const isDayOnly = (receivedAt: string): boolean => receivedAt.endsWith(noon);
