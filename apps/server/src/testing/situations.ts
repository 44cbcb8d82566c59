import { randomBytes } from 'node:crypto';
import * as contract from '@piaojue/contract';
import {
  commitmentTo,
  checkCertificates,
  deriveCredential,
  groupByName,
  makeCertificate,
  makePolynomial,
  makeVoutput,
  memberKeys,
  needsEveryone,
  newCredential,
  newSeed,
  openDecryptionKey,
  partialDecryption,
  readArchive,
  readChain,
  readElection,
  sealBallot,
  singleTrusteeOf,
  verifyElectionSoFar,
  type BallotKind,
  type Election,
  type Mark,
  type Random,
} from '@piaojue/ballot-crypto';
import { suggestedClauses, type BallotRules } from '@piaojue/rules';
import { fastArithmetic } from '../arithmetic/arithmetic.js';
import { emptyCongress, fresh, Person, until, type Answer, type World, type WorldOptions } from './world.js';

export const random: Random = (length) => new Uint8Array(randomBytes(length));
export const group = groupByName('Ed25519', fastArithmetic());

export interface Plan extends WorldOptions {
  delegates?: number;
  present?: number;
  candidates?: number;
  places?: number;
  kind?: Exclude<BallotKind, 'satisfaction'>;
  /** How many votes the sitting has. */
  votes?: number;
  /** Slips printed; absent = one for everybody present. */
  slips?: number;
  rules?: Partial<BallotRules>;
  /** How many of the three scrutineers open the box. */
  threshold?: number;
}

interface Keeper {
  readonly page: Person;
  readonly seed: string;
  readonly index: number;
}

/** A sitting and everybody in it. Ed25519, three scrutineers of whom two open the box unless planned otherwise. */
export interface Sitting {
  readonly world: World;
  readonly plan: Required<Omit<Plan, keyof WorldOptions | 'rules'>>;
  readonly sittingId: string;
  readonly voteIds: readonly string[];
  readonly voteId: string;
  readonly clerk: Person;
  readonly scrutineer: Person;
  readonly chair: Person;
  readonly teller: Person;
  readonly keepers: Keeper[];
  readonly slips: string[];
}

const project = (n: number) => ({
  candidate_no: n,
  id: `P${n}`,
  name: `第${n}个项目`,
  sector: '教育',
  nature: '新建',
  location: '试验区',
  content: `建设第${n}个项目`,
  ballot_brief: `项目${n}`,
  targets: [{ item: '建成', qty: 1, unit: '个' }],
  investment_wan: { total: 100, district_budget: 100 },
  lead_unit: '区教育局',
  start: '2024-03',
  finish: '2024-12',
  beneficiaries: '全区',
  beneficiary_count: 1000,
});
export const projects = (count: number) => Array.from({ length: count }, (_, i) => project(i + 1));

export const roll = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    number: String(i + 1).padStart(3, '0'),
    name: `代表${i + 1}`,
    delegation: `第${(i % 3) + 1}代表团`,
    suspended: false,
  }));

/** A sitting whose delegates have checked in, with a vote that is still a draft. */
export async function sittingWithDraftVote(given: Plan = {}): Promise<Sitting> {
  const { delegates = 8, present = 8, candidates = 5, places = 3, kind = 'approve_only', votes = 1 } = given;
  const { slips = present, threshold = 2 } = given;
  const plan = { delegates, present, candidates, places, kind, votes, slips, threshold };
  const world = await emptyCongress(given);
  const clerk = await world.as('clerk');
  const { id: sittingId } = await clerk.call(contract.createSitting, { body: { title: '试验会议', year: 2024 } });
  await clerk.call(contract.importDelegates, {
    params: { sittingId },
    body: { format: 'json', content: JSON.stringify(roll(delegates)), commit: true },
  });
  const voteIds: string[] = [];
  for (let i = 0; i < votes; i++) {
    const { id: voteId } = await clerk.call(contract.createVote, {
      params: { sittingId },
      body: { title: `民生实事票决${i + 1}`, kind, group: 'Ed25519', places },
    });
    await clerk.call(contract.importCandidates, {
      params: { voteId },
      body: { format: 'json', content: JSON.stringify(projects(candidates)), commit: true },
    });
    const { rules } = await clerk.call(contract.readVote, { params: { voteId } });
    const adopted = { ...rules, minDifferentialPercent: 0, ...given.rules };
    await clerk.call(contract.setRules, {
      params: { voteId },
      body: { rules: { ...adopted, clauses: suggestedClauses(adopted) } },
    });
    voteIds.push(voteId);
  }
  const { delegates: people } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  if (present > 0)
    await clerk.call(contract.setPresence, {
      params: { sittingId },
      body: { delegateIds: people.slice(0, present).map(({ id }) => id), present: true },
    });
  return {
    world,
    plan,
    sittingId,
    voteIds,
    voteId: voteIds[0] ?? '',
    clerk,
    scrutineer: await world.person('scrutineer1', ['scrutineer']),
    chair: await world.as('presidium'),
    teller: await world.as('teller'),
    keepers: [],
    slips: [],
  };
}

