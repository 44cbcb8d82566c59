import { sql } from 'drizzle-orm';
import {
  stationLevels,
  suggesterKinds,
  suggestionChannels,
  suggestionStates,
  type StationLevel,
  type SuggesterKind,
  type SuggestionChannel,
  type SuggestionState,
} from '@piaojue/rules';
import { oneOf, type Kit } from '../src/kit.js';
import type { AccountTables } from './accounts.js';
import type { YearTables } from './years.js';

/** What people say (征集): stations, the ledger of suggestions, and how each is handled. */
export function collectingTables(k: Kit, { account, year, place }: AccountTables & YearTables) {
  const inYear = () =>
    k
      .int()
      .notNull()
      .references(() => year.year);
  const byAccount = () =>
    k
      .text()
      .notNull()
      .references(() => account.id);

  /** 代表联络站: head station, town stations, village points; mobile = a team for a time (流动工作站). */
  const station = k.table(
    'station',
    {
      id: k.id(),
      level: k.text().notNull().$type<StationLevel>(),
      parentId: k.text(),
      placeCode: k.text().references(() => place.code),
      name: k.text().notNull(),
      address: k.text().notNull(),
      hours: k.text().notNull(),
      phone: k.text().notNull(),
      /** Of a mobile team: its task and its days (YYYY-MM-DD). */
      purpose: k.text().notNull(),
      openFrom: k.text(),
      openUntil: k.text(),
      closed: k.bool().notNull(),
      /** Since when; null where it is open, or was closed before this was kept. */
      closedAt: k.text(),
      version: k.int().notNull(),
    },
    (t) => [
      k.check('station_level_known', oneOf(t.level, stationLevels)),
      k.check('station_head_has_no_parent', sql`(${t.level} = 'head') = (${t.parentId} is null)`),
      k.unique('station_name_once').on(t.name),
    ],
  );
  const atStation = () => k.text().references(() => station.id);

  const stationMember = k.table(
    'station_member',
    {
      id: k.id(),
      stationId: atStation().notNull(),
      name: k.text().notNull(),
      /** leader 站长, delegate 代表, staff 联络员 */
      office: k.text().notNull(),
      /** Who may write this station's log; null where the member has no account. */
      accountId: k.text().references(() => account.id),
    },
    (t) => [
      k.check('station_member_office_known', oneOf(t.office, ['leader', 'delegate', 'staff'])),
      k.unique('station_member_once').on(t.stationId, t.name),
    ],
  );

  /** 轮流值守: who sits when; public. */
  const duty = k.table(
    'duty',
    {
      id: k.id(),
      stationId: atStation().notNull(),
      /** YYYY-MM-DD, and hours as people say them (上午8:30至11:30). */
      day: k.text().notNull(),
      hours: k.text().notNull(),
      names: k.json<string[]>().notNull(),
    },
    (t) => [k.unique('duty_once').on(t.stationId, t.day, t.hours)],
  );

  /** The ledger: one row, one idea (一事一提). The person who said it stands apart, in `suggester`. */
  const suggestion = k.table(
    'suggestion',
    {
      /** Number in the ledger, from 1, over all years. */
      seq: k.int().primaryKey(),
      year: inYear(),
      /** What the person holds to follow it: not to be guessed (80 bits). */
      code: k.text().notNull(),
      category: k.text().notNull(),
      title: k.text().notNull(),
      content: k.text().notNull(),
      reason: k.text().notNull(),
      advice: k.text().notNull(),
      placeCode: k.text().references(() => place.code),
      placeNote: k.text().notNull(),
      /** On the drawn map, in percent of its width and height; both or none. */
      x: k.int(),
      y: k.int(),
      channel: k.text().notNull().$type<SuggestionChannel>(),
      /** Number of the letter or hotline case it came with; one channel never brings it twice. */
      sourceRef: k.text(),
      /** Made by a device that was offline: sent again, it is the same one. */
      clientId: k.text(),
      suggesterKind: k.text().notNull().$type<SuggesterKind>(),
      stationId: atStation(),
      /** Null where nobody stood between: the public form. */
      receivedBy: k.text().references(() => account.id),
      receivedAt: k.text().notNull(),
      state: k.text().notNull().$type<SuggestionState>(),
      /** Let through: may be read by others in the list and among similar ones. */
      shown: k.bool().notNull(),
      /** 金点子 */
      golden: k.bool().notNull(),
      /** 附议 */
      supports: k.int().notNull(),
      mergedInto: k.int(),
      splitFrom: k.int(),
      /** Taken up again from the pool of an earlier year: the number it has there. Said at its birth, never changed. */
      carriedFrom: k.int(),
      version: k.int().notNull(),
      /** For the full-text search: every one and two characters in a row, as words of ASCII (search.ts). */
      grams: k.text().notNull(),
    },
    (t) => [
      k.check('suggestion_state_known', oneOf(t.state, suggestionStates)),
      k.check('suggestion_channel_known', oneOf(t.channel, suggestionChannels)),
      k.check('suggestion_kind_known', oneOf(t.suggesterKind, suggesterKinds)),
      k.check('suggestion_merged_points', sql`(${t.state} = 'merged') = (${t.mergedInto} is not null)`),
      k.check('suggestion_point_whole', sql`(${t.x} is null) = (${t.y} is null)`),
      k.unique('suggestion_code_once').on(t.code),
      k.unique('suggestion_source_once').on(t.channel, t.sourceRef),
      k.unique('suggestion_client_once').on(t.clientId),
      k.unique('suggestion_carried_once').on(t.carriedFrom, t.year),
      k.index('suggestion_by_state').on(t.year, t.state, t.seq),
      k.index('suggestion_by_shown').on(t.year, t.shown, t.seq),
      k.index('suggestion_by_category').on(t.year, t.category, t.seq),
      k.index('suggestion_by_place').on(t.year, t.placeCode, t.seq),
      k.index('suggestion_by_channel').on(t.year, t.channel, t.seq),
      k.index('suggestion_by_master').on(t.mergedInto),
    ],
  );
  const ofSuggestion = () =>
    k
      .int()
      .notNull()
      .references(() => suggestion.seq);

  /** Name and phone, where the person gave them. May be erased; the suggestion stays. */
  const suggester = k.table('suggester', {
    seq: k
      .int()
      .primaryKey()
      .references(() => suggestion.seq),
    name: k.text().notNull(),
    phone: k.text().notNull(),
    email: k.text().notNull(),
  });

  /** What happened to a suggestion, in words for the person who made it. A decision shows once its round is published. */
  const suggestionEvent = k.table(
    'suggestion_event',
    {
      id: k.id(),
      seq: ofSuggestion(),
      at: k.text().notNull(),
      act: k.text().notNull(),
      text: k.text().notNull(),
      by: k.text().references(() => account.id),
      /** Another suggestion or a hand-over that this is about. */
      ref: k.text(),
      announcedAt: k.text(),
    },
    (t) => [k.index('suggestion_event_by_seq').on(t.seq, t.at)],
  );

  /** 附议: one device, once. `device` is the hash of a random number that the browser keeps. */
  const support = k.table(
    'support',
    { seq: ofSuggestion(), device: k.text().notNull(), at: k.text().notNull() },
    (t) => [k.primaryKey({ columns: [t.seq, t.device] })],
  );

  /** 交办单: made on the spot, with a deadline, an answer and a re-check. */
  const handover = k.table(
    'handover',
    {
      id: k.id(),
      year: inYear(),
      /** 交办〔2025〕12号: the 12 */
      number: k.int().notNull(),
      seq: ofSuggestion(),
      unit: k.text().notNull(),
      demand: k.text().notNull(),
      /** YYYY-MM-DD */
      deadline: k.text().notNull(),
      issuedBy: byAccount(),
      issuedAt: k.text().notNull(),
      state: k.text().notNull().$type<'issued' | 'replied' | 'accepted' | 'recalled'>(),
      reply: k.text().notNull(),
      repliedBy: k.text().references(() => account.id),
      repliedAt: k.text(),
      checkText: k.text().notNull(),
      checkedBy: k.text().references(() => account.id),
      checkedAt: k.text(),
      version: k.int().notNull(),
    },
    (t) => [
      k.check('handover_state_known', oneOf(t.state, ['issued', 'replied', 'accepted', 'recalled'])),
      k.unique('handover_number_once').on(t.year, t.number),
      k.index('handover_by_unit').on(t.unit, t.state),
      k.index('handover_by_seq').on(t.seq),
    ],
  );

  /** Letters to those who suggested: kept, and sent by SMTP where it is set. */
  const letter = k.table(
    'letter',
    {
      id: k.id(),
      seq: ofSuggestion(),
      at: k.text().notNull(),
      subject: k.text().notNull(),
      body: k.text().notNull(),
      /** Null = kept here only. Erased together with the person. */
      address: k.text(),
      sentAt: k.text(),
      attempts: k.int().notNull(),
      /** Not before; null = as soon as possible. */
      nextAt: k.text(),
      failure: k.text(),
    },
    (t) => [k.index('letter_by_seq').on(t.seq), k.index('letter_unsent').on(t.sentAt)],
  );

  /** 接待记录 of a station: written on a phone that may be offline, sent as often as it likes (clientId). */
  const reception = k.table(
    'reception',
    {
      id: k.id(),
      clientId: k.text().notNull(),
      year: inYear(),
      stationId: atStation().notNull(),
      /** When it happened, by the device. */
      at: k.text().notNull(),
      by: byAccount(),
      visitors: k.int().notNull(),
      opinion: k.text().notNull(),
      solved: k.bool().notNull(),
      solvedHow: k.text().notNull(),
      /** The suggestion made of it. */
      seq: k.int().references(() => suggestion.seq),
      syncedAt: k.text().notNull(),
    },
    (t) => [
      k.unique('reception_client_once').on(t.clientId),
      k.index('reception_by_station').on(t.stationId, t.at),
      k.check('reception_visitors_from_one', sql`${t.visitors} >= 1`),
    ],
  );

  /** 答复模板 and 负面清单: sentences the clerk reuses. */
  const stockText = k.table(
    'stock_text',
    {
      id: k.id(),
      kind: k.text().notNull().$type<'reply' | 'negative'>(),
      title: k.text().notNull(),
      body: k.text().notNull(),
    },
    (t) => [
      k.check('stock_text_kind_known', oneOf(t.kind, ['reply', 'negative'])),
      k.unique('stock_text_once').on(t.kind, t.title),
    ],
  );

  /** Photos and papers; read only through what they belong to. Names are made by the server. */
  const attachment = k.table(
    'attachment',
    {
      id: k.id(),
      ownerKind: k.text().notNull().$type<'suggestion' | 'proposal' | 'handover'>(),
      ownerId: k.text().notNull(),
      name: k.text().notNull(),
      type: k.text().notNull(),
      size: k.int().notNull(),
      hash: k.text().notNull(),
      bytes: k.bytes().notNull(),
      by: k.text().references(() => account.id),
      at: k.text().notNull(),
    },
    (t) => [
      k.check('attachment_owner_known', oneOf(t.ownerKind, ['suggestion', 'proposal', 'handover'])),
      k.index('attachment_by_owner').on(t.ownerKind, t.ownerId),
    ],
  );

  return {
    station,
    stationMember,
    duty,
    suggestion,
    suggester,
    suggestionEvent,
    support,
    handover,
    letter,
    reception,
    stockText,
    attachment,
  };
}
export type CollectingTables = ReturnType<typeof collectingTables>;
