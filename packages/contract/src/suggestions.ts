import { z } from 'zod';
import { suggesterKinds, suggestionStates, type SuggestionChannel, type SuggestionState } from '@piaojue/rules';
import { categories } from './candidates.js';
import { lineOfText, text, time, version } from './fields.js';

/** A phone number, whatever width its digits are typed in (１３８… is 138…). */
const phone = z
  .string()
  .max(60)
  .transform((value) => value.normalize('NFKC'))
  .pipe(lineOfText(30, 0))
  .refine((value) => value === '' || /^[\d+\-() 转]{5,30}$/.test(value), '电话只填数字');

/** Who said it: wanted by nobody, useful for an answer. Shown with its purpose; may be erased. */
export const suggesterInput = z.strictObject({
  name: lineOfText(30, 0),
  phone,
  email: lineOfText(80, 0).refine((value) => value === '' || z.email().safeParse(value).success, '电子邮箱的写法不对'),
});

const percent = z.number().int().min(0).max(100);

/** The headings of the real form (domain.md 4.1): 建议类别、建议名称、具体内容、建议理由、办理建议. One idea per form. */
export const suggestionInput = z.strictObject({
  category: z.enum(categories),
  title: lineOfText(40, 2),
  content: text(1000, 6),
  reason: text(500, 0),
  advice: text(500, 0),
  /** Code of a place of the district, or null: 全区或者说不准. */
  placeCode: z.string().max(20).nullable(),
  placeNote: lineOfText(60, 0),
  /** On the drawn map, in percent from its left and upper edge. */
  point: z.strictObject({ x: percent, y: percent }).nullable(),
  suggesterKind: z.enum(suggesterKinds),
  suggester: suggesterInput,
});
export type SuggestionInput = z.infer<typeof suggestionInput>;

/**
 * What a figure of the year counts; the lists are asked for the same. `received`: without what was split; so are all but
 * `split` and those of hand-overs.
 */
export const suggestionFigures = [
  'received',
  'supports',
  'merged',
  'split',
  'answered',
  'solved',
  'adopted',
  'pooled',
  'declined',
  'candidates',
] as const;
export type SuggestionFigure = (typeof suggestionFigures)[number];
/** Of hand-overs; what was recalled is in none. */
export const handoverFigures = ['issued', 'replied', 'inTime', 'late'] as const;
export type HandoverFigure = (typeof handoverFigures)[number];
export const figureKey = z.enum([...suggestionFigures, ...handoverFigures]);

/** The code of a town, or '-' for what names no place: 全区或者未注明. */
export const townAsked = z.string().max(20);
export const noTown = '-';

/** One line of a list of suggestions, for those who handle them. */
export const suggestionLine = z.object({
  seq: z.number().int(),
  year: z.number().int(),
  category: z.string(),
  title: z.string(),
  /** The first words of the content. */
  excerpt: z.string(),
  place: z.string(),
  channel: z.custom<SuggestionChannel>(),
  receivedAt: z.string(),
  state: z.custom<SuggestionState>(),
  shown: z.boolean(),
  golden: z.boolean(),
  supports: z.number().int(),
  /** How many were merged into it. */
  sources: z.number().int(),
  version,
});
export type SuggestionLine = z.infer<typeof suggestionLine>;

/** Where a suggestion stands as far as it was announced; `undecided`: somebody has decided and not yet said so. */
export const toldState = z.enum([...suggestionStates, 'undecided']);
export type ToldState = z.infer<typeof toldState>;

/** A suggestion as everybody may read it: of those let through, never who made it. */
export const publicLine = suggestionLine
  .pick({
    seq: true,
    year: true,
    category: true,
    title: true,
    excerpt: true,
    place: true,
    receivedAt: true,
    supports: true,
    golden: true,
  })
  .extend({ state: toldState });
export type PublicLine = z.infer<typeof publicLine>;

const toldEvent = z.object({ at: time, act: z.string(), text: z.string() });
const told = { state: toldState, events: z.array(toldEvent) };
/** The suggestion that carries it on; its number and title only where everybody may read it. */
const leading = z.object({ seq: z.number().int().nullable(), title: z.string().nullable(), ...told }).nullable();
/** The last parts of what was split; the title only where it is the person's own, or everybody may read it. */
const parts = z.array(z.object({ title: z.string().nullable(), ...told }));

/** What was announced of the way a suggestion went. */
export const way = z.object({
  events: z.array(toldEvent),
  mergedInto: leading,
  parts,
  /** Later years that took it up again from the pool, or what carries it on. */
  carriedInto: z.array(z.object({ year: z.number().int(), ...told, mergedInto: leading, parts })),
  handovers: z.array(
    z.object({
      year: z.number().int(),
      unit: z.string(),
      number: z.number().int(),
      deadline: z.string(),
      state: z.enum(['issued', 'replied', 'accepted']),
    }),
  ),
  /** Only candidates that were made public. */
  proposals: z.array(
    z.object({
      year: z.number().int(),
      name: z.string(),
      unit: z.string(),
      listNumber: z.number().int().nullable(),
    }),
  ),
});
export type Way = z.infer<typeof way>;
