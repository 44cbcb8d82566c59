import type { CandidateFields } from '@piaojue/contract';
import type { Rows, Tx } from '@piaojue/db';
import { canonicalText, digestOf } from '@piaojue/record';
import { criteria, criterionNames, type Criterion, type ProposalState } from '@piaojue/rules';
import { newId } from '../deps.js';
import { candidateLines, otherProposals, projects } from './data.js';
import type { DemoPeople } from './ledger.js';
import { Dice } from './prng.js';
import { momentBetween, put } from './put.js';
import type { Collected } from './year-2024.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Row<K extends keyof Tx['t']> = Tx['t'][K] extends { $inferSelect: infer R } ? R : never;

const weights: Readonly<Record<Criterion, number>> = {
  inclusive: 5,
  public_good: 4,
  balanced: 3,
  feasible: 4,
  done_in_year: 5,
  funded: 5,
  no_new_burden: 4,
  not_ordered_above: 3,
  lawful: 5,
  land_and_environment: 4,
};
const metReasons: Readonly<Record<Criterion, string>> = {
  inclusive: '受益人数多，面向普通群众。',
  public_good: '不以营利为目的，由群众直接使用。',
  balanced: '兼顾城区和各镇，近两年没有重复安排。',
  feasible: '方案成熟，技术上没有困难。',
  done_in_year: '工期安排在当年，11月底前可以完成。',
  funded: '资金来源已由财政部门核实。',
  no_new_burden: '不向群众集资，不新增政府债务。',
  not_ordered_above: '不在上级已下达的任务之内。',
  lawful: '经合法性审查，没有发现问题。',
  land_and_environment: '不新增建设用地，不涉及环境敏感区。',
};

interface Draft {
  readonly id: string;
  readonly fields: CandidateFields;
  readonly state: ProposalState;
  readonly reason: string;
  readonly listNumber: number | null;
  readonly low: readonly string[];
}

/**
 * The 40 proposals of 2024: 25 on the government's list and then candidates, 15 left out with the reason; with versions,
 * origins, opinions and marks, the list as submitted and the decision of the standing committee.
 */
