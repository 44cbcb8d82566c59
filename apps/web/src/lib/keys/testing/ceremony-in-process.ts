import {
  appendBallot,
  appendEndBallots,
  appendPartial,
  appendResult,
  appendSetup,
  appendTally,
  type ArchiveRecord,
  archiveBytes,
  assemblePedersen,
  type ChainHead,
  checkCertificates,
  checkPolynomial,
  credentialsRecord,
  deriveCredential,
  encryptedTallyOf,
  groupByName,
  type GroupName,
  makeElection,
  makeSingleTrustee,
  needsEveryone,
  newCredential,
  newUuid,
  partialDecryption,
  questionsFor,
  readElection,
  readTrustees,
  sealBallot,
  tallyRecord,
  trusteesRecord,
  vinputFor,
} from '@piaojue/ballot-crypto';
import type { TrusteeTask } from '@piaojue/contract';
import { webRandom } from '../../ballot/seal-acts.js';
import { dutyOf, type KeptKey } from '../ceremony.js';
import { keyActs } from '../key-acts.js';

const groupName: GroupName = 'Ed25519';
const group = groupByName(groupName);
const acts = keyActs(webRandom);

/** What an honest server knows of a key ceremony, and the task it shows each member. */
export class CeremonyServer {
  readonly size: number;
  readonly threshold: number;
  readonly certificates: (string | null)[];
  readonly commitments: (string | null)[];
  readonly polynomials: (string | null)[];
  readonly shares: (string | null)[];
  pedersen: string | null = null;

  constructor(size: number, threshold: number) {
    this.size = size;
    this.threshold = threshold;
    const none = () => Array.from({ length: size }, (): string | null => null);
    [this.certificates, this.commitments, this.polynomials, this.shares] = [none(), none(), none(), none()];
  }

  get state(): TrusteeTask['state'] {
    if (this.certificates.includes(null)) return 'certificates';
    if (needsEveryone(this)) return 'ready';
    if (this.polynomials.includes(null)) return 'polynomials';
    return this.shares.includes(null) ? 'shares' : 'ready';
  }

