import { z } from 'zod';
import { lineOfText, text } from './fields.js';

/** The 15 codes of the collecting notice (domain.md 4.1). */
export const categories = [
  '交通出行',
  '就业创业',
  '城乡住房',
  '社会保障',
  '社会救济',
  '教育',
  '医疗卫生',
  '文化惠民',
  '旅游发展',
  '健康养老',
  '环境保护',
  '社会治理',
  '法律援助',
  '食品安全',
  '公共安全',
] as const;

export const natures = ['新建', '改扩建', '续建', '服务类'] as const;

/** 万元 with at most two decimals, as people type it; kept as 分 (an integer) everywhere else. */
const fen = z.number().int().min(0).max(100_000_000_000_00);
/** The most that a field of a project holds; forms say it before the server does. */
export const mostOf = {
  quantity: 1_000_000_000,
  beneficiaryCount: 10_000_000,
  coopUnits: 12,
  coopUnit: 80,
  milestones: 8,
  milestone: 200,
} as const;
const funding = z.strictObject({ upperLevelFen: fen, districtFen: fen, bondFen: fen, otherFen: fen });
const amounts = z.object({ totalFen: fen, funding });

/**
 * A candidate project as it stands on the list (候选项目表, domain.md 4.1). Money in 分; the funding parts sum to the total.
 */
export const candidateFields = z
  .strictObject({
    code: lineOfText(40),
    name: lineOfText(80),
    category: lineOfText(20),
    nature: z.enum(natures),
    location: text(200),
    content: text(1000),
    brief: lineOfText(80),
    targets: z
      .array(
        z.strictObject({
          item: lineOfText(60),
          quantity: z.number().min(0).max(mostOf.quantity),
          unit: lineOfText(20),
        }),
      )
      .max(12),
    totalFen: fen,
    yearFen: fen,
    funding,
    leadUnit: lineOfText(80),
    coopUnits: z.array(lineOfText(mostOf.coopUnit)).max(mostOf.coopUnits),
    contact: text(80, 0),
    start: lineOfText(20),
    finish: lineOfText(20),
    milestones: z.array(text(mostOf.milestone)).max(mostOf.milestones),
    beneficiaries: text(200),
    beneficiaryCount: z.number().int().min(0).max(mostOf.beneficiaryCount),
    suggestionCount: z.number().int().min(0).max(1_000_000),
    origin: text(200, 0),
    readiness: text(400, 0),
    crossYear: z.boolean(),
    annualGoal: text(400, 0),
    note: text(400, 0),
  })
  .refine(
    (c) => c.funding.upperLevelFen + c.funding.districtFen + c.funding.bondFen + c.funding.otherFen === c.totalFen,
    {
      message: '资金来源各项之和应等于总投资',
      path: ['funding'],
      // Whatever else is wrong: one reading names every fault.
      when: ({ value }) => amounts.safeParse(value).success,
    },
  );
export type CandidateFields = z.infer<typeof candidateFields>;

export const candidate = z.object({
  id: z.string(),
  listNumber: z.number().int(),
  withdrawn: z.boolean(),
  fields: z.custom<CandidateFields>(),
});
export type Candidate = z.infer<typeof candidate>;