/** The clerk opens the ceremony, the three scrutineers open their key pages; nobody has a key yet. */
export async function openCeremony({ world, clerk, sittingId, keepers, plan: { threshold } }: Sitting): Promise<void> {
  const names = ['scrutineer1', 'scrutineer2', 'scrutineer3'];
  const people = [];
  for (const name of names) people.push(await world.person(name, ['scrutineer']));
  await clerk.call(contract.openCeremony, {
    params: { sittingId },
    body: { accountIds: people.map(({ accountId }) => accountId), threshold, group: 'Ed25519' },
  });
  for (const person of people) {
    const { token } = await person.call(contract.makeTrusteeLink, { params: { sittingId } });
    keepers.push({
      page: new Person(world, person.accountId, token),
      seed: newSeed(random),
      index: keepers.length + 1,
    });
  }
}

/** What a key page sends first: a certificate for the group or, where all must come, its own single key. */
export const certificateOf = ({ plan: { threshold }, keepers }: Sitting, { seed, index }: Keeper) => {
  const place = { size: keepers.length, threshold, index };
  return needsEveryone(place)
    ? { certificate: singleTrusteeOf(group, memberKeys(group, seed).decryptionKey, random).entry, commitment: null }
    : { certificate: makeCertificate(group, seed, place, random), commitment: commitmentTo(group, seed, place) };
};

/** The three scrutineers make the key of the box in their browsers. */
export async function holdCeremony(sitting: Sitting): Promise<void> {
  await openCeremony(sitting);
  const { keepers, plan } = sitting;
  for (const keeper of keepers)
    await keeper.page.call(contract.sendCertificate, { body: certificateOf(sitting, keeper) });
  if (needsEveryone({ size: keepers.length, threshold: plan.threshold })) return;
  const { certificates, commitments } = await keepers[0]!.page.call(contract.readTrusteeTask);
  const members = checkCertificates(
    group,
    certificates.map((each) => each ?? ''),
    plan.threshold,
  );
  if (!members.ok) throw new Error(members.failed);
  for (const { page, seed, index } of keepers)
    await page.call(contract.sendPolynomial, {
      body: { polynomial: makePolynomial(group, seed, members, index, random) },
    });
  for (const { page, seed, index } of keepers) {
    const { incoming } = await page.call(contract.readTrusteeTask);
    const made = makeVoutput(group, seed, members, index, incoming ?? '', random, commitments as string[]);
    if (!made.ok) throw new Error(made.failed);
    await page.call(contract.sendShare, { body: { share: made.voutput } });
  }
}

/** Public halves of fresh slips, one list for each election of the sitting. */
export async function slipLists(
  { keepers }: Sitting,
  slips: readonly string[],
): Promise<{ uuid: string; publicKeys: string[] }[]> {
  const { elections } = await keepers[0]!.page.call(contract.readTrusteeTask);
  return elections.map(({ uuid }) => ({
    uuid,
    publicKeys: slips.map((slip) => deriveCredential(group, uuid, slip).publicKey).toSorted(),
  }));
}

export async function printSlips(sitting: Sitting): Promise<void> {
  const slips = Array.from({ length: sitting.plan.slips }, () => newCredential(random));
  const lists = await slipLists(sitting, slips);
  await sitting.keepers[0]!.page.call(contract.registerSlips, { body: { lists } });
  sitting.slips.push(...slips);
}

export async function sittingWithSlips(given: Plan = {}): Promise<Sitting> {
  const sitting = await sittingWithDraftVote(given);
  await holdCeremony(sitting);
  await printSlips(sitting);
  return sitting;
}