  taskFor(index: number): TrusteeTask {
    const { state } = this;
    const names = Array.from({ length: this.size }, (_, i) => `监票人${i + 1}`);
    const isRouting = !needsEveryone(this) && (state === 'shares' || state === 'ready');
    const incoming = isRouting ? vinputFor(this.#checked(), index) : null;
    return {
      sittingId: 'sitting123',
      sittingTitle: '会议',
      openedAt: '2024-01-16T01:00:00.000Z',
      index,
      displayName: names[index - 1]!,
      names,
      group: groupName,
      size: this.size,
      threshold: this.threshold,
      state,
      certificates: [...this.certificates],
      commitments: [...this.commitments],
      ownPolynomial: this.polynomials[index - 1]!,
      incoming,
      ownShare: this.shares[index - 1]!,
      polynomialsDelivered: this.polynomials.map((polynomial) => polynomial !== null),
      restart: null,
      sharesDelivered: this.shares.map((share) => share !== null),
      pedersen: this.pedersen,
      present: 207,
      slips: null,
      elections: [],
      votes: [],
    };
  }

  /** The task without its routed messages, in another state. */
  taskForState(state: TrusteeTask['state'], index: number): TrusteeTask {
    const hidden = new CeremonyServer(this.size, this.threshold);
    hidden.certificates.splice(0, this.size, ...this.certificates);
    hidden.commitments.splice(0, this.size, ...this.commitments);
    return { ...hidden.taskFor(index), state, ownPolynomial: this.polynomials[index - 1]! };
  }

  #members() {
    const members = checkCertificates(group, this.certificates as string[], this.threshold);
    if (!members.ok) throw new Error(members.failed);
    return members;
  }
  #checked() {
    return this.polynomials.map((raw, i) => {
      const checked = checkPolynomial(group, this.#members(), i + 1, raw!);
      if (!checked.ok) throw new Error(checked.failed);
      return checked.polynomial;
    });
  }
  assemble(): void {
    const made = assemblePedersen(group, this.#members(), this.polynomials as string[], this.shares as string[]);
    if (!made.ok) throw new Error(made.failed);
    this.pedersen = made.entry;
  }
}

/** One step of one member's page, as the route does it. @returns what is kept afterwards, and the duty it did. */
export function memberStep(server: CeremonyServer, index: number, kept: KeptKey | undefined) {
  const task = server.taskFor(index);
  const duty = dutyOf(task, kept);
  const place = { group: task.group, size: task.size, threshold: task.threshold, index };
  if (duty.is === 'make_key') {
    const made = acts.certificate(place);
    const { sittingId, sittingTitle, openedAt, displayName: name } = task;
    const fresh: KeptKey = {
      ...place,
      ...made,
      sittingId,
      sittingTitle,
      openedAt,
      name,
      certificates: null,
      commitments: null,
      polynomial: null,
      share: null,
      pedersen: null,
      backedUp: false,
    };
    return { duty, kept: fresh };
  }
  if (duty.is !== 'send' || kept === undefined) return { duty, kept };
  if (duty.step === 'certificate') {
    server.certificates[index - 1] = kept.certificate;
    server.commitments[index - 1] = kept.commitment;
    if (needsEveryone(server) && !server.certificates.includes(null)) server.pedersen = server.certificates.join(',');
    return { duty, kept };
  }
  const certificates = kept.certificates ?? (task.certificates as string[]);
  const commitments = kept.commitments ?? (task.commitments as string[]);
  const own = { ...place, seed: kept.seed, certificates };
  if (duty.step === 'polynomial') {
    const made = acts.polynomial(own);
    if (!made.ok) return { duty, kept, failed: made.failed, subject: made.subject };
    server.polynomials[index - 1] = made.polynomial;
    return { duty, kept: { ...kept, certificates, commitments, polynomial: made.polynomial } };
  }
  const made = acts.share({ ...own, commitments, incoming: task.incoming! });
  if (!made.ok) return { duty, kept, failed: made.failed, subject: made.subject };
  server.shares[index - 1] = made.share;
  if (!server.shares.includes(null)) server.assemble();
  return { duty, kept: { ...kept, share: made.share } };
}

/** A whole ceremony: every member does what its page says until nobody has anything to do. */
export function finishedCeremony(size = 3, threshold = 2): { server: CeremonyServer; members: KeptKey[] } {
  const server = new CeremonyServer(size, threshold);
  const members: (KeptKey | undefined)[] = Array.from({ length: size }, () => undefined);
  for (let round = 0; round < 8; round += 1) {
    for (let i = 0; i < size; i += 1) members[i] = memberStep(server, i + 1, members[i]).kept;
  }
  return { server, members: members as KeptKey[] };
}

/** A vote of that ceremony with its ballots, as archives at every stage. `keys`: what follows the server's entry. */
export function boxOf(server: Pick<CeremonyServer, 'pedersen'>, ballots: number, keys = server.pedersen ?? '') {
  const own = makeSingleTrustee(group, webRandom, '服务器');
  const trustees = trusteesRecord([own.entry, keys]);
  const read = readTrustees(group, trustees);
  if (!read.ok) throw new Error(read.failed);
  const uuid = newUuid(webRandom);
  const electionRaw = makeElection({
    uuid,
    group: groupName,
    publicKey: read.electionKey,
    name: 'n',
    description: 'd',
    questions: questionsFor('approve_only', ['1. 路', '2. 医', '3. 学'], 2),
  });
  const election = readElection(electionRaw);
  const slips = Array.from({ length: ballots }, () => newCredential(webRandom));
  const credentials = credentialsRecord(slips.map((slip) => deriveCredential(group, uuid, slip).publicKey));
  const sealed = slips.map(
    (credential, i) =>
      sealBallot({
        election,
        credential,
        random: webRandom,
        marks: ['for', i % 2 === 0 ? 'for' : 'abstain', 'abstain'],
      }).ballot,
  );

  /** Builds the archive. `boxed`: which ballots; `tallied`: which of them the tally is of; `until`: where it ends. */
  function archive(
    given: {
      boxed?: readonly string[];
      tallied?: readonly string[];
      until?: 'ballots' | 'end' | 'tally' | 'server' | 'counted';
      parts?: readonly { owner: number; partial: string }[];
    } = {},
  ): Uint8Array {
    const { boxed = sealed, tallied = boxed, until = 'server', parts = [] } = given;
    const records: ArchiveRecord[] = [];
    let head: ChainHead | undefined;
    const add = (made: { records: readonly ArchiveRecord[]; head: ChainHead }) => {
      records.push(...made.records);
      head = made.head;
    };
    add(appendSetup({ election: electionRaw, trustees, credentials }));
    boxed.forEach((ballot) => add(appendBallot(head!, ballot)));
    const done = () => archiveBytes(1_700_000_000, records);
    if (until === 'ballots') return done();
    add(appendEndBallots(head!));
    if (until === 'end') return done();
    const tally = tallyRecord(election, encryptedTallyOf(election, tallied));
    add(appendTally(head!, tally, tallied.length));
    if (until === 'tally') return done();
    add(appendPartial(head!, 1, partialDecryption(election, tally, own.secretKey, webRandom)));
    parts.forEach(({ owner, partial }) => add(appendPartial(head!, owner, partial)));
    if (until === 'counted') add(appendResult(head!, JSON.stringify({ result: [[ballots, 0, 0]] })));
    return done();
  }
  return { uuid, election, sealed, archive };
}
