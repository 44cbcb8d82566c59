import { assertNever } from '../record/assert-never.js';
import { edwardsGroup } from './edwards-group.js';
import { edwardsGroupOn } from './edwards-group-native.js';
import type { Arithmetic, Group, GroupName } from './group.js';
import { modularGroup } from './modular-group.js';

const remembered = { 'BELENIOS-2048': new Map<unknown, Group>(), Ed25519: new Map<unknown, Group>() };

export const isGroupName = (name: string): name is GroupName => name === 'BELENIOS-2048' || name === 'Ed25519';

/**
 * The group of that name. Tables are kept from one call to the next with the same arithmetic.
 * @throws RangeError for any other name: parameters never come from a record.
 */
export function groupByName(name: string, arithmetic: Arithmetic = {}): Group {
  if (!isGroupName(name)) throw new RangeError(`unknown group: ${name.slice(0, 40)}`);
  const backend = name === 'Ed25519' ? arithmetic.edwards : arithmetic.modular;
  const known = remembered[name].get(backend);
  if (known !== undefined) return known;
  const group = make(name, arithmetic);
  remembered[name].set(backend, group);
  return group;
}

function make(name: GroupName, { modular, edwards }: Arithmetic): Group {
  switch (name) {
    case 'BELENIOS-2048':
      return modularGroup(modular);
    case 'Ed25519':
      return edwards ? edwardsGroupOn(edwards) : edwardsGroup();
    default:
      return assertNever(name);
  }
}
