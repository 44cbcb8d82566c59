import type { Action } from '@sveltejs/kit';
import { publishDisclosure, withdrawDisclosure, type Disclosure } from '@piaojue/contract';
import { call } from '../api/call.js';
import { act, textOf } from './act.js';

/** What the second person does with a disclosure of the year in the address, for every page that shows one waiting. */
export const disclosureActs = {
  publish: (event) =>
    act(event, 'publish', (form) =>
      call(event.fetch, publishDisclosure, {
        params: { year: event.params['year'] ?? '', disclosureId: textOf(form, 'disclosureId') },
      }),
    ),
  withdraw: (event) =>
    act(event, 'withdraw', (form) =>
      call(event.fetch, withdrawDisclosure, {
        params: { year: event.params['year'] ?? '', disclosureId: textOf(form, 'disclosureId') },
      }),
    ),
} satisfies Record<string, Action>;

/** The one of this kind that waits for its review; one that was taken back waits for nobody. */
export const waitingDisclosure = <D extends Disclosure>(
  disclosures: readonly D[],
  kind: Disclosure['kind'],
): D | null =>
  disclosures.find((each) => each.kind === kind && each.publishedAt === null && each.withdrawnAt === null) ?? null;
