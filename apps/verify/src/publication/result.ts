import { hexDigest } from '@piaojue/ballot-crypto';
import { digestOf, frozenDigest, sameBytes, type JsonValue } from '@piaojue/record';
import {
  applyPresidiumDecision,
  combineRounds,
  decide,
  decideRevote,
  isCounted,
  presidiumCourses,
  presidiumDecision,
  type CountInput,
  type Outcome,
} from '@piaojue/rules';
import type { FileReport, ReportedStep } from '../verify-file.js';
import { headOf, type CheckedLog } from './log.js';
import { failed, passed, type Publication, type Published } from './read.js';

/** Why an announced round is refused: a name, and a sentence. */
type Fault = readonly [string, string];
type Data = Readonly<Record<string, JsonValue>>;

/**
 * The announced result, round by round. Nothing is taken from it that archive or log say as well: list and rules are
 * those whose digest stands in the election, the electronic columns are the archive's, what was typed or decided by
 * people (papers, presence, the presidium's choice) is what the log holds, and the outcome is made again by the rules.
 * Not checked, since no record can show it: that the paper totals are true.
 */
export function checkResults(
  { results }: Publication,
  archives: readonly FileReport[],
  log: CheckedLog,
): readonly ReportedStep[] {
  const steps = results.map((result, i) => {
    const archive = archives.find(({ election }) => election?.uuid === result.uuid);
    let fault: Fault | undefined;
    try {
      fault = roundFault(result, results.slice(0, i), archive, log);
    } catch {
      fault = ['result_malformed', '公布的结果内容不完整或者格式不对'];
    }
    if (fault) return failed('announced', fault[0], `${roundWord(result.round)}：${fault[1]}`, `round ${result.round}`);
    const { chairDecision } = result;
    const corrections = correctionsOf(result, log);
    const voided = voidedBefore(result.voteId, log);
    return passed(
      'announced',
      `${roundWord(result.round)}：名单、票数、到会和纸质票与日志一致，结果正是由票数按票决办法得出${chairDecision ? `，并有主席团决定「${chairDecision}」` : ''}${corrections > 0 ? `；纸质票在计票后由两人更正${corrections}次，原因见日志` : ''}${voided.length > 0 ? `；在此之前宣布作废${voided.length}次，原因：${voided.join('；')}` : ''}`,
    );
  });
  if (steps.some(({ ok }) => !ok)) return steps;
  const fault = wholeFault(results, archives);
  return [...steps, fault ? failed('adopted', fault[0], fault[1]) : passed('adopted', adoptedSentence(results))];
}

const roundWord = (round: number): string => `第${'一二三'[round - 1] ?? round}轮`;

const adoptedSentence = (results: readonly Published[]): string =>
  `确定的 ${results.at(-1)?.adopted.length ?? 0} 件正是各轮结果合起来的名单`;