export async function sittingWithFrozenVote(given: Plan = {}): Promise<Sitting> {
  const sitting = await sittingWithSlips(given);
  await freeze(sitting);
  return sitting;
}
export const freeze = ({ clerk, voteId }: Sitting) => clerk.call(contract.freezeVote, { params: { voteId } });

export async function sittingWithReadyVote(given: Plan = {}): Promise<Sitting> {
  const sitting = await sittingWithFrozenVote(given);
  await prepare(sitting);
  return sitting;
}

/** The box is sealed, and the hall is ready: rules and scrutineers adopted, boxes inspected. */
export async function prepare(sitting: Sitting): Promise<void> {
  const { clerk, voteId, sittingId } = sitting;
  await clerk.call(contract.prepareVote, { params: { voteId } });
  const { attendance } = await clerk.call(contract.readSitting, { params: { sittingId } });
  const hands = { handsForRules: attendance.present, handsForScrutineers: attendance.present };
  await recordHall(sitting, { ...hands, boxesSealed: true, electronicBoxShown: true });
}

export async function sittingWithOpenBallot(given: Plan = {}): Promise<Sitting> {
  const sitting = await sittingWithReadyVote(given);
  await open(sitting);
  return sitting;
}

/** What the clerk writes down of the hall. */
export const recordHall = ({ clerk, voteId }: Pick<Sitting, 'clerk' | 'voteId'>, body: Partial<contract.HallFacts>) =>
  clerk.call(contract.recordHall, { params: { voteId }, body });

export async function open({ clerk, scrutineer, voteId }: Sitting): Promise<void> {
  await fresh(clerk, scrutineer);
  await clerk.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
  await scrutineer.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
}

export async function close(sitting: Sitting): Promise<void> {
  const { clerk, scrutineer, voteId } = sitting;
  await fresh(clerk, scrutineer);
  await clerk.call(contract.closeVote, { params: { voteId } });
  await scrutineer.call(contract.closeVote, { params: { voteId } });
  await until(async () => (await stateOf(sitting)) === 'closed', 'the box to be closed');
}

export const stateOf = async ({ clerk, voteId }: Sitting) =>
  (await clerk.call(contract.readVote, { params: { voteId } })).state;

export async function electionOf({ world, voteId }: Sitting): Promise<Election> {
  const { votes } = await world.anyone.call(contract.readBooth);
  return readElection(votes.find(({ id }) => id === voteId)?.election ?? '', fastArithmetic());
}

/** Marks of an approve-only ballot: 1 = for. */
export const marksOf = (pattern: string): Mark[] =>
  [...pattern].map((c) => (c === '1' ? 'for' : c === '2' ? 'against' : 'abstain'));

export const seal = (election: Election, slip: string, pattern: string, from: Random = random) =>
  sealBallot({ election, credential: slip, marks: marksOf(pattern), random: from });

export const cast = ({ world, voteId }: Sitting, ballot: string): Promise<Answer<contract.Receipt>> =>
  world.anyone.ask(contract.castBallot, { params: { voteId }, body: { ballot } });

/** Seals and casts one ballot a pattern, slip by slip. @returns the sealed ballots. */
export async function castAll(sitting: Sitting, patterns: readonly string[]): Promise<string[]> {
  const election = await electionOf(sitting);
  const sealed = patterns.map((pattern, i) => seal(election, sitting.slips[i] ?? '', pattern));
  await Promise.all(
    sealed.map(async ({ ballot, tracker }) => {
      const answer = await cast(sitting, ballot);
      if (answer.status !== 200 || answer.body.tracker !== tracker)
        throw new Error(`cast: ${answer.status} ${answer.text}`);
    }),
  );
  return sealed.map(({ ballot }) => ballot);
}

/** Four of them put three projects over the majority of eight with six ballots; two stay below. */
export const clearPatterns = ['11100', '11100', '11100', '11100', '11100', '11010'];

export async function closedVote(given: Plan = {}, patterns: readonly string[] = clearPatterns): Promise<Sitting> {
  const sitting = await sittingWithOpenBallot(given);
  await castAll(sitting, patterns);
  await close(sitting);
  return sitting;
}

export const noPaper = (candidates: number): contract.PaperTotals => ({
  issued: 0,
  returned: 0,
  invalidOverPick: 0,
  invalidIllegible: 0,
  projects: Array.from({ length: candidates }, (_, i) => ({ listNumber: i + 1, for: 0, against: 0, abstain: 0 })),
});

