import { archiveHead, archivePart } from '@piaojue/ballot-crypto';
import type { Deps } from '../deps.js';
import { voteById } from '../votes/store.js';
import { boardRecords } from './store.js';

/** Records read at a time: the archive of 3,000 ballots is some 145 MB and never stands in memory whole. */
const portion = 64;

/** Seconds since 1970 in the archive's head: when the vote was created. */
const timestampOf = (createdAt: string): number => Math.floor(Date.parse(createdAt) / 1000);

/**
 * The archive (`.bel`) of a vote as it stands now, piece by piece. Undefined before the box is sealed.
 * The board is append-only, so pieces read one after another fit together; events that come later are left out.
 */
export async function archiveOf(
  deps: Deps,
  voteId: string,
): Promise<{ uuid: string; pieces: AsyncGenerator<Uint8Array> } | undefined> {
  const vote = await deps.store.read((tx) => voteById(tx, voteId));
  if (!vote?.election) return undefined;
  return { uuid: vote.uuid, pieces: pieces(deps, voteId, timestampOf(vote.createdAt)) };
}

async function* pieces(deps: Deps, voteId: string, timestamp: number): AsyncGenerator<Uint8Array> {
  yield archiveHead(timestamp);
  let held: Uint8Array[] = [];
  for (let from = 0; ;) {
    const records = await deps.store.read((tx) => boardRecords(tx, voteId, from, portion));
    const last = records.at(-1);
    if (!last) break;
    for (const record of records) {
      held.push(archivePart(record, timestamp));
      // Records of one event are given out together, so that a growing board never ends in the middle of one.
      if (record.kind === 'event') {
        yield Buffer.concat(held);
        held = [];
      }
    }
    from = last.position + 1;
  }
}
