import { defaultRules, type BallotRules } from '../ballot-rules.js';
import type { CountInput, Outcome, ProjectId, ProjectTally } from '../outcome.js';
import type { SittingFacts } from '../sitting-facts.js';

/** The default rules of 舞阳-like numbers (235 delegates, 20 places), changed as a case asks. */
export const rulesWith = (changes: Partial<BallotRules> = {}): BallotRules => ({
  ...defaultRules({ places: 20, delegates: 235 }),
  ...changes,
});

const none = { for: 0, against: 0, abstain: 0 };

/** One line of the report, all on paper; who neither approved nor opposed abstained. */
export const lineOf = (listNumber: number, valid: number, votesFor: number, against = 0): ProjectTally => ({
  project: `p${listNumber}`,
  listNumber,
  title: `项目${listNumber}`,
  electronic: none,
  paper: { for: votesFor, against, abstain: valid - votesFor - against },
});

/** A report over projects p1, p2 … with these votes; present = issued = returned = 207 and 2 invalid unless changed. */
export function countOf(votes: readonly number[], changes: Partial<CountInput> = {}): CountInput {
  const heads = { delegates: 235, present: 207, issued: 207, returned: 207, invalid: 2, ...changes };
  const valid = heads.returned - heads.invalid;
  return { projects: votes.map((votesFor, i) => lineOf(i + 1, valid, votesFor)), ...heads };
}

/** A report of a re-vote on named projects. */
export function revoteCountOf(
  votes: Readonly<Record<ProjectId, number>>,
  changes: Partial<CountInput> = {},
): CountInput {
  const input = countOf([], { invalid: 0, ...changes });
  const valid = input.returned - input.invalid;
  const projects = Object.entries(votes).map(([project, votesFor]) =>
    lineOf(Number(project.slice(1)), valid, votesFor),
  );
  return { ...input, projects };
}

export const statusOf = (outcome: Outcome, project: ProjectId) =>
  outcome.projects.find((line) => line.project === project)?.status;

export const sentenceOf = (outcome: Outcome, project: ProjectId) =>
  outcome.projects.find((line) => line.project === project)?.sentence;

export const idsOf = (...numbers: number[]): ProjectId[] => numbers.map((number) => `p${number}`);

/** T01: 25 candidates for 20 places. */
export const mainCaseVotes = [
  196, 188, 175, 190, 181, 162, 150, 178, 158, 171, 183, 176, 169, 166, 149, 147, 160, 141, 135, 168, 112, 153, 104,
  120, 131,
];

/** T09: 18 sure, ranks 19 to 21 level with 148, one more above the majority, three below. */
export const tiedAtLastPlaceVotes = [
  ...Array.from({ length: 18 }, (_, i) => 190 - 2 * i),
  148,
  148,
  148,
  120,
  110,
  100,
  90,
];

/** T12: 18 projects with a majority for 20 places. */
export const shortfallVotes = [...Array.from({ length: 18 }, (_, i) => 180 - i), 117, 116, 110, 100, 90, 80, 70];

/** A sitting whose every gate is open. */
export const finishedSitting = (changes: Partial<SittingFacts> = {}): SittingFacts => ({
  session: '某区第一届人民代表大会第四次会议',
  subject: '2024年度民生实事项目',
  delegates: 235,
  present: 207,
  candidates: 25,
  places: 20,
  handsForRules: 207,
  handsForScrutineers: 207,
  boxesSealed: true,
  electronicBoxEmpty: true,
  printed: 240,
  issued: 207,
  spoiled: 2,
  left: 31,
  leftVoided: true,
  accepted: 207,
  voteState: 'published',
  returned: 207,
  invalid: 2,
  outcome: 'decided',
  reportSigned: true,
  announced: true,
  ...changes,
});
