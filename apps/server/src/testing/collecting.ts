import { randomUUID } from 'node:crypto';
import * as contract from '@piaojue/contract';
import { solveChallenge, type Challenge } from 'altcha-lib';
import type { BodyOf, SuggestionInput, Year } from '@piaojue/contract';
import { deriveKey } from '../collecting/proof.js';
import { idea } from './samples/idea.js';
import { emptyCongress, fresh, type Person, type World, type WorldOptions } from './world.js';

/** A year of which the notice is prepared by the clerk; `published` and `open` go on from there. */
export interface Collecting {
  readonly world: World;
  readonly clerk: Person;
  readonly office: Person;
  readonly year: number;
}

const params = (year: number) => ({ year: String(year) });

export const settings = (year: Year, change: Partial<contract.YearSettings> = {}): contract.YearSettings => ({
  notice: '关于公开征集民生实事项目的公告。一事一提。',
  collectFrom: '2024-03-01',
  collectUntil: '2024-04-01',
  perPerson: year.perPerson,
  fundFen: null,
  places: 20,
  leastSurplus: 20,
  ...change,
});

export async function yearWithDraftNotice(
  options: WorldOptions & { perPerson?: number; year?: number } = {},
): Promise<Collecting> {
  const { perPerson = 10, year = 2025, ...rest } = options;
  const world = await emptyCongress(rest);
  const clerk = await world.as('clerk');
  const office = await world.as('gov_office');
  const made = await clerk.call(contract.createYear, { body: { year } });
  await clerk.call(contract.setYear, {
    params: params(year),
    body: { version: made.version, settings: settings(made, { perPerson }) },
  });
  await clerk.call(contract.prepareDisclosure, {
    params: params(year),
    body: { kind: 'notice', title: '关于公开征集2025年民生实事项目的公告' },
  });
  return { world, clerk, office, year };
}

/** Whatever waits for review becomes public, by the government office. */
export async function publishAll({ office, year }: Collecting): Promise<void> {
  await fresh(office);
  const { disclosures } = await office.call(contract.listDisclosures, { params: params(year) });
  for (const { id, publishedAt } of disclosures)
    if (publishedAt === null)
      await office.call(contract.publishDisclosure, { params: { year: String(year), disclosureId: id } });
}

export async function openWindow(options: Parameters<typeof yearWithDraftNotice>[0] = {}): Promise<Collecting> {
  const collecting = await yearWithDraftNotice(options);
  await publishAll(collecting);
  await collecting.clerk.call(contract.startCollecting, { params: params(collecting.year) });
  return collecting;
}

/** What the page does in the background while somebody types. */
export async function workedProof(person: Person): Promise<string> {
  const { challenge: text } = await person.call(contract.readChallenge);
  return solved(text);
}

export async function solved(text: string): Promise<string> {
  const challenge = JSON.parse(text) as Challenge;
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}

type SendBody = BodyOf<typeof contract.sendSuggestion>;
export const sending = (change: Partial<SendBody> = {}): SendBody => ({
  clientId: randomUUID(),
  suggestion: idea(),
  device: randomUUID(),
  proof: null,
  website: '',
  ...change,
});

/** Sends as the page does: with work done. */
export async function send({ world, year }: Collecting, change: Partial<SendBody> = {}) {
  const proof = change.proof === undefined ? await workedProof(world.anyone) : change.proof;
  return world.anyone.ask(contract.sendSuggestion, { params: params(year), body: sending({ ...change, proof }) });
}

/** A suggestion in the ledger, sent by the public form. @returns its number and code. */
export async function sent(
  collecting: Collecting,
  change: Partial<SuggestionInput> = {},
  device = randomUUID() as string,
): Promise<{ seq: number; code: string }> {
  const { body, text } = await send(collecting, { suggestion: idea(change), device });
  if (!body.code) throw new Error(text);
  const [row] = await collecting.world.database.sql(`SELECT seq FROM suggestion WHERE code = '${body.code}'`);
  return { seq: Number(row?.seq), code: body.code };
}
