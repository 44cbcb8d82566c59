import type { Rows, Tx } from '@piaojue/db';
import { newId } from '../deps.js';
import { dayInWords } from '../suggestions/days.js';
import type { SuggestionRow } from '../suggestions/store.js';
import { candidateLines, others, projects, townNamed } from './data.js';
import { Ledger, receiveVisitors, type DemoPeople } from './ledger.js';
import { Dice } from './prng.js';
import { dayAfter, momentBetween, put } from './put.js';
import { sayings, type Said } from './said.js';
import type { DemoStations } from './stations.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type HandoverRow = Tx['t']['handover']['$inferSelect'];
type ProposalRow = Tx['t']['proposal']['$inferSelect'];

const leadUnits = new Map(projects.map(({ id, lead_unit }) => [id, lead_unit]));
const unitOf = ({ project }: Said): string => leadUnits.get(project) ?? '';

/** What two people said of each matter that did not become a project. */
function othersSaid(dice: Dice): { said: Said; outcome: (typeof others)[number]; second: boolean }[] {
  return others.flatMap((outcome, n) =>
    outcome.said.map(({ title, content }, i) => ({
      outcome,
      second: i > 0,
      said: {
        project: '',
        topic: `other ${n}`,
        category: outcome.category,
        title,
        content,
        reason: '',
        advice: '',
        placeCode: townNamed(outcome.town).code,
        placeNote: '',
        channel: dice.pick(['web', 'web', 'hotline', 'hotline', 'station', 'email', 'letter'] as const),
        kind: 'resident' as const,
        moment: i === 0 ? dice.next() / 2 : 0.5 + dice.next() / 2,
        suggester: { name: '', phone: '', email: '' },
      },
    })),
  );
}

/**
 * The open year: some 120 suggestions in every state of handling, so that each part can be played in the browser.
 * `from` to `until` are the days that have passed since the window opened.
 */