export function proposals2024(people: DemoPeople, { origins }: Collected) {
  const dice = new Dice(40);
  const unitAccount = (unit: string): string => people.unit(unit) ?? people.govOffice;
  const pending = new Map(projects.map(({ id, screening }) => [id, screening['land_or_permit_pending'] === true]));
  const drafts: Draft[] = [
    ...candidateLines.map(({ listNumber, fields }) => ({
      id: newId(dice.bytes),
      fields,
      state: 'candidate' as const,
      reason: '',
      listNumber,
      low: [
        ...(pending.get(fields.code) ? ['land_and_environment'] : []),
        ...(fields.funding.bondFen > 0 ? ['no_new_burden'] : []),
      ],
    })),
    ...otherProposals.map(({ fields, reason, low }) => ({
      id: newId(dice.bytes),
      fields,
      state: 'rejected' as const,
      reason,
      listNumber: null,
      low,
    })),
  ];
  const proposals: Row<'proposal'>[] = [];
  const versions: Row<'proposalVersion'>[] = [];
  const originRows: Row<'proposalOrigin'>[] = [];
  const opinions: Row<'opinion'>[] = [];
  const marks: Row<'criterionMark'>[] = [];
  for (const { id, fields, state, reason, listNumber, low } of drafts) {
    const by = unitAccount(fields.leadUnit);
    const createdAt = momentBetween('2023-10-23', '2023-10-31', dice.next());
    const submittedAt = momentBetween('2023-11-01', '2023-11-10', dice.next());
    proposals.push({
      id,
      year: 2024,
      unit: fields.leadUnit,
      state,
      fields,
      version: 2,
      createdBy: by,
      createdAt,
      updatedBy: by,
      updatedAt: submittedAt,
      submittedAt,
      listNumber,
      stateReason: reason,
      carriedFrom: null,
      givenBy: null,
    });
    const earlier = { ...fields, content: fields.content.split(/[，、]/)[0] ?? '', readiness: '' };
    versions.push(
      { proposalId: id, version: 1, fields: earlier, note: '初稿', by, at: createdAt },
      { proposalId: id, version: 2, fields, note: '报送', by, at: submittedAt },
    );
    originRows.push(...(origins.get(fields.code) ?? []).map(({ seq }) => ({ proposalId: id, seq })));
    const opinion = (kind: Row<'opinion'>['kind'], unit: string, stance: Row<'opinion'>['stance'], text: string) =>
      opinions.push({
        id: newId(dice.bytes),
        proposalId: id,
        kind,
        unit,
        deadline: '2023-11-17',
        askedBy: people.govOffice,
        askedAt: momentBetween('2023-11-10', '2023-11-11', dice.next()),
        stance,
        text,
        answeredBy: unitAccount(unit),
        answeredAt: momentBetween('2023-11-12', '2023-11-17', dice.next()),
      });
    const funded = !low.includes('funded') && !low.includes('no_new_burden');
    opinion(
      'finance',
      '区财政局',
      funded ? 'agree' : state === 'candidate' ? 'agree_with_changes' : 'disagree',
      funded ? '资金来源可以落实，列入2024年度预算。' : '涉及债券或者长期支出，需控制规模。',
    );
    const doable = !low.includes('done_in_year') && !low.includes('land_and_environment') && !low.includes('feasible');
    opinion(
      'feasibility',
      '区发展和改革委员会',
      doable ? 'agree' : state === 'candidate' ? 'agree_with_changes' : 'disagree',
      doable ? '前期工作到位，当年可以完成。' : '前置手续没有办完，开工时间需要核实。',
    );
    for (const unit of fields.coopUnits.slice(0, 1)) opinion('cosign', unit, 'agree', '同意，做好配合。');
    for (const criterion of criteria) {
      const met = low.includes(criterion)
        ? state === 'candidate'
          ? ('partly' as const)
          : ('no' as const)
        : ('yes' as const);
      marks.push({
        proposalId: id,
        criterion,
        met,
        score: met === 'yes' ? 4 + dice.below(2) : met === 'partly' ? 3 : dice.below(2),
        reason:
          met === 'yes' ? metReasons[criterion] : reason || `${criterionNames[criterion]}：个别地点的手续正在办理。`,
        by: people.govOffice,
        at: momentBetween('2023-11-18', '2023-11-28', dice.next()),
      });
    }
  }
  const listed = drafts.flatMap(({ id, fields, listNumber }) =>
    listNumber === null ? [] : [{ id, listNumber, fields }],
  );
  const [minutesNumber, minutesDate] = ['偃政常纪〔2023〕18号', '2023-12-08'];
  const list = { year: 2024, minutesNumber, minutesDate, projects: listed };
  const candidates = { year: 2024, candidates: listed, reserves: [] };
  const votes = { members: 35, present: 33, for: 32, against: 0, abstain: 1 };
  const decision = { ...votes, needed: 18, meeting: '区人大常委会第十二次会议', heldOn: '2023-12-28' };
  const yearList: Row<'yearList'> = {
    year: 2024,
    minutesNumber,
    minutesDate,
    submittedBy: people.govOffice,
    submittedAt: '2023-12-11T02:10:00.000Z',
    list: canonicalText(list),
    listHash: digestOf(list),
    decision,
    decidedBy: people.committee,
    decidedAt: '2023-12-28T07:40:00.000Z',
    candidates: canonicalText(candidates),
    candidatesHash: digestOf(candidates),
  };
  const questions: Row<'question'>[] = [
    ['YS2024-05', '新建公办园的用地是否已经落实？', '规划条件已经出具，用地手续2024年2月底前办结。'],
    ['YS2024-17', '施工期间汛期怎么办？', '分段施工，汛期前恢复排水，并准备移动泵车。'],
    ['YS2024-13', '幸福院建成以后的运行经费从哪里来？', '由区级财政按每所每年补助，镇村负责管理。'],
    ['YS2024-22', '开户费标准是多少？', '按照价格部门核定的标准执行，特困户减免。'],
  ].map(([code, text = '', answer = '']) => ({
    id: newId(dice.bytes),
    proposalId: drafts.find(({ fields }) => fields.code === code)!.id,
    by: people.delegate,
    at: momentBetween('2023-12-13', '2023-12-18', dice.next()),
    text,
    answer,
    answeredBy: people.govOffice,
    answeredAt: momentBetween('2023-12-19', '2023-12-22', dice.next()),
  }));
  const remarks: Row<'remark'>[] = [
    ['YS2024-01', '改造前征求住户意见，改造内容列出清单公示。', '已补充征求意见的时间和清单。'],
    ['YS2024-19', '整改问题厕所要逐户核对，不能只看数字。', '已改为逐户建档、逐户验收。'],
  ].map(([code, text = '', settled = '']) => ({
    id: newId(dice.bytes),
    proposalId: drafts.find(({ fields }) => fields.code === code)!.id,
    kind: 'change' as const,
    text,
    by: people.committee,
    at: momentBetween('2023-12-14', '2023-12-18', dice.next()),
    settled,
    settledBy: people.govOffice,
    settledAt: momentBetween('2023-12-20', '2023-12-22', dice.next()),
  }));
  const receipts: Row<'paperReceipt'>[] = [
    { year: 2024, accountId: people.committee, at: '2023-12-12T01:20:00.000Z' },
    { year: 2024, accountId: people.delegate, at: '2023-12-12T11:05:00.000Z' },
  ];
  return {
    yearList,
    votes,
    listed,
    *write({ q, t }: Tx): Query<void> {
      yield* put(proposals, (part) => q.insert(t.proposal).values(part).returning({ id: t.proposal.id }));
      yield* put(versions, (part) =>
        q.insert(t.proposalVersion).values(part).returning({ id: t.proposalVersion.version }),
      );
      yield* put(originRows, (part) =>
        q.insert(t.proposalOrigin).values(part).returning({ seq: t.proposalOrigin.seq }),
      );
      yield* put(opinions, (part) => q.insert(t.opinion).values(part).returning({ id: t.opinion.id }));
      yield* put(marks, (part) => q.insert(t.criterionMark).values(part).returning({ by: t.criterionMark.by }));
      yield* put(
        criteria.map((criterion) => ({ year: 2024, criterion, weight: weights[criterion] })),
        (part) => q.insert(t.criterionWeight).values(part).returning({ year: t.criterionWeight.year }),
      );
      yield* put(questions, (part) => q.insert(t.question).values(part).returning({ id: t.question.id }));
      yield* put(remarks, (part) => q.insert(t.remark).values(part).returning({ id: t.remark.id }));
      yield* put(receipts, (part) => q.insert(t.paperReceipt).values(part).returning({ at: t.paperReceipt.at }));
    },
  };
}
