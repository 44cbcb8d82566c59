import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Mark } from '@piaojue/ballot-crypto';
import type { Source } from './source.js';

interface Section {
  readonly rows: Record<string, string>[];
}

/** The three sections of a Pabulib file (.pb): META, PROJECTS, VOTES, each a table separated by semicolons. */
function sectionsOf(text: string): { meta: Map<string, string>; projects: Section; votes: Section } {
  const [, meta = '', projects = '', votes = ''] =
    /^META\r?\n([\s\S]*?)^PROJECTS\r?\n([\s\S]*?)^VOTES\r?\n([\s\S]*)$/m.exec(text) ?? [];
  if (!votes) throw new Error('not a Pabulib file: META, PROJECTS and VOTES are expected');
  const table = (part: string): Section => ({
    rows: parse(part, {
      columns: true,
      delimiter: ';',
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as Record<string, string>[],
  });
  return {
    meta: new Map(table(meta).rows.map(({ key = '', value = '' }) => [key, value])),
    projects: table(projects),
    votes: table(votes),
  };
}

/**
 * Real votes of a city as a rehearsal. A ballot over the cap counts as invalid; rows whose `voting_method` is paper go
 * through the paper totals. Expected: the published `votes` column, exactly.
 */
export function pabulibSource(file: string): Source {
  const { meta, projects, votes } = sectionsOf(readFileSync(file, 'utf8'));
  const ids = projects.rows.map(({ project_id = '' }) => project_id);
  const cap = Number(meta.get('max_length') ?? ids.length);
  const electronic: Mark[][] = [];
  const paper: Mark[][] = [];
  let overPicked = 0;
  for (const { vote = '', voting_method = '' } of votes.rows) {
    const chosen = new Set(vote.split(',').filter(Boolean));
    if (chosen.size > cap) {
      overPicked += 1;
      continue;
    }
    const marks = ids.map((id): Mark => (chosen.has(id) ? 'for' : 'abstain'));
    if (voting_method === 'paper') paper.push(marks);
    else electronic.push(marks);
  }
  const people = votes.rows.length;
  return {
    title: meta.get('description') ?? file,
    projects: projects.rows.map((row, i) => projectOf(row, i + 1)),
    places: Math.min(cap, ids.length - 1),
    cap: meta.has('max_length') ? cap : null,
    ballots: electronic,
    paper,
    overPicked,
    expectedFor: projects.rows.map(({ votes: published = '' }) => Number(published)),
    expectedAdopted: undefined,
    delegates: people,
    present: people,
  };
}

function projectOf(
  { project_id = '', name = '', cost = '', category = '', target = '' }: Record<string, string>,
  listNumber: number,
): Record<string, unknown> {
  const wan = Number(cost) / 10_000;
  const short = [...name].slice(0, 80).join('');
  return {
    candidate_no: listNumber,
    id: project_id,
    name: short,
    sector: [...(category || '—')].slice(0, 20).join(''),
    nature: '服务类',
    location: '—',
    content: name,
    ballot_brief: short,
    targets: [],
    investment_wan: { total: wan, upper_level: 0, district_budget: wan, special_bond: 0, other: 0 },
    lead_unit: '—',
    start: '—',
    finish: '—',
    milestones: [],
    beneficiaries: [...(target || '—')].slice(0, 200).join(''),
    beneficiary_count: 0,
  };
}
