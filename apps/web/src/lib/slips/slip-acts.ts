import { deriveCredential, groupByName, type GroupName, newCredential, type Random } from '@piaojue/ballot-crypto';
import type { Progress } from '../ballot/ask-worker.js';
import { listHashOf, type PublicList, shuffled } from './slip-list.js';

export type SlipAsks = {
  readonly make: {
    readonly given: { readonly group: GroupName; readonly uuids: readonly string[]; readonly count: number };
    readonly reply: {
      readonly credentials: readonly string[];
      readonly lists: readonly PublicList[];
      readonly listHash: string;
    };
  };
  /** Public halves of given slips, for every election: one row per slip. */
  readonly derive: {
    readonly given: {
      readonly group: GroupName;
      readonly uuids: readonly string[];
      readonly credentials: readonly string[];
    };
    readonly reply: readonly (readonly { readonly uuid: string; readonly publicKey: string }[])[];
  };
};

export function slipActs(random: Random) {
  const derive = ({ group: name, uuids, credentials }: SlipAsks['derive']['given'], progress?: Progress) => {
    const group = groupByName(name);
    return credentials.map((credential, i) => {
      const row = uuids.map((uuid) => ({ uuid, publicKey: deriveCredential(group, uuid, credential).publicKey }));
      progress?.(i + 1, credentials.length);
      return row;
    });
  };
  return {
    derive,
    make: ({ group, uuids, count }: SlipAsks['make']['given'], progress?: Progress): SlipAsks['make']['reply'] => {
      const distinct = new Set<string>();
      while (distinct.size < count) distinct.add(newCredential(random));
      const credentials = shuffled([...distinct], random);
      const rows = derive({ group, uuids, credentials }, progress);
      // Sorted, as in the record: the order sent says nothing of the order printed.
      const lists = uuids.map((uuid, k) => ({ uuid, publicKeys: rows.map((row) => row[k]!.publicKey).sort() }));
      return { credentials, lists, listHash: listHashOf(lists) };
    },
  };
}
