import fc from 'fast-check';
import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { openWindow, sent, workedProof } from '../testing/collecting.js';

/** Three suggestions sent by devices 0, 1 and 0 again; what is done to them by which device. */
const devices = 4;
const device = (i: number): string => `device-of-somebody-number-${i}`;
const authors = [0, 1, 0];
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('support' as const), on: fc.nat(2), n: fc.nat(devices - 1) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('merge' as const), on: fc.nat(2), n: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('unmerge' as const), on: fc.nat(2), n: fc.nat(2) }) },
);

/** What should be shown, from what happened alone: who gave a support to which, and which leads which. */
class Expected {
  readonly given: Set<number>[] = [new Set(), new Set(), new Set()];
  readonly into: (number | null)[] = [null, null, null];
  readonly otherwise: readonly number[];
  constructor(otherwise: readonly number[]) {
    this.otherwise = otherwise;
  }
  group(i: number): number[] {
    const leads = this.into[i] ?? i;
    return [leads, ...[0, 1, 2].filter((other) => this.into[other] === leads)];
  }
  support(i: number, by: number): boolean {
    const again = this.group(i).some((each) => authors[each] === by || this.given[each]?.has(by));
    if (!again) this.given[i]?.add(by);
    return again;
  }
  shown(i: number): number {
    const of = this.into[i] === null ? this.group(i) : [i];
    const sentBy = of.map((each) => authors[each]);
    const heard = new Set(of.flatMap((each) => [...(this.given[each] ?? [])]).filter((by) => !sentBy.includes(by)));
    return of.reduce((sum, each) => sum + (this.otherwise[each] ?? 0), heard.size);
  }
}

test(
  'the leading one shows each device once, and every merging taken back gives back what was there',
  { timeout: 240_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 16 }),
        fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
        async (steps, otherwise) => {
          const open = await openWindow({ perPerson: 5 });
          const { clerk, world } = open;
          const seqs: number[] = [];
          for (const author of authors)
            seqs.push((await sent(open, { title: `南门口增设公交站${seqs.length}` }, device(author))).seq);
          for (const [i, n] of otherwise.entries())
            await world.database.sql(`UPDATE suggestion SET supports = ${n} WHERE seq = ${seqs[i]}`);
          await clerk.call(contract.showSuggestions, { body: { seqs, shown: true } });
          world.clock.advance(60_000);
          const expected = new Expected(otherwise);
          const at = (i: number) => ({ params: { seq: String(seqs[i]) } });
          const version = async (i: number) => (await clerk.call(contract.readSuggestion, at(i))).version;

          for (const { act, on, n } of steps) {
            if (act === 'support') {
              const body = { device: device(n), proof: await workedProof(world.anyone) };
              const { again } = await world.anyone.call(contract.supportSuggestion, { ...at(on), body });
              expect(again).toBe(expected.support(on, n));
            } else if (act === 'merge' && on !== n && expected.into[on] === null && expected.into[n] === null) {
              const body = { version: await version(on), sources: [seqs[n] ?? 0] };
              await clerk.call(contract.mergeSuggestions, { ...at(on), body });
              for (const each of expected.group(n)) expected.into[each] = on;
            } else if (act === 'unmerge' && expected.into[on] !== null) {
              await clerk.call(contract.unmergeSuggestion, {
                ...at(on),
                body: { version: await version(on), reason: '是两件事' },
              });
              expected.into[on] = null;
            }
            const rows = await world.database.sql('SELECT supports FROM suggestion ORDER BY seq');
            expect(rows.map(({ supports }) => Number(supports))).toEqual(seqs.map((_, i) => expected.shown(i)));
          }
          await world.remove();
        },
      ),
      { numRuns: 6, endOnFailure: true },
    ),
);