function roundFault(
  result: Published,
  before: readonly Published[],
  archive: FileReport | undefined,
  log: CheckedLog,
): Fault | undefined {
  if (!archive?.projects || archive.ballots === undefined || !archive.election)
    return ['archive_missing', '没有对应的档案'];
  const of = (type: string): Data | undefined =>
    log.entries.findLast((entry) => entry.type === type && entry.data?.['vote'] === result.voteId)?.data as
      Data | undefined;

  const published = of('result_published');
  if (!published) return ['not_published', '审计日志里没有公布的记录'];
  const list = frozenDigest({ ...result, vote: result.voteId });
  if (of('vote_frozen')?.['list'] !== list || !archive.election.description.endsWith(list))
    return ['list_differs', '候选项目或者票决办法与定稿时不同'];
  const standing = result.candidates.filter(({ withdrawn }) => !withdrawn);
  if (
    !same(
      standing.map((each) => `${each.listNumber}. ${each.fields.name}`),
      archive.projects.map(({ title }) => title),
    )
  )
    return ['projects_differ', '公布的项目与票上的不同'];
  if (result.fingerprint !== archive.election.fingerprint) return ['fingerprint_differs', '票决指纹与档案不符'];
  if (result.places !== result.rules.places) return ['list_differs', '应选名额与票决办法不同'];
  if (result.electronic.returned !== archive.ballots) return ['ballots_differ', '公布的电子票张数与档案不符'];

  const opened = of('vote_opened');
  if (opened?.['present'] !== result.present || result.delegates !== result.rules.delegateTotal)
    return ['attendance_differs', '应到或者实到人数与开启表决时不同'];
  if (opened?.['issued'] !== result.electronic.issued) return ['issued_differs', '发出的票数与开启表决时不同'];
  const papers = paperFault(result, log);
  if (papers) return papers;

  const confirmed = of('outcome_confirmed');
  const outcome = outcomeOf(result, before, archive, confirmed);
  if (!outcome) return ['decision_differs', '主席团的决定与确认结果时记录的不同，或者票决办法不允许'];
  const told = isCounted(result.outcome) && isCounted(outcome) ? result.outcome.projects : [];
  for (const [i, line] of told.entries()) {
    const counted = archive.projects.find(({ title }) => title.startsWith(`${line.listNumber}. `));
    if (line.electronic.for !== counted?.for || line.electronic.against !== (counted?.against ?? 0))
      return ['totals_differ', `第 ${line.listNumber ?? i + 1} 项公布的电子票数与档案不符`];
  }
  if (!same(outcome, result.outcome)) return ['outcome_differs', '公布的结果与按票决办法重新计算的不同'];
  if (!same(confirmed?.['adopted'], isCounted(outcome) ? outcome.adopted : []))
    return ['outcome_differs', '执行主席确认的名单与公布的不同'];

  return publicationFault(result, published, log);
}

/**
 * The papers are those that two people entered last before the box was opened, or as two people corrected them between count and
 * confirmation, each correction naming the version before it.
 */
function paperFault(result: Published, log: CheckedLog): Fault | undefined {
  let stage: 'closed' | 'opened' | 'counted' | 'confirmed' = 'closed';
  let papers: JsonValue | undefined;
  for (const { type, data } of log.entries) {
    if (data?.['vote'] !== result.voteId) continue;
    if (type === 'tally_made') stage = 'opened';
    if (type === 'result_counted') stage = 'counted';
    if (type === 'outcome_confirmed') stage = 'confirmed';
    const by = data['by'];
    const isByTwo = Array.isArray(by) && new Set(by).size === 2;
    if (type === 'paper_totals_entered') {
      if (stage !== 'closed') return ['paper_entered_late', '开箱以后又登记过纸质票'];
      if (!isByTwo) return ['paper_entered_alone', '纸质票不是两人登记的'];
      papers = data['totals'];
    }
    if (type === 'paper_totals_corrected') {
      if (stage !== 'counted' || !isByTwo || data['before'] !== papers)
        return ['paper_correction_wrong', '纸质票的更正不在计票之后、确认之前，不是两人办理，或者没有接着原来的数字'];
      papers = data['totals'];
    }
  }
  return papers === digestOf(result.paper) ? undefined : ['paper_differs', '纸质票与登记时的不同'];
}

/** Why the votes that this one was held instead of were made void; the newest first. */
function voidedBefore(voteId: string, log: Pick<CheckedLog, 'entries'>): string[] {
  const { entries } = log;
  const repeated = entries.find(({ type, data }) => type === 'vote_repeated' && data?.['vote'] === voteId);
  const instead = repeated?.data?.['instead'];
  if (typeof instead !== 'string') return [];
  const ended = entries.find(({ type, data }) => type === 'vote_voided' && data?.['vote'] === instead);
  return [String(ended?.data?.['reason'] ?? '没有记录'), ...voidedBefore(instead, log)];
}

const correctionsOf = (result: Published, { entries }: CheckedLog): number =>
  entries.filter(({ type, data }) => type === 'paper_totals_corrected' && data?.['vote'] === result.voteId).length;

