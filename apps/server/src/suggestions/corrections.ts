import type { Rows } from '@piaojue/db';
import type { BodyOf, correctSuggestion, maskSuggestion } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import type { Deps } from '../deps.js';
import { refuse, type Refusal } from '../result.js';
import { actOn, type Acted } from './acting.js';
import { sameInAllYears } from './carried.js';
import { gramsOf } from './grams.js';
import { placeIsKnown } from './service.js';
import { say, updateSuggestion } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;

/** 更正: what was put wrongly into the ledger. The event names what changed and not what stood there: that may be why. */
export const correctSuggestionAct = (
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, ...given }: BodyOf<typeof correctSuggestion>,
): Promise<Acted<'place_unknown' | 'nothing_changed'>> =>
  actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<
    Refusal<'place_unknown' | 'nothing_changed'> | undefined
  > {
    if (!(yield* placeIsKnown(tx, given.placeCode))) return refuse('place_unknown');
    const changed = [
      ...(given.category === row.category ? [] : ['类别']),
      ...(given.title === row.title ? [] : ['建议名称']),
      ...(given.placeCode === row.placeCode && given.placeNote === row.placeNote ? [] : ['地点']),
    ];
    if (changed.length === 0) return refuse('nothing_changed');
    yield* updateSuggestion(tx, row, {
      ...given,
      // The point on the map was of the place that is corrected.
      ...(given.placeCode === row.placeCode ? {} : { x: null, y: null }),
      grams: gramsOf(given.title, row.content, given.placeNote),
    });
    yield* say(tx, { seq, at, act: 'correct', text: `工作人员更正了${changed.join('、')}。`, by: me.accountId });
    yield* append(tx, {
      type: 'suggestion_corrected',
      at,
      data: { seq, fields: changed.join('、'), by: me.accountId },
    });
    return undefined;
  });

const fieldNames = { title: '建议名称', content: '具体内容', reason: '建议理由', advice: '办理建议' } as const;

/** 遮盖: the piece goes for good, from the text and from the search; the reason does not repeat it. */
export const maskSuggestionAct = (
  deps: Deps,
  me: SignedIn,
  seq: number,
  { version, field, piece, why }: BodyOf<typeof maskSuggestion>,
): Promise<Acted<'piece_unknown'>> =>
  actOn(deps, me, seq, version, undefined, function* (tx, { row }, at): Query<Refusal<'piece_unknown'> | undefined> {
    if (!row[field].includes(piece)) return refuse('piece_unknown');
    const text = `工作人员遮盖了${fieldNames[field]}里的一处文字：${why.replaceAll(piece, '×××')}`;
    // The same text may stand in other years, where the pool was taken up again.
    for (const each of yield* sameInAllYears(tx, row)) {
      if (!each[field].includes(piece)) continue;
      const masked = { ...each, [field]: each[field].replaceAll(piece, '×××') };
      yield* updateSuggestion(tx, each, {
        [field]: masked[field],
        grams: gramsOf(masked.title, masked.content, masked.placeNote),
      });
      yield* say(tx, { seq: each.seq, at, act: 'mask', text, by: me.accountId });
      yield* append(tx, { type: 'suggestion_masked', at, data: { seq: each.seq, field, by: me.accountId } });
    }
    return undefined;
  });
