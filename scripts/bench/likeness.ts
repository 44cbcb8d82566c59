import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { first, openStore, type Store } from '@piaojue/db';
import { placeRows } from '../../apps/server/dist/demo/data.js';
import { put } from '../../apps/server/dist/demo/put.js';
import { sayings2024, type Said } from '../../apps/server/dist/demo/said.js';
import { similarTo } from '../../apps/server/dist/suggestions/similar.js';
import { addSuggestions } from '../../apps/server/dist/suggestions/store.js';
import type { Row } from './table.js';

/** A ledger of its own with what was said, in the order given; numbers from 1. */
export async function ledgerOf(said: readonly Said[]): Promise<{ store: Store; remove(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-bench-'));
  const store = openStore(`file:${join(dir, 'ledger.db')}`);
  await store.migrate();
  await store.write(function* ({ q, t }) {
    yield* put(placeRows(), (part) => q.insert(t.place).values(part).returning({ code: t.place.code }));
    yield* first(
      q
        .insert(t.year)
        .values({
          year: 2024,
          state: 'collect',
          notice: '',
          perPerson: 10,
          places: 20,
          leastSurplus: 20,
          version: 1,
          createdAt: 'z',
        })
        .returning(),
    );
  });
  for (let from = 0; from < said.length; from += 5000)
    await store.write((tx) =>
      addSuggestions(
        tx,
        said.slice(from, from + 5000).map((each, i) => ({
          year: 2024,
          code: String(from + i),
          category: each.category,
          title: each.title,
          content: each.content,
          reason: each.reason,
          advice: each.advice,
          placeCode: each.placeCode,
          placeNote: each.placeNote,
          x: null,
          y: null,
          channel: each.channel,
          sourceRef: null,
          clientId: null,
          suggesterKind: each.kind,
          stationId: null,
          receivedBy: null,
          receivedAt: new Date(Date.UTC(2023, 8, 1) + Math.round(each.moment * 3_800_000_000)).toISOString(),
          shown: true,
          suggester: { name: '', phone: '', email: '' },
        })),
      ),
    );
  return {
    store,
    async remove() {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface Quality {
  /** Of what is shown, how much is about the same need at the same place. */
  readonly precision: number;
  /** Of what is shown, how much is about the same need, there or elsewhere. */
  readonly sameNeed: number;
  /** Of those that somebody said before, how many find at least one of them. */
  readonly found: number;
  /** Of all that say the same (eight at most count for each), how many are shown. */
  readonly recall: number;
  readonly shown: number;
}

const most = 8;
const needOf = (topic: string): string => topic.split(' ').slice(0, 2).join(' ');

/** Asks for each suggestion of the demo's 2024 what is similar, as the desk does, and compares with what was meant. */
export async function qualityOfSimilar(said: readonly Said[] = sayings2024()): Promise<Quality> {
  const { store, remove } = await ledgerOf(said);
  const sizes = new Map<string, number>();
  for (const { topic } of said) sizes.set(topic, (sizes.get(topic) ?? 0) + 1);
  let [shown, right, near, askers, found, wanted] = [0, 0, 0, 0, 0, 0];
  for (const [i, { title, content, placeCode, placeNote, topic }] of said.entries()) {
    const similar = await store.read((tx) =>
      similarTo(tx, { year: 2024, title, content, placeCode, placeNote, except: i + 1, most }),
    );
    const topics = similar.map(({ seq }) => said[seq - 1]!.topic);
    const same = topics.filter((other) => other === topic).length;
    const truth = sizes.get(topic)! - 1;
    shown += topics.length;
    right += same;
    near += topics.filter((other) => needOf(other) === needOf(topic)).length;
    wanted += Math.min(truth, most);
    askers += truth > 0 ? 1 : 0;
    found += same > 0 ? 1 : 0;
  }
  await remove();
  return {
    precision: right / shown,
    sameNeed: near / shown,
    found: found / askers,
    recall: right / wanted,
    shown: shown / said.length,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export async function similarRow(): Promise<Row> {
  const { precision, sameNeed, found, recall, shown } = await qualityOfSimilar();
  return {
    what: '相似建议（演示 1,092 条，同一需求同一地点为准）',
    ours: `准确 ${percent(precision)}，召回 ${percent(recall)}`,
    baseline: `同一需求 ${percent(sameNeed)}，至少找到一条 ${percent(found)}`,
    ratio: `每条列出 ${shown.toFixed(1)}`,
    reach: '准确 ≥ 70 %，找到 ≥ 85 %',
  };
}