export function collected2025(
  people: DemoPeople,
  stations: DemoStations,
  given: { from: string; until: string; after: number },
) {
  const { from, until, after } = given;
  const dice = new Dice(2025);
  const ledger = new Ledger({ year: 2025, dice, people, stations, from: after });
  const moment = (share: number): string => momentBetween(from, until, share);
  const later = (row: SuggestionRow, days: number): string => {
    const day = dayAfter(row.receivedAt.slice(0, 10), days);
    return `${day > until ? until : day}T${row.receivedAt.slice(11)}`;
  };

  const pool = sayings(700, 2025);
  const ofUnit = (unit: string, count: number): Said[] => pool.filter((said) => unitOf(said) === unit).slice(0, count);
  const forHousing = ofUnit('区住房和城乡建设局', 9);
  const forWater = ofUnit('区水利局', 5);
  const taken = new Set([...forHousing, ...forWater]);
  const rest = pool.filter((said) => !taken.has(said)).slice(0, 46);

  const entries = [
    ...othersSaid(dice).map((each) => ({ ...each, unit: '' })),
    ...[...forHousing, ...forWater].map((said) => ({ said, outcome: undefined, second: false, unit: unitOf(said) })),
    ...rest.map((said) => ({ said, outcome: undefined, second: false, unit: '' })),
  ].toSorted((a, b) => a.said.moment - b.said.moment);

  const first = new Map<string, SuggestionRow>();
  const forwarded: { row: SuggestionRow; unit: string }[] = [];
  let untouched = 0;
  for (const { said, outcome, second, unit } of entries) {
    const row = ledger.enter(said, moment(said.moment), { supports: dice.below(6) });
    if (row.stationId !== null)
      ledger.receive(row.stationId, row.receivedAt, { opinion: row.title, seq: row.seq, visitors: 1 + dice.below(2) });
    if (unit !== '') forwarded.push({ row, unit });
    else if (outcome && second && first.has(said.topic)) {
      // Half of the second ones still wait: something to find as similar.
      if (dice.chance(0.4)) ledger.merge(row, first.get(said.topic)!, later(row, 2));
    } else if (outcome) {
      first.set(said.topic, row);
      settle(row, outcome);
    } else if ((untouched += 1) % 3 === 0) Object.assign(row, { shown: false });
  }

  function settle(row: SuggestionRow, { outcome, answer }: (typeof others)[number]): void {
    const at = later(row, 4);
    const act = { declined: 'decline', pooled: 'pool', solved: 'solve' }[outcome];
    Object.assign(row, { state: outcome, version: 2, golden: outcome === 'pooled' && dice.chance(0.4) });
    // Decisions wait for the publication of their round; what is done is told at once.
    ledger.say(row, at, act, answer, {
      by: people.clerk,
      announcedAt: outcome === 'solved' ? at : null,
    });
  }

  const handovers = forwarded.map(({ row, unit }, i) => handedOver(row, unit, i));

  function handedOver(row: SuggestionRow, unit: string, i: number): HandoverRow {
    const issuedAt = later(row, 1);
    const replied = i % 4 === 1;
    const settled = i % 4 === 3;
    const late = i % 5 === 0;
    const by = people.unit(unit) ?? people.govOffice;
    const deadline = late ? dayAfter(until, -2) : dayAfter(until, 3 + (i % 6));
    const number = i + 1;
    const reply = replied || settled ? '已到现场核实，情况属实。拟列入2025年计划，当前先做应急处理。' : '';
    ledger.say(
      row,
      issuedAt,
      'forward',
      `已交${unit}办理，要求${dayInWords(deadline)}前答复（交办〔2025〕${number}号）。`,
      {
        by: people.clerk,
        ref: String(number),
      },
    );
    if (reply !== '') ledger.say(row, later(row, 3), 'reply', `${unit}答复：${reply}`, { by, ref: String(number) });
    if (settled) ledger.say(row, later(row, 5), 'solve', '已核查，问题得到处理。', { by: people.clerk });
    Object.assign(row, {
      state: settled ? 'solved' : replied ? 'replied' : 'forwarded',
      version: settled ? 4 : replied ? 3 : 2,
    });
    return {
      id: newId(dice.bytes),
      year: 2025,
      number,
      seq: row.seq,
      unit,
      demand: '请到现场核实，提出办理意见；能当年解决的，列出时间。',
      deadline,
      issuedBy: people.clerk,
      issuedAt,
      state: settled ? 'accepted' : replied ? 'replied' : 'issued',
      reply,
      repliedBy: reply === '' ? null : by,
      repliedAt: reply === '' ? null : later(row, 3),
      checkText: settled ? '电话回访，建议人表示满意。' : '',
      checkedBy: settled ? people.clerk : null,
      checkedAt: settled ? later(row, 5) : null,
      version: settled ? 3 : replied ? 2 : 1,
    };
  }

  // One that says two things, split into two.
  const plain = { ...pool[0]!, reason: '', advice: '', category: '社会治理', placeCode: townNamed('顾县镇').code };
  const whole = { ...plain, placeNote: '文化广场', suggester: { name: '', phone: '', email: '' } };
  const both = ledger.enter(
    {
      ...whole,
      title: '镇文化广场路灯不亮，公厕也锁着',
      content: '来电人反映：顾县镇文化广场的路灯坏了一半，晚上跳舞看不见；旁边公厕一直锁着，老人不方便。',
      channel: 'hotline',
    },
    moment(0.5),
    { state: 'split', version: 2 },
  );
  for (const [title, content] of [
    ['镇文化广场路灯不亮', '顾县镇文化广场的路灯坏了一半，晚上跳舞看不见。'],
    ['镇文化广场公厕锁着', '顾县镇文化广场旁边的公厕一直锁着，老人不方便。'],
  ] as const) {
    const part = ledger.enter({ ...whole, title, content, channel: 'clerk' }, later(both, 1), { splitFrom: both.seq });
    ledger.say(both, part.receivedAt, 'split', `一事一提：“${title}”单独成为第${part.seq}条。`, {
      by: people.clerk,
      ref: String(part.seq),
    });
  }

  const open = stations.stations.filter(({ closed, level }) => !closed && level !== 'mobile').map(({ id }) => id);
  receiveVisitors(ledger, dice, [...open, ...Array.from({ length: 8 }, () => stations.teams[2025])], 90, () =>
    moment(dice.next()),
  );

  /** What the units write while collecting goes on: drafts, and one that is in. */
  const drafts = [
    ['YS2024-17', '区住房和城乡建设局', '2025年城区雨污分流二期', 'draft'],
    ['YS2024-01', '区住房和城乡建设局', '2025年城镇老旧小区改造项目', 'submitted'],
    ['YS2024-04', '区水利局', '2025年农村供水管网延伸工程', 'draft'],
  ] as const;
  const proposals: ProposalRow[] = drafts.map(([code, unit, name, state], i) => {
    const like = candidateLines.find(({ fields }) => fields.code === code)!.fields;
    const at = moment(0.6 + i / 10);
    const by = people.unit(unit) ?? people.govOffice;
    const moved = <T extends string>(text: T): string => text.replaceAll('2024', '2025');
    return {
      id: newId(dice.bytes),
      year: 2025,
      unit,
      state,
      fields: {
        ...like,
        code: moved(code),
        name,
        start: moved(like.start),
        finish: moved(like.finish),
        suggestionCount: 0,
        readiness: state === 'draft' ? '' : like.readiness,
      },
      version: 1,
      createdBy: by,
      createdAt: at,
      updatedBy: by,
      updatedAt: at,
      submittedAt: state === 'submitted' ? at : null,
      listNumber: null,
      stateReason: '',
      carriedFrom: null,
      givenBy: null,
    };
  });

  return {
    ledger,
    *write(tx: Tx): Query<void> {
      const { q, t } = tx;
      yield* ledger.write(tx);
      yield* put(handovers, (part) => q.insert(t.handover).values(part).returning({ id: t.handover.id }));
      yield* put(proposals, (part) => q.insert(t.proposal).values(part).returning({ id: t.proposal.id }));
      yield* put(
        proposals.map(({ id, fields, createdBy, createdAt, state }) => ({
          proposalId: id,
          version: 1,
          fields,
          note: state === 'submitted' ? '报送' : '初稿',
          by: createdBy,
          at: createdAt,
        })),
        (part) => q.insert(t.proposalVersion).values(part).returning({ id: t.proposalVersion.version }),
      );
    },
  };
}
