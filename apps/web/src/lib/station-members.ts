import type { DeskStation } from '@piaojue/contract';
import { stationOfficeNames } from './wording/stations.js';

/** Names as people list them in one field: 王建国、李桂英. */
export const namesIn = (typed: string): string[] => typed.split(/[,，、;；\s]+/).filter(Boolean);

/** One member a line: 姓名 身份 账号 (the last may be missing). */
export const linesOfMembers = (members: DeskStation['members']): string =>
  members
    .map(({ name, office, username }) => [name, stationOfficeNames[office], username].filter(Boolean).join(' '))
    .join('\n');

const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => namesIn(line).join(' '))
    .filter(Boolean);

/** What two lists of members do not share, line by line: in the saved one only, and in the typed one only. */
export function membersApart(typed: string, saved: string): { only: string[]; missing: string[] } {
  const [mine, theirs] = [linesIn(typed), linesIn(saved)];
  return {
    only: theirs.filter((line) => !mine.includes(line)),
    missing: mine.filter((line) => !theirs.includes(line)),
  };
}
