import { sql } from 'drizzle-orm';
import { yearStates, type YearState } from '@piaojue/rules';
import { oneOf, type Kit } from '../src/kit.js';
import type { AccountTables } from './accounts.js';

/** The year of livelihood projects (年度周期), the places of the district, and what is made public when. */
export function yearTables(k: Kit, { account }: Pick<AccountTables, 'account'>) {
  const year = k.table(
    'year',
    {
      /** 2025 */
      year: k.int().primaryKey(),
      state: k.text().notNull().$type<YearState>(),
      /** 征集公告: the text as it will be, or is, public. */
      notice: k.text().notNull(),
      /** Dates that people are told (YYYY-MM-DD). Acts decide, not these (R-STATE-01). */
      collectFrom: k.text(),
      collectUntil: k.text(),
      collectOpenedAt: k.text(),
      collectClosedAt: k.text(),
      /** How many suggestions one person may send by the public form. */
      perPerson: k.int().notNull(),
      /** 资金盘子, in 分; null = not said yet. */
      fundFen: k.int(),
      /** 应选数 of the ballot, and the least surplus of candidates in percent of it. */
      places: k.int().notNull(),
      leastSurplus: k.int().notNull(),
      /** 公示征求意见 on the candidates. */
      commentFrom: k.text(),
      commentUntil: k.text(),
      commentOpenedAt: k.text(),
      commentClosedAt: k.text(),
      version: k.int().notNull(),
      createdAt: k.text().notNull(),
    },
    (t) => [
      k.check('year_state_known', oneOf(t.state, yearStates)),
      k.check('year_per_person_from_one', sql`${t.perPerson} >= 1`),
      k.check('year_places_from_one', sql`${t.places} >= 1`),
    ],
  );

  /** Towns (镇、街道) and their villages (村、社区); `x`, `y` in percent on the drawn map of the district. */
  const place = k.table(
    'place',
    {
      code: k.id(),
      name: k.text().notNull(),
      /** Null for a town. */
      townCode: k.text(),
      x: k.int(),
      y: k.int(),
    },
    (t) => [k.index('place_by_town').on(t.townCode)],
  );

  /** The register of what is public (信息公开): prepared by one, reviewed and let out by another. */
  const disclosure = k.table(
    'disclosure',
    {
      id: k.id(),
      year: k
        .int()
        .notNull()
        .references(() => year.year),
      kind: k.text().notNull(),
      title: k.text().notNull(),
      /** What exactly became public: SHA-256 of `content` in canonical form. */
      content: k.json<Record<string, unknown>>().notNull(),
      hash: k.text().notNull(),
      preparedBy: k
        .text()
        .notNull()
        .references(() => account.id),
      preparedAt: k.text().notNull(),
      reviewedBy: k.text().references(() => account.id),
      publishedAt: k.text(),
      /** Taken back, or not agreed to, before it was published. */
      withdrawnAt: k.text(),
    },
    (t) => [
      k.check('disclosure_kind_known', oneOf(t.kind, ['notice', 'answers', 'comment_period', 'candidates'])),
      k.check('disclosure_reviewed_by_another', sql`${t.reviewedBy} is null or ${t.reviewedBy} <> ${t.preparedBy}`),
      k.check('disclosure_published_when_reviewed', sql`(${t.reviewedBy} is null) = (${t.publishedAt} is null)`),
      k.index('disclosure_by_year').on(t.year, t.kind),
    ],
  );

  /** What people wrote and somebody let the public read, or took from its sight: one row an act. Only added to. */
  const showing = k.table(
    'showing',
    {
      id: k.id(),
      year: k
        .int()
        .notNull()
        .references(() => year.year),
      kind: k.text().notNull(),
      shown: k.bool().notNull(),
      /** Numbers of the suggestions, ids of the comments. */
      refs: k.json<(number | string)[]>().notNull(),
      by: k
        .text()
        .notNull()
        .references(() => account.id),
      at: k.text().notNull(),
    },
    (t) => [
      k.check('showing_kind_known', oneOf(t.kind, ['suggestion', 'comment'])),
      k.index('showing_by_time').on(t.at),
    ],
  );

  return { year, place, disclosure, showing };
}
export type YearTables = ReturnType<typeof yearTables>;
