import type { DraftFields } from '@piaojue/contract';
import { isTyped, type Typed } from './proposal-form.js';

/** What was typed and is not on the server yet, kept on this device for its account until it is. */
export interface Copy {
  readonly typed: Typed;
  /** What the typing started from. */
  readonly base: DraftFields;
  readonly at: string;
}
export interface Whose {
  readonly account: string;
  readonly proposal: string;
}

const keyOf = ({ account, proposal }: Whose): string => `piaojue.proposal.${account}.${proposal}`;

export function readCopy(storage: Pick<Storage, 'getItem'> | undefined, whose: Whose): Copy | undefined {
  try {
    const copy = JSON.parse(storage?.getItem(keyOf(whose)) ?? 'null') as Copy | null;
    if (copy === null || !isTyped(copy.typed) || typeof copy.base !== 'object' || typeof copy.at !== 'string')
      return undefined;
    return copy;
  } catch {
    return undefined;
  }
}

export function keepCopy(storage: Pick<Storage, 'setItem'> | undefined, whose: Whose, copy: Copy): void {
  try {
    storage?.setItem(keyOf(whose), JSON.stringify(copy));
  } catch {
    /* the browser keeps nothing: the server is asked again and again */
  }
}

export function forgetCopy(storage: Pick<Storage, 'removeItem'> | undefined, whose: Whose): void {
  try {
    storage?.removeItem(keyOf(whose));
  } catch {
    /* nothing was kept */
  }
}
