import { eq } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { earlierYears } from './carried.js';
import type { SuggestionRow } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** 附议 of one suggestion by itself, whatever was merged into it. */
export interface Support {
  readonly seq: number;
  /** What no known device stands for: what it was entered or taken up again with. */
  readonly otherwise: number;
  /** Devices that supported it, and the one that sent it: nobody supports what they said themselves. */
  readonly devices: ReadonlySet<string>;
  readonly author: ReadonlySet<string>;
}

export const ownSupports = ({ otherwise, devices }: Support): number => otherwise + devices.size;

/** Of what is merged, each device once: what the one that leads it shows. */
export function supportsTogether(group: readonly Support[]): number {
  const authors = new Set(group.flatMap(({ author }) => [...author]));
  const devices = new Set(group.flatMap(({ devices: each }) => [...each]).filter((device) => !authors.has(device)));
  return group.reduce((sum, { otherwise }) => sum + otherwise, devices.size);
}

/** Who sent it is known by the moment: nothing is supported at the moment at which it is sent. */
function* devicesOf(tx: Tx, row: SuggestionRow): Query<Pick<Support, 'seq' | 'devices' | 'author'>> {
  const { q, t } = tx;
  const { receivedAt, receivedBy } = (yield* earlierYears(tx, row)).at(-1) ?? row;
  const rows = yield* all(
    q.select({ device: t.support.device, at: t.support.at }).from(t.support).where(eq(t.support.seq, row.seq)),
  );
  const sent = ({ at }: { at: string }): boolean => receivedBy === null && at === receivedAt;
  return {
    seq: row.seq,
    devices: new Set(rows.filter((each) => !sent(each)).map(({ device }) => device)),
    author: new Set(rows.filter(sent).map(({ device }) => device)),
  };
}

/**
 * One that leads, and what is merged into it, each with what is its own. What the leading one has otherwise is what it shows
 * beyond what the devices and the others make.
 */
export function* supportsOf(tx: Tx, leading: SuggestionRow): Query<[Support, ...Support[]]> {
  const { q, t } = tx;
  const merged: Support[] = [];
  for (const row of yield* all(q.select().from(t.suggestion).where(eq(t.suggestion.mergedInto, leading.seq)))) {
    const known = yield* devicesOf(tx, row);
    merged.push({ ...known, otherwise: row.supports - known.devices.size });
  }
  const lead = { ...(yield* devicesOf(tx, leading)), otherwise: 0 };
  return [{ ...lead, otherwise: leading.supports - supportsTogether([lead, ...merged]) }, ...merged];
}
