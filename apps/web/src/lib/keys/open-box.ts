import {
  type Arithmetic,
  type BallotFailure,
  type Group,
  hexDigest,
  memberKeys,
  needsEveryone,
  openDecryptionKey,
  partialDecryption,
  type Random,
  readElection,
  readTrustees,
  trusteesRecord,
  type Verdict,
  verifyArchive,
} from '@piaojue/ballot-crypto';

/** What a scrutineer knows of a vote before looking into its archive. */
export interface BoxExpected {
  readonly uuid: string;
  /** ballots in the box, as the server told */
  readonly ballots: number;
  /** the scrutineers' key or keys as this browser kept them at the ceremony: all that follows the server's entry */
  readonly pedersen: string;
  readonly size: number;
  readonly threshold: number;
  /** within the group, from 1 */
  readonly index: number;
}

export type BoxCheck =
  | {
      readonly ok: true;
      readonly uuid: string;
      readonly election: string;
      /** recomputed from the ballots: the only thing that is ever decrypted */
      readonly tally: string;
      readonly tallyHash: string;
      readonly ballots: number;
      /** own public key, str(X) */
      readonly publicKey: string;
      /** a key of our own, or a share in the key of a group */
      readonly keyIs: 'single' | 'share';
      /** the archive already holds this member's part */
      readonly ownPartThere: boolean;
    }
  | { readonly ok: false; readonly failed: string; readonly subject?: string };

/** Shares the proofs of the ballots among workers: one verdict each, in their order. */
export type CheckProofs = (
  election: string,
  ballots: readonly string[],
  progress: (done: number) => void,
) => Promise<readonly Verdict<BallotFailure>[]>;

const refuse = (failed: string, subject?: string): BoxCheck =>
  subject === undefined ? { ok: false, failed } : { ok: false, failed, subject };

/**
 * Everything a scrutineer's page checks before it decrypts: the whole board, ballot by ballot; the tally made
 * again from the ballots; that voting has ended; that box, number of ballots and keys are the expected ones; and that
 * after the end there is nothing but the tally and proven parts, the server's among them. `arithmetic` is a faster one,
 * where the checks run outside of a browser.
 */
export async function checkBox(
  archive: Uint8Array,
  expected: BoxExpected,
  progress?: (done: number, of: number) => void,
  checkProofs?: CheckProofs,
  arithmetic?: Arithmetic,
): Promise<BoxCheck> {
  const verified = await verifyArchive(archive, {
    ...(arithmetic === undefined ? {} : { arithmetic }),
    onProgress: (done, of) => progress?.(done, of),
    ...(checkProofs === undefined
      ? {}
      : {
          checkProofs: (election, ballots) =>
            checkProofs(election.raw, ballots, (done) => progress?.(done, ballots.length)),
        }),
  });
  const bad = verified.steps.find(({ ok }) => !ok);
  if (bad !== undefined) return refuse(`${bad.check}:${bad.failed ?? ''}`, bad.subject);
  const { chain, election } = verified;
  if (chain === undefined || election === undefined) return refuse('container');
  if (election.uuid !== expected.uuid) return refuse('other_election');
  if (!chain.ended) return refuse('not_ended');
  if (chain.tally === undefined) return refuse('no_tally');
  if (chain.result !== undefined || verified.outcome !== 'unfinished') return refuse('already_counted');
  if (verified.ballots !== expected.ballots) {
    return refuse('ballots_differ', `${verified.ballots ?? 0}≠${expected.ballots}`);
  }
  if (expected.ballots === 0) return refuse('no_ballots');

  // The server's key, then exactly what was kept: [["Single",…],["Pedersen",…]] or, where all must come,
  // [["Single",…],["Single",…],…]. An entry more or less, or another order, is another key.
  const trustees = readTrustees(election.group, chain.trustees);
  if (!trustees.ok) return refuse(`trustees:${trustees.failed}`, trustees.subject);
  const isSingle = needsEveryone(expected);
  const ours = isSingle ? Array.from({ length: expected.size }, () => 'Single') : ['Pedersen'];
  const kinds = trustees.entries.map(({ kind }) => kind);
  if (kinds.join() !== ['Single', ...ours].join()) return refuse('keys_differ');
  const entries = JSON.parse(chain.trustees) as unknown[];
  if (JSON.stringify(entries.slice(1)) !== trusteesRecord([expected.pedersen])) return refuse('keys_differ');
  const own = trustees.all.find(({ owner }) => owner === 1 + expected.index);
  if (own === undefined) return refuse('keys_differ');

  const delivered = chain.parts.map(({ owner }) => owner);
  if (!delivered.includes(1)) return refuse('server_part_missing');
  // `verifyArchive` has compared this record with the one it made from the ballots ('tally').
  const tally = chain.tally.encrypted;
  return {
    ok: true,
    uuid: election.uuid,
    election: election.raw,
    tally,
    tallyHash: hexDigest(tally),
    ballots: expected.ballots,
    publicKey: own.publicKey,
    keyIs: isSingle ? 'single' : 'share',
    ownPartThere: delivered.includes(own.owner),
  };
}

/**
 * This member's part for a box that `checkBox` accepted; with the right key or not at all.
 * @param ownShare  the own voutput; not looked at where the key is a single one
 */
export function decryptBox(
  box: Extract<BoxCheck, { ok: true }>,
  seed: string,
  ownShare: string | null,
  random: Random,
): { readonly ok: true; readonly partial: string } | { readonly ok: false; readonly failed: string } {
  const election = readElection(box.election);
  const { group } = election;
  const opened = box.keyIs === 'single' ? memberKeys(group, seed) : openShare(group, seed, ownShare);
  if (opened === undefined) return { ok: false, failed: 'key_file_wrong' };
  const publicKey = group.encode(group.powerSecret(group.generator, opened.decryptionKey));
  if (publicKey !== box.publicKey) return { ok: false, failed: 'key_not_ours' };
  return { ok: true, partial: partialDecryption(election, box.tally, opened.decryptionKey, random) };
}

function openShare(group: Group, seed: string, ownShare: string | null): { decryptionKey: bigint } | undefined {
  if (ownShare === null) return undefined;
  const { private_key } = JSON.parse(ownShare) as { private_key: string };
  const opened = openDecryptionKey(group, seed, private_key);
  return opened.ok ? opened : undefined;
}

/** What this browser remembers of a box that its key has opened. One vote is opened once. */
export interface OpenedBox {
  readonly uuid: string;
  readonly tallyHash: string;
  readonly partial: string;
}

/** `again`: the same part may be sent once more (its answer was lost). Another tally of the same vote never. */
export function mayOpen(
  box: Extract<BoxCheck, { ok: true }>,
  before: OpenedBox | undefined,
): 'first' | 'again' | 'other_tally' | 'own_part_there' {
  if (before !== undefined) return before.tallyHash === box.tallyHash ? 'again' : 'other_tally';
  return box.ownPartThere ? 'own_part_there' : 'first';
}
