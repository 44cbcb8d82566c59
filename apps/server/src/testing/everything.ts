import { accountRoles, endpoints, type Endpoint } from '@piaojue/contract';
import { voteMoves, voteStates, yearStates, type VoteState, type YearState } from '@piaojue/rules';
import { sampleOf } from './samples.js';
import { holdCeremony, sittingWithDraftVote, type Sitting } from './situations.js';
import { Person, type World } from './world.js';

/** Everybody, and a vote and a year in every state: what any endpoint may be asked about. */
export interface Everything {
  readonly sitting: Sitting;
  readonly world: World;
  /** By role; also `anyone` and `trustee`. */
  readonly people: ReadonlyMap<string, Person>;
  /** A vote in every state, reached by moves that the database allows. */
  readonly voteIn: ReadonlyMap<VoteState, string>;
  /** A year in every state, written as it stands. */
  readonly yearIn: ReadonlyMap<YearState, number>;
}

export async function everything(): Promise<Everything> {
  const sitting = await sittingWithDraftVote({ votes: voteStates.length });
  const { world } = sitting;
  await holdCeremony(sitting);
  const people = new Map<string, Person>();
  for (const role of accountRoles) people.set(role, await world.as(role));
  people.set('anyone', new Person(world));
  people.set('trustee', sitting.keepers[0]!.page);
  const voteIn = new Map<VoteState, string>();
  for (const [i, state] of voteStates.entries()) {
    const id = sitting.voteIds[i]!;
    for (const step of wayTo(state)) await world.database.sql(`UPDATE vote SET state = '${step}' WHERE id = '${id}'`);
    voteIn.set(state, id);
  }
  const yearIn = new Map<YearState, number>();
  for (const [i, state] of yearStates.entries()) {
    const year = 2031 + i;
    await world.database.sql(
      `INSERT INTO year (year, state, notice, per_person, places, least_surplus, version, created_at) VALUES (${year}, '${state}', '', 3, 20, 20, 1, 'z')`,
    );
    yearIn.set(state, year);
  }
  return { sitting, world, people, voteIn, yearIn };
}

function wayTo(goal: VoteState): VoteState[] {
  const ways: VoteState[][] = [['draft']];
  for (const way of ways) {
    if (way.at(-1) === goal) return way.slice(1);
    for (const next of Object.values(voteMoves[way.at(-1)!])) if (!way.includes(next)) ways.push([...way, next]);
  }
  throw new Error(`no way to ${goal}`);
}

export const changes = endpoints.filter(({ method }) => method !== 'GET');

/** Asks with the sample of the endpoint. */
export const askSample = ({ sitting }: Everything, person: Person, endpoint: Endpoint, voteId: string, year = 2031) =>
  person.ask(endpoint, sampleOf(endpoint, { sittingId: sitting.sittingId, voteId, year }) as never);

/** Everything that an act could have changed, counted. */
export const picture = async ({ world }: Everything): Promise<string> => {
  const states = await world.database.sql('SELECT id, state, rules FROM vote ORDER BY id');
  const counts = await Promise.all(
    [
      'account',
      'sitting',
      'delegate',
      'candidate',
      'log_leaf',
      'casting',
      'pending_act',
      'key_message',
      'public_credential',
      'year',
      'suggestion',
      'station',
      'reception',
      'proposal',
      'disclosure',
    ].map((table) => world.count(table)),
  );
  return JSON.stringify([states, counts]);
};
