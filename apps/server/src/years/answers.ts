import { asc, eq, inArray } from 'drizzle-orm';
import { all } from '@piaojue/db';
import type { ReplyOf, readAnswers } from '@piaojue/contract';
import type { Deps } from '../deps.js';
import { refuse, type Result } from '../result.js';
import { disclosureById } from './store.js';

const onPage = 50;

/** What a batch of answers says, in the order of the ledger: the reviewer reads each before letting them out. */
export const readAnswersAct = (
  deps: Deps,
  year: number,
  id: string,
  page: number,
): Promise<Result<ReplyOf<typeof readAnswers>, 'not_found'>> =>
  deps.store.read(function* (tx) {
    const { q, t } = tx;
    const row = yield* disclosureById(tx, year, id);
    if (row?.kind !== 'answers') return refuse('not_found');
    const { suggestion: s, suggestionEvent: e, place } = t;
    const events = (row.content as { events: string[] }).events;
    const numbered: { id: string; seq: number }[] = [];
    for (let from = 0; from < events.length; from += 400)
      numbered.push(
        ...(yield* all(
          q
            .select({ id: e.id, seq: e.seq })
            .from(e)
            .where(inArray(e.id, events.slice(from, from + 400))),
        )),
      );
    const ids = numbered.toSorted((a, b) => a.seq - b.seq).slice((page - 1) * onPage, page * onPage);
    const answers =
      ids.length === 0
        ? []
        : yield* all(
            q
              .select({
                seq: s.seq,
                category: s.category,
                title: s.title,
                content: s.content,
                place: place.name,
                act: e.act,
                text: e.text,
              })
              .from(e)
              .innerJoin(s, eq(s.seq, e.seq))
              .leftJoin(place, eq(place.code, s.placeCode))
              .where(
                inArray(
                  e.id,
                  ids.map(({ id: event }) => event),
                ),
              )
              .orderBy(asc(s.seq)),
          );
    return { total: numbered.length, answers: answers.map((each) => ({ ...each, place: each.place ?? '' })) };
  });
