import type { Group } from '../group/group.js';

/** The next scalar, another element of the group, or another word: valid in form, wrong in content. */
export const wrongContent =
  (group: Group) =>
  (leaf: string): string => {
    const element = group.name === 'Ed25519' ? /^[0-9a-f]{64}$/.test(leaf) : /^[0-9]{200,}$/.test(leaf);
    if (element && group.decode(leaf) !== undefined)
      return group.encode(group.multiply(group.decode(leaf)!, group.generator));
    if (/^(0|[1-9][0-9]*)$/.test(leaf)) return String((BigInt(leaf) + 1n) % group.order);
    return (leaf.startsWith('A') ? 'B' : 'A') + leaf.slice(1);
  };

/** A point of order 8 with the base point added: on the curve, outside the prime-order subgroup. */
export const outsideTheGroup = (group: Group): string =>
  group.name === 'Ed25519' ? '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec' : '2';
