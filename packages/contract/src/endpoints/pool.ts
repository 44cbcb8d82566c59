import { z } from 'zod';
import { takingUpStates, type PoolProposalState } from '@piaojue/rules';
import { categories } from '../candidates.js';
import { endpoint } from '../endpoint.js';
import { id, pageText, version, yearText } from '../fields.js';

const inYear = z.strictObject({ year: yearText });

export const poolKinds = ['suggestion', 'proposal'] as const;
export type PoolKind = (typeof poolKinds)[number];

export const poolFilters = z.strictObject({
  q: z.string().max(60).optional(),
  kind: z.enum(poolKinds).optional(),
  year: yearText.optional(),
  category: z.enum(categories).optional(),
  town: z.string().max(20).optional(),
  page: pageText.optional(),
});
export type PoolFilters = z.infer<typeof poolFilters>;

/** One thing in the reserve pool (储备库). */
export const poolLine = z.object({
  kind: z.enum(poolKinds),
  /** Number in the ledger, or id of the proposal. */
  id: z.string(),
  year: z.number().int(),
  name: z.string(),
  /** The first words of what it says. */
  excerpt: z.string(),
  category: z.string(),
  place: z.string(),
  /** Of a proposal: the unit that wrote it. */
  unit: z.string().nullable(),
  state: z.custom<'pooled' | PoolProposalState>(),
  /** Why it is here, as it was said; empty where nobody gave a reason. */
  reason: z.string(),
  /** False while the decision on a suggestion waits for its round: only those who decide see it so far. */
  announced: z.boolean(),
  /** Of a suggestion: let through, so that everybody may read it. */
  shown: z.boolean(),
  /** How many suggestions stand behind it: itself and what was merged into it, or what the proposal grew from. */
  behind: z.number().int(),
  /** The years that took it up again; `id` where this caller may open what became of it. */
  takenUp: z.array(z.object({ year: z.number().int(), id: z.string().nullable() })),
  /** The years in which this caller may take it up now. */
  into: z.array(z.number().int()),
  version,
});
export type PoolLine = z.infer<typeof poolLine>;

/**
 * Over all years, newest first, 50 a page. A unit sees its own proposals, and of suggestions those with an announced
 * decision that are let through to the public or were handed to it.
 */
export const listPool = endpoint('list_pool', {
  method: 'GET',
  path: '/pool',
  roles: ['clerk', 'gov_office', 'auditor', 'unit'],
  query: poolFilters,
  reply: z.object({ total: z.number().int(), lines: z.array(poolLine) }),
});

const carrying = { conflict: 409, wrong_step: 409, year_not_later: 422, already_carried: 409 } as const;

/** 列入某年度办理: a new row in that year's ledger with the same text, place and person; the old one stays in the pool. */
export const carrySuggestion = endpoint('carry_suggestion', {
  method: 'POST',
  path: '/years/:year/carried-suggestions',
  roles: ['clerk', 'gov_office'],
  inYear: takingUpStates,
  params: inYear,
  body: z.strictObject({ seq: z.number().int().min(1), version }),
  reply: z.object({ year: z.number().int(), seq: z.number().int() }),
  refusals: { ...carrying, decision_unannounced: 409 },
});

/** 用作某年度项目建议: a new draft of the same unit. Whoever is not of the unit learns nothing of the draft. */
export const carryProposal = endpoint('carry_proposal', {
  method: 'POST',
  path: '/years/:year/carried-proposals',
  roles: ['unit', 'gov_office'],
  inYear: takingUpStates,
  params: inYear,
  body: z.strictObject({ proposalId: id, version }),
  reply: z.object({ year: z.number().int(), id: z.string().nullable(), unit: z.string() }),
  refusals: { ...carrying, not_your_act: 403, too_many_proposals: 409, unit_unknown: 422 },
});
