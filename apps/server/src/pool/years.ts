import { mayTakeUp, type PoolYear } from '@piaojue/rules';
import { refuse, type Refusal } from '../result.js';

/** Why what rests in the year `from` may not be taken up in `into`; undefined where it may. */
export function refusedYear(from: number, into: PoolYear): Refusal<'year_not_later' | 'wrong_phase'> | undefined {
  if (mayTakeUp(from, into)) return undefined;
  return into.year > from ? refuse('wrong_phase', { state: into.state }) : refuse('year_not_later');
}
