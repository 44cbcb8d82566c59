import { assertNever } from './assert-never.js';
import type { BallotRules } from './ballot-rules.js';
import { fillPlaces, type CutLine } from './cut.js';
import { groundOfCut, stepOf } from './derivation.js';
import type { PresidiumNeeded, ProjectId, Shortfall, Step } from './outcome.js';
import { nextByVotes } from './shortfall.js';

/** How the places were filled, before the lines of the result sheet are written. */
export type Ending = { readonly adopted: readonly ProjectId[]; readonly steps: readonly Step[] } & (
  | { readonly kind: 'decided'; readonly beyondPlaces: number }
  | { readonly kind: 'revote'; readonly among: readonly ProjectId[]; readonly placesLeft: number }
  | {
      readonly kind: 'shortfall';
      readonly next: Shortfall['next'];
      readonly vacant: number;
      readonly candidates: readonly ProjectId[];
    }
  | {
      readonly kind: 'presidium';
      readonly question: PresidiumNeeded['question'];
      readonly among: readonly ProjectId[];
      readonly placesLeft: number;
    }
);

/**
 * Fills the places from the projects that reached the majority and says what follows for the places left.
 * @param eligible  reached the majority. @param below  did not.
 * @param round  1 for the first ballot; re-votes are counted from it (R-REVOTE-04).
 */
export function settle(
  rules: BallotRules,
  eligible: readonly CutLine[],
  below: readonly CutLine[],
  round: number,
): Ending {
  const cut = fillPlaces(eligible, rules.places, rules.tieAtCut);
  const revotesLeft = rules.maxRevotes - (round - 1);
  const numbers = { passed: eligible.length, places: rules.places, adopted: cut.adopted.length };
  if (cut.tied.length > 0) return settleTie(rules, cut.adopted, cut.tied, cut.placesLeft, { round, revotesLeft });
  if (cut.placesLeft > 0) return settleShortfall(rules, cut.adopted, below, cut.placesLeft, revotesLeft);
  const words =
    cut.beyondPlaces > 0
      ? `末位票数相等，按照票决办法全部列入，共${cut.adopted.length}项，比应选数多${cut.beyondPlaces}项。`
      : `应选${rules.places}项，按得票多少取前${cut.adopted.length}项。`;
  const { rule, parameter } =
    cut.beyondPlaces > 0 ? ({ rule: 'R-CUT-04', parameter: 'tieAtCut' } as const) : groundOfCut(rules, round);
  const steps = [stepOf(rules, rule, { ...numbers, beyondPlaces: cut.beyondPlaces }, words, parameter)];
  return { kind: 'decided', adopted: cut.adopted, beyondPlaces: cut.beyondPlaces, steps };
}

function settleTie(
  rules: BallotRules,
  adopted: readonly ProjectId[],
  among: readonly ProjectId[],
  placesLeft: number,
  { round, revotesLeft }: { round: number; revotesLeft: number },
): Ending {
  const numbers = { adopted: adopted.length, tied: among.length, placesLeft };
  const head = `${adopted.length}项确定，末位${among.length}项得票相等，剩余${placesLeft}个名额`;
  if (rules.tieAtCut === 'revote_tied' && revotesLeft > 0) {
    // R-CUT-03, R-REVOTE-01: the choice goes back to the delegates
    const words = `${head}，就得票相等的${among.length}项再次投票，每张票最多赞成${placesLeft}项。`;
    const steps = [stepOf(rules, 'R-REVOTE-01', numbers, words, 'tieAtCut')];
    return { kind: 'revote', adopted, among, placesLeft, steps };
  }
  const question = round > 1 ? 'second_tie' : 'tie_at_cut'; // R-REVOTE-03: no silent choice
  const parameter = rules.tieAtCut === 'revote_tied' ? 'maxRevotes' : 'tieAtCut';
  const steps = [stepOf(rules, 'R-REVOTE-03', numbers, `${head}，由大会主席团决定。`, parameter)];
  return { kind: 'presidium', question, adopted, among, placesLeft, steps };
}

function settleShortfall(
  rules: BallotRules,
  adopted: readonly ProjectId[],
  below: readonly CutLine[],
  vacant: number,
  revotesLeft: number,
): Ending {
  const candidates = nextByVotes(below, vacant, rules.minDifferentialPercent);
  const numbers = { adopted: adopted.length, places: rules.places, vacant, candidates: candidates.length };
  const head = `应选${rules.places}项，确定${adopted.length}项，不足${vacant}项`;
  const short = (next: Shortfall['next'], rule: Step['rule'], words: string): Ending => {
    const steps = [stepOf(rules, rule, numbers, `${head}，${words}`, 'shortfall')];
    return { kind: 'shortfall', next, adopted, vacant, candidates, steps };
  };
  if (candidates.length === 0) return short('fewer_stand', 'R-SHORT-01', '没有其他候选项目，名额空缺。');
  switch (rules.shortfall) {
    case 'fewer_stand':
      return short('fewer_stand', 'R-SHORT-01', '不再补足，名额空缺。');
    case 'revote_now':
      if (revotesLeft > 0) {
        return short('revote_now', 'R-SHORT-02', `按得票多少取${candidates.length}项为候选项目，再次投票。`);
      }
      break; // R-REVOTE-04: the rounds are used up
    case 'next_session':
      return short('next_session', 'R-SHORT-03', '不足的名额留待下次会议票决。');
    case 'fill_by_rank': // R-SHORT-05: the base is none, so nothing is left to fill with
      return short('fewer_stand', 'R-SHORT-05', '没有其他候选项目，名额空缺。');
    case 'presidium':
      break;
    default:
      return assertNever(rules.shortfall);
  }
  const steps = [stepOf(rules, 'R-SHORT-04', numbers, `${head}，由大会主席团决定。`, 'shortfall')];
  return { kind: 'presidium', question: 'shortfall', adopted, among: candidates, placesLeft: vacant, steps };
}
