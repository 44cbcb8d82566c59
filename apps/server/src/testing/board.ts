import { hexDigest, readArchive, readChain, verifyElectionSoFar } from '@piaojue/ballot-crypto';
import type { Sitting } from './situations.js';

/** The board of a vote as anybody downloads it, checked by the verifier. */
export async function boardOf({ world, voteId }: Sitting) {
  const { text } = await world.anyone.raw({ url: `/api/public/votes/${voteId}/archive.bel` });
  const archive = readArchive(new Uint8Array(Buffer.from(text, 'utf8')));
  if (!archive.ok) throw new Error(archive.failed);
  const chain = readChain(archive.records);
  if (!chain.ok) throw new Error(chain.failed);
  const checked = await verifyElectionSoFar(chain, {});
  return { chain, ok: checked.ok, ballots: chain.ballots.length };
}

export const entriesOf = async ({ world }: Sitting, type: string) =>
  (await world.database.sql('SELECT entry FROM log_leaf ORDER BY seq'))
    .map(({ entry }) => JSON.parse(String(entry)) as { type: string; data: Record<string, unknown> })
    .filter((entry) => entry.type === type);
export const actsOf = async (sitting: Sitting, type: string): Promise<number> =>
  (await entriesOf(sitting, type)).length;

/** A ballot of which nothing but the first commit was reached. */
export async function receivedOnly({ world, voteId }: Sitting, ballot: string): Promise<void> {
  const { credential } = JSON.parse(ballot) as { credential: string };
  const hash = hexDigest(ballot);
  await world.database.sql(
    `INSERT INTO ballot (hash, vote_id, credential, raw) VALUES ('${hash}', '${voteId}', '${credential}', '${ballot}')`,
  );
  await world.database.sql(
    `INSERT INTO casting (ballot_hash, vote_id, credential, state) VALUES ('${hash}', '${voteId}', '${credential}', 'received')`,
  );
}
