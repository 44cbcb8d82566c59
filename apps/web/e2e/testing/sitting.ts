import { fileURLToPath } from 'node:url';
import * as contract from '@piaojue/contract';
import { suggestedClauses } from '@piaojue/rules';
import { holdCeremony, makeSlips } from '../../../../scripts/rehearsal/keys.js';
import { fresh, makeStaff, type Staff } from '../../../../scripts/rehearsal/people.js';
import { readProjects } from '../../../../scripts/rehearsal/source.js';

const demoProjects = fileURLToPath(new URL('../../../../db/seed/yanshi-2024-projects.json', import.meta.url));

/** A sitting over the API up to its sealed boxes, for walks that begin with a slip in the hand. */
export interface Held {
  readonly staff: Staff;
  readonly voteIds: readonly string[];
  readonly slips: string[];
  open(voteId: string): Promise<void>;
  close(voteId: string): Promise<void>;
  voidVote(voteId: string): Promise<void>;
}

export async function holdUntilSealed(
  base: string,
  token: string,
  given: { readonly titles: readonly string[]; readonly projects: number; readonly slips: number },
): Promise<Held> {
  const staff = await makeStaff(base, token, 2);
  const { clerk, chair } = staff;
  const scrutineer = staff.scrutineers[0]!.client;
  const { id: sittingId } = await clerk.call(contract.createSitting, { body: { title: '演练会议', year: 2024 } });
  const roll = Array.from({ length: given.slips }, (_, i) => ({
    number: `${i + 1}`,
    name: `代表${i + 1}`,
    delegation: '第一代表团',
    suspended: false,
  }));
  await clerk.call(contract.importDelegates, {
    params: { sittingId },
    body: { format: 'json', content: JSON.stringify(roll), commit: true },
  });
  const { delegates } = await clerk.call(contract.listDelegates, { params: { sittingId } });
  await clerk.call(contract.setPresence, {
    params: { sittingId },
    body: { delegateIds: delegates.map(({ id }) => id), present: true },
  });
  const projects = readProjects(demoProjects).slice(0, given.projects);
  const voteIds: string[] = [];
  for (const title of given.titles) {
    const { id: voteId } = await clerk.call(contract.createVote, {
      params: { sittingId },
      body: { title, kind: 'for_against_abstain', group: 'Ed25519', places: 2 },
    });
    const { errors } = await clerk.call(contract.importCandidates, {
      params: { voteId },
      body: { format: 'json', content: JSON.stringify(projects), commit: true },
    });
    if (errors.length > 0) throw new Error(`candidates: ${JSON.stringify(errors)}`);
    const { rules } = await clerk.call(contract.readVote, { params: { voteId } });
    await clerk.call(contract.setRules, {
      params: { voteId },
      body: { rules: { ...rules, clauses: suggestedClauses(rules) } },
    });
    voteIds.push(voteId);
  }
  const keepers = await holdCeremony(base, staff, sittingId, 'Ed25519', 2);
  const slips = await makeSlips(keepers[0]!, 'Ed25519', given.slips);
  for (const voteId of voteIds) {
    await clerk.call(contract.freezeVote, { params: { voteId } });
    await clerk.call(contract.prepareVote, { params: { voteId } });
  }
  return {
    staff,
    voteIds,
    slips,
    async open(voteId) {
      const hands = { handsForRules: given.slips, handsForScrutineers: given.slips };
      await clerk.call(contract.recordHall, {
        params: { voteId },
        body: { ...hands, boxesSealed: true, electronicBoxShown: true },
      });
      await fresh(clerk, scrutineer);
      for (const one of [clerk, scrutineer])
        await one.call(contract.openVote, { params: { voteId }, body: { countdownMinutes: null } });
    },
    async close(voteId) {
      await fresh(clerk, scrutineer);
      for (const one of [clerk, scrutineer]) await one.call(contract.closeVote, { params: { voteId } });
    },
    async voidVote(voteId) {
      await fresh(clerk, chair);
      for (const one of [clerk, chair])
        await one.call(contract.voidVote, { params: { voteId }, body: { reason: '演练' } });
    },
  };
}
