import type { BallotRules } from './ballot-rules.js';

/** Totals of the paper ballots as the tellers type them, whole ballots; null while a field is empty. */
export interface PaperReport {
  readonly issued: number | null;
  readonly returned: number | null;
  readonly invalidOverPick: number | null;
  readonly invalidIllegible: number | null;
  readonly projects: readonly {
    readonly listNumber: number;
    readonly for: number | null;
    readonly against: number | null;
    readonly abstain: number | null;
  }[];
}

/** The sealed electronic box: delegates present when it was opened for voting, slips issued, ballots in it. */
export interface SealedBox {
  readonly present: number;
  readonly issued: number;
  readonly boxed: number;
}

export interface PaperProblem {
  /** `error`: numbers that contradict each other. `warning`: a fact, and the rules decide what follows. */
  readonly severity: 'error' | 'warning';
  /** The line of the report that is wrong, where it is one line. */
  readonly listNumber?: number;
  readonly sentence: string;
}

/**
 * What cannot be in a report of the paper ballots. A report without an error makes no outcome `inconsistent`: electronic
 * ballots are proven to obey the rules one by one, so `checkReport` can fail on nothing but the papers. More ballots
 * returned than issued is a warning: it is true or not, and it voids the vote (R-COUNT-01, T04).
 * Checks that need an empty field are left out, so that a form may ask while somebody types.
 * Source: R-COUNT-03 to R-COUNT-05, R-SLIP-01.
 */
export function checkPaper(
  rules: Pick<BallotRules, 'ballotKind' | 'pickRule' | 'places'>,
  box: SealedBox,
  paper: PaperReport,
): PaperProblem[] {
  const { issued, returned, invalidOverPick, invalidIllegible } = paper;
  const problems: PaperProblem[] = [];
  const error = (sentence: string): void => void problems.push({ severity: 'error', sentence });
  const allIssued = box.issued + (issued ?? 0);
  if (issued !== null && allIssued > box.present)
    error(
      `表决票${box.issued}张加另外发出的${issued}张，多于实到代表${box.present}人。收回旧票后换发的，不计入另外发出的张数。`,
    );
  if (returned !== null && box.boxed + returned > allIssued)
    problems.push({
      severity: 'warning',
      sentence: `纸质票${returned}张加电子票${box.boxed}张，多于发出的${allIssued}张。请核对；确实如此时本次票决无效。`,
    });
  const invalid = (invalidOverPick ?? 0) + (invalidIllegible ?? 0);
  if (returned !== null && invalid > returned) error(`无效票${invalid}张，多于收回的${returned}张。`);
  if (returned === null || invalidOverPick === null || invalidIllegible === null || invalid > returned) return problems;

  const valid = returned - invalid;
  for (const line of paper.projects) {
    const sentence = lineProblem(rules.ballotKind, line, valid);
    if (sentence) problems.push({ severity: 'error', listNumber: line.listNumber, sentence });
  }
  const votesFor = paper.projects.reduce((sum, line) => sum + (line.for ?? 0), 0);
  if (rules.pickRule !== 'no_limit' && votesFor > rules.places * valid)
    error(
      `赞成票合计${votesFor}票，多于有效票${valid}张每张最多${rules.places}项的${rules.places * valid}票。超选的票是无效票。`,
    );
  return problems;
}

function lineProblem(
  kind: BallotRules['ballotKind'],
  { listNumber, for: votesFor, against, abstain }: PaperReport['projects'][number],
  valid: number,
): string | undefined {
  const name = `第${listNumber}号项目`;
  if (votesFor !== null && votesFor > valid) return `${name}赞成${votesFor}票，多于有效票${valid}张。`;
  if (kind === 'approve_only' && against !== null && against > 0)
    return `${name}有反对票${against}票，本次表决票没有反对栏。`;
  if (votesFor === null || against === null || abstain === null) return undefined;
  const sum = votesFor + against + abstain;
  return sum === valid ? undefined : `${name}赞成、反对、弃权合计${sum}票，应等于有效票${valid}张。`;
}