/** The teller types what came out of the paper box, the scrutineer confirms. */
export async function enterPaper({ teller, scrutineer, voteId }: Sitting, totals: contract.PaperTotals): Promise<void> {
  await fresh(teller, scrutineer);
  for (const person of [teller, scrutineer])
    await person.call(contract.enterPaper, { params: { voteId }, body: { totals } });
}

export async function tally(sitting: Sitting, paper = noPaper(sitting.plan.candidates)): Promise<void> {
  const { teller, voteId } = sitting;
  await enterPaper(sitting, paper);
  await teller.call(contract.tallyVote, { params: { voteId } });
}

export async function talliedVote(given: Plan = {}, patterns: readonly string[] = clearPatterns): Promise<Sitting> {
  const sitting = await closedVote(given, patterns);
  await tally(sitting);
  return sitting;
}

function secretOf({ seed }: Keeper, task: contract.TrusteeTask): bigint {
  if (needsEveryone(task)) return memberKeys(group, seed).decryptionKey;
  const key = openDecryptionKey(
    group,
    seed,
    (JSON.parse(task.ownShare ?? '{}') as { private_key: string }).private_key,
  );
  if (!key.ok) throw new Error(key.failed);
  return key.decryptionKey;
}

/** What a key page knows after it has verified the whole board: all that an honest part is made of, or a forged one. */
export async function openingOf(sitting: Sitting, keeper: Keeper) {
  const { text, status } = await sitting.world.anyone.raw({ url: `/api/public/votes/${sitting.voteId}/archive.bel` });
  if (status !== 200) throw new Error(`archive: ${status}`);
  const archive = readArchive(new Uint8Array(Buffer.from(text, 'utf8')));
  if (!archive.ok) throw new Error(archive.failed);
  const chain = readChain(archive.records);
  if (!chain.ok) throw new Error(chain.failed);
  const checked = await verifyElectionSoFar(chain, { arithmetic: fastArithmetic() });
  if (!checked.ok || !checked.election || !checked.tally)
    throw new Error(JSON.stringify(checked.steps.filter(({ ok }) => !ok)));
  const task = await keeper.page.call(contract.readTrusteeTask);
  return { election: checked.election, tally: checked.tally.record, secretKey: secretOf(keeper, task), random };
}

export async function partOf(sitting: Sitting, keeper: Keeper): Promise<string> {
  const { election, tally, secretKey } = await openingOf(sitting, keeper);
  return partialDecryption(election, tally, secretKey, random);
}

export const deliver = ({ voteId }: Sitting, keeper: Keeper, part: string) =>
  keeper.page.ask(contract.sendPartialDecryption, { params: { voteId }, body: { partialDecryption: part } });

export async function openBox(sitting: Sitting, keepers = sitting.keepers.slice(1)): Promise<void> {
  for (const keeper of keepers) {
    const { status, text } = await deliver(sitting, keeper, await partOf(sitting, keeper));
    if (status !== 200) throw new Error(`part: ${status} ${text}`);
  }
}

export async function countedVote(given: Plan = {}, patterns: readonly string[] = clearPatterns): Promise<Sitting> {
  const sitting = await talliedVote(given, patterns);
  await openBox(sitting);
  await sign(sitting);
  return sitting;
}

/** The chief scrutineer signs the report. */
export const sign = (sitting: Sitting) => recordHall(sitting, { reportSigned: true });

export async function confirmedVote(given: Plan = {}, patterns: readonly string[] = clearPatterns): Promise<Sitting> {
  const sitting = await countedVote(given, patterns);
  await confirm(sitting);
  return sitting;
}

export const confirm = ({ chair, voteId }: Sitting): Promise<contract.Vote> =>
  chair.call(contract.confirmOutcome, { params: { voteId }, body: { decision: '', chosen: [] } });

export async function publish(sitting: Sitting): Promise<void> {
  const { clerk, chair, voteId } = sitting;
  await recordHall(sitting, { announced: true });
  await fresh(clerk, chair);
  await clerk.call(contract.publishVote, { params: { voteId }, body: { announcementNumber: '第1号' } });
  await chair.call(contract.publishVote, { params: { voteId }, body: { announcementNumber: '第1号' } });
}

export async function publishedVote(given: Plan = {}, patterns: readonly string[] = clearPatterns): Promise<Sitting> {
  const sitting = await confirmedVote(given, patterns);
  await publish(sitting);
  return sitting;
}