function publicationFault(result: Published, published: Data, log: CheckedLog): Fault | undefined {
  const entry = log.entries.find(({ type, data }) => type === 'result_published' && data === published);
  if (published['announcement'] !== result.announcementNumber || entry?.at !== result.publishedAt)
    return ['announcement_differs', '公告编号或者公布时间与日志不同'];
  const times = new Set(log.entries.filter(({ data }) => data?.['vote'] === result.voteId).map(({ at }) => at));
  if (result.timeline.length === 0 || result.timeline.some(({ at }) => !times.has(at)))
    return ['timeline_differs', '公布的经过与日志不同'];
  const head = headOf(result.checkpoint, log.key);
  const root = head && log.rootAt(head.size);
  if (!head || !root || !sameBytes(root, head.root)) return ['checkpoint_differs', '公布时的日志签名与这份日志不符'];
  // Last: whatever else of the file was changed.
  return published['result'] === digestOf(result) ? undefined : ['result_differs', '公布的结果文件与公布时记录的不同'];
}

/** The outcome by the rules, out of archive, papers and the logged decision. Undefined where that decision does not fit. */
function outcomeOf(
  result: Published,
  before: readonly Published[],
  archive: FileReport,
  confirmed: Data | undefined,
): Outcome | undefined {
  const decision = result.chairDecision ?? '';
  if (confirmed?.['decision'] !== hexDigest(decision)) return undefined;
  const paperOf = new Map(result.paper.projects.map((line) => [line.listNumber, line]));
  const input: CountInput = {
    delegates: result.delegates,
    present: result.present,
    issued: result.electronic.issued + result.paper.issued,
    returned: (archive.ballots ?? 0) + result.paper.returned,
    invalid: result.paper.invalidOverPick + result.paper.invalidIllegible,
    projects: result.candidates
      .filter(({ withdrawn }) => !withdrawn)
      .map(({ listNumber, fields }, i) => {
        const counted = archive.projects?.[i];
        const line = paperOf.get(listNumber);
        return {
          project: String(listNumber),
          listNumber,
          title: fields.name,
          electronic: { for: counted?.for ?? 0, against: counted?.against ?? 0, abstain: counted?.abstain ?? 0 },
          paper: { for: line?.for ?? 0, against: line?.against ?? 0, abstain: line?.abstain ?? 0 },
        };
      }),
  };
  const first = before[0] ?? result;
  const last = before.at(-1);
  const counted = last ? decideRevote(first.rules, input, last.outcome) : decide(result.rules, input);
  const course = presidiumCourses.find((each) => each === confirmed['course']);
  if (counted.kind !== 'presidium' && !(counted.kind === 'shortfall' && course)) return counted;
  const question = counted.kind === 'presidium' ? counted.question : 'shortfall';
  const chosen = confirmed['chosen'];
  const projects = Array.isArray(chosen) ? chosen.map(String) : [];
  const applied = applyPresidiumDecision(first.rules, counted, presidiumDecision(question, decision, projects, course));
  return applied.ok ? applied.outcome : undefined;
}

/** All rounds together: none missing, none too many, and the adopted list is that of the rules over all of them. */
function wholeFault(results: readonly Published[], archives: readonly FileReport[]): Fault | undefined {
  const rounds = results.map(({ voteId, round }) => ({ voteId, round }));
  for (const result of results)
    if (
      !same(
        result.rounds.map(({ voteId, round }) => ({ voteId, round })),
        rounds,
      )
    )
      return ['round_missing', '各轮结果不全，或者多出一轮'];
  const uuids = results.map(({ uuid }) => uuid);
  if (archives.some(({ election }) => !election || !uuids.includes(election.uuid)))
    return ['archive_without_result', '有的档案没有对应的公布结果'];
  const final = combineRounds(
    results[0]!.rules,
    results.map(({ outcome }) => outcome),
  );
  if (final.kind !== 'final') return ['round_missing', '按票决办法结果还没有最后确定'];
  const adopted = final.adopted.map(({ listNumber }) => listNumber);
  return results.every((result) => same(result.adopted, adopted))
    ? undefined
    : ['adopted_differs', '公布的确定项目与按票决办法得出的不同'];
}

/** Equal but for the order of keys. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, sorted(each)]),
        )
      : value;
