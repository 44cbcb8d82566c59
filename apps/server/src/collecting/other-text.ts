import { createHash } from 'node:crypto';
import type { SuggestionInput } from '@piaojue/contract';
import { canonicalText } from '@piaojue/record';
import type { SuggestionRow } from '../suggestions/store.js';

const parts = [
  'category',
  'title',
  'content',
  'reason',
  'advice',
  'placeCode',
  'placeNote',
] as const satisfies readonly (keyof SuggestionInput | keyof SuggestionRow)[];
const saidIn = (given: Pick<SuggestionInput | SuggestionRow, (typeof parts)[number]>) =>
  Object.fromEntries(parts.map((part) => [part, given[part]]));

/** Does what stands in the ledger say what was sent? Whoever sends something else under the same number is not answered with it. */
export const saysTheSame = (row: SuggestionRow, input: SuggestionInput): boolean =>
  canonicalText(saidIn(row)) === canonicalText(saidIn(input));

/** The number of another text that came under a number already used: the same text has the same, so that it is taken once. */
export function clientIdOfOther(clientId: string, input: SuggestionInput): string {
  const hex = createHash('sha256')
    .update(`other text ${clientId} ${canonicalText(saidIn(input))}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
