import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CandidateFields } from '@piaojue/contract';
import type { SuggestionState } from '@piaojue/rules';
import { candidatesFromJson } from '../imports/candidates.js';

/** The constructed data of the demo (db/seed). */
export const seedFile = (name: string): string =>
  fileURLToPath(new URL(`../../../../db/seed/${name}.json`, import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(seedFile(name), 'utf8'));

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly lead_unit: string;
  readonly coop_units: readonly string[];
  readonly content: string;
  readonly origin: string;
  readonly suggestion_channels: Readonly<
    Record<'online_or_email' | 'liaison_station' | 'hotline_12345' | 'department' | 'delegate', number>
  >;
  readonly screening: Readonly<Record<string, boolean>>;
}
export const projects = read('yanshi-2024-projects') as readonly Project[];

/** The fields of the 25, by number on the list. */
export const candidateLines = candidatesFromJson(projects).lines;

interface Need {
  readonly need: string;
  /** What the place is: a named spot, a village, a town as a whole, a school of the town. */
  readonly where: 'site' | 'village' | 'town' | 'school';
  readonly titles: readonly string[];
  readonly contents: readonly string[];
}
export interface Needs {
  readonly towns: readonly string[];
  readonly sites: readonly { readonly name: string; readonly town: string }[];
  readonly needs: readonly Need[];
}
export const needs = (read('yanshi-needs') as { projects: Readonly<Record<string, Needs>> }).projects;

export interface Town {
  readonly code: string;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly villages: readonly string[];
}
export const towns = (read('yanshi-places') as { towns: readonly Town[] }).towns;
export const townNamed = (name: string): Town => {
  const found = towns.find((town) => town.name === name);
  if (!found) throw new Error(`no town ${name}`);
  return found;
};
export const villageCode = (town: Town, i: number): string => `${town.code}-${String(i + 1).padStart(2, '0')}`;

/** Rows of `place`. Villages lie around their town on the drawn map. */
export const placeRows = () =>
  towns.flatMap((town) => [
    { code: town.code, name: town.name, townCode: null, x: town.x, y: town.y },
    ...town.villages.map((name, i) => {
      const angle = (2 * Math.PI * i) / town.villages.length + Number(town.code);
      return {
        code: villageCode(town, i),
        name,
        townCode: town.code,
        x: Math.round(town.x + 4 * Math.cos(angle)),
        y: Math.round(town.y + 4 * Math.sin(angle)),
      };
    }),
  ]);

export interface OtherProposal {
  readonly state: string;
  readonly reason: string;
  /** Criteria that it did not meet. */
  readonly low: readonly string[];
  readonly fields: CandidateFields;
}
export const otherProposals = (read('yanshi-2024-other-proposals') as { proposals: readonly OtherProposal[] })
  .proposals;

/** Suggestions that did not become a project, and the answer they got. */
export const others = (
  read('yanshi-2025-others') as {
    others: readonly {
      readonly outcome: Extract<SuggestionState, 'declined' | 'pooled' | 'solved'>;
      readonly category: string;
      readonly town: string;
      readonly answer: string;
      readonly said: readonly { readonly title: string; readonly content: string }[];
    }[];
  }
).others;
