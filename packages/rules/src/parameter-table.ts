/**
 * Every parameter of the 票决办法 as data for the clerk's form. Longer than our other files because it is a table:
 * one row per parameter, nothing to decide. Sentences are suggestions; the adopted clause is what the clerk types.
 */
import type { BallotParameters, ParameterName } from './ballot-rules.js';
import type { RuleId } from './rule-ids.js';

export interface ParameterValue {
  readonly value: string | number | boolean;
  readonly label: string;
  /** One line that says what happens. */
  readonly explain: string;
  /** A clause one may adopt for it. */
  readonly clause: string;
}

export interface ParameterSpec {
  readonly key: ParameterName;
  readonly label: string;
  readonly kind: 'choice' | 'count' | 'percent' | 'weights';
  /** The allowed values of a choice; empty for numbers. */
  readonly values: readonly ParameterValue[];
  /** For numbers: what is typed, and a clause with `{n}` in its place. */
  readonly explain?: string;
  readonly clause?: string;
  /** Default of a Henan district; null where it must be typed. */
  readonly default: BallotParameters[ParameterName];
  /** Where the values come from; marks as in SOURCES.md. */
  readonly source: string;
  readonly rule: RuleId;
}

const value = (id: string | number | boolean, label: string, explain: string, clause: string): ParameterValue => ({
  value: id,
  label,
  explain,
  clause,
});

export const parameterTable: readonly ParameterSpec[] = [
  {
    key: 'ballotKind',
    label: '表决票形式',
    kind: 'choice',
    values: [
      value(
        'for_against_abstain',
        '逐项赞成、反对、弃权',
        '每个项目各有赞成、反对两栏，不画的为弃权。',
        '代表对每个候选项目可以表示赞成、反对，也可以弃权。',
      ),
      value(
        'approve_only',
        '只画赞成的项目',
        '只在赞成的项目上画符号，其余不作区分。',
        '代表在赞成的候选项目的符号栏内画“○”，其他项目不画。',
      ),
      value(
        'rank',
        '按迫切程度排序',
        '在项目上写名次，按名次计分；只能用纸质票，须写明分值。',
        '代表按照迫切程度对候选项目排序，各名次的分值由本办法规定。',
      ),
    ],
    default: 'for_against_abstain',
    source: '代表法（2025）第23条 [L2]；兰亭 [S19]、东阳 [S18]、力洋 [S20]',
    rule: 'R-COUNT-04',
  },
  {
    key: 'places',
    label: '应选数',
    kind: 'count',
    values: [],
    explain: '本次票决确定的项目数。',
    clause: '本次会议票决民生实事项目{n}项。',
    default: 20,
    source: '陕西规定 [S15]',
    rule: 'R-CUT-01',
  },
  {
    key: 'delegateTotal',
    label: '实有代表数',
    kind: 'count',
    values: [],
    explain: '票决时的全体代表人数，由主席团确认；不是法定名额。',
    clause: '本次会议实有代表{n}名，法定人数和过半数以此计算。',
    default: null,
    source: '通行做法 [GK]；代表法（2025）第61条 [L2]',
    rule: 'R-COUNT-07',
  },
  {
    key: 'minDifferentialPercent',
    label: '差额比例下限',
    kind: 'percent',
    values: [],
    explain: '候选项目比应选数至少多出的比例，按应选数计算。',
    clause: '候选项目数应当多于应选数，差额比例不低于百分之{n}。',
    default: 20,
    source: '各地20%至30% [S23][S24][S27][S29]；法定下限未查到 [DESIGN]',
    rule: 'R-LIST-01',
  },
  {
    key: 'pickRule',
    label: '赞成项目数的限制',
    kind: 'choice',
    values: [
      value(
        'at_most_n',
        '等于或者少于应选数',
        '少画有效，多画无效。',
        '每张表决票赞成的项目数等于或者少于应选数的有效，多于应选数的无效。',
      ),
      value(
        'exactly_n',
        '必须等于应选数',
        '多画、少画都无效。',
        '每张表决票赞成的项目数必须等于应选数，多于或者少于应选数的无效。',
      ),
      value('no_limit', '不限', '每个项目单独表决，赞成几项都可以。', '代表对候选项目逐项表决，赞成的项目数不受限制。'),
    ],
    default: 'at_most_n',
    source: '选举法第44条 [L4]；[S48][S49]',
    rule: 'R-VALID-01',
  },
  {
    key: 'overPick',
    label: '多画的处理',
    kind: 'choice',
    values: [
      value('void_ballot', '整张票无效', '多画的票对所有项目都不计。', '赞成的项目数多于应选数的，该张表决票无效。'),
      value(
        'void_section',
        '该栏无效',
        '一张票分几栏时，只有多画的一栏不计。',
        '表决票分栏的，赞成数多于该栏应选数的，该栏无效，其他栏有效。',
      ),
    ],
    default: 'void_ballot',
    source: '选举法第44条 [L4]；[S49b]',
    rule: 'R-VALID-01',
  },
  {
    key: 'blank',
    label: '空白票',
    kind: 'choice',
    values: [
      value(
        'valid_abstain_all',
        '有效，全部弃权',
        '计入有效票，每个项目记一票弃权。',
        '不画任何符号的表决票为有效票，视为对全部项目弃权。',
      ),
      value('invalid', '无效', '计入无效票。', '不画任何符号的表决票为无效票。'),
    ],
    default: 'valid_abstain_all',
    source: '选举办法 [S49]',
    rule: 'R-VALID-03',
  },
  {
    key: 'unmarkedItem',
    label: '未画符号的项目',
    kind: 'choice',
    values: [
      value('abstain', '视为弃权', '不画就是弃权。', '对某一项目不画任何符号的，视为弃权。'),
      value('against', '视为反对', '不画就是反对。', '对某一项目不画任何符号的，视为反对。'),
      value(
        'approve',
        '视为赞成',
        '不画就是赞成；动笔的人会被看出来，不利于保密。',
        '对某一项目不画任何符号的，视为赞成。',
      ),
    ],
    default: 'abstain',
    source: '[S49]；2005年前的旧做法 [S68]',
    rule: 'R-VALID-04',
  },
  {
    key: 'illegible',
    label: '无法辨认的处理',
    kind: 'choice',
    values: [
      value(
        'readable_part_counts',
        '可辨认的部分有效',
        '看不清的项目按弃权计，由总监票人决定并记录。',
        '书写模糊的，可以辨认的部分有效，无法辨认的部分无效，由总监票人认定。',
      ),
      value('whole_void', '整张票无效', '有一处看不清，整张票不计。', '书写模糊无法辨认的表决票为无效票。'),
    ],
    default: 'readable_part_counts',
    source: '选举办法两种写法都有 [S49]',
    rule: 'R-VALID-05',
  },
  {
    key: 'quorum',
    label: '法定人数',
    kind: 'choice',
    values: [
      value(
        'two_thirds_of_all',
        '全体代表三分之二以上',
        '投票前再清点一次，不足不能票决。',
        '全体代表三分之二以上出席，始得进行票决。',
      ),
    ],
    default: 'two_thirds_of_all',
    source: '地方组织法第14条 [L1]',
    rule: 'R-QUORUM-01',
  },
  {
    key: 'collected',
    label: '收回票数',
    kind: 'choice',
    values: [
      value(
        'void_if_more_than_issued',
        '多于发出数则无效',
        '整次票决作废，重新投票。',
        '收回的表决票等于或者少于发出的，票决有效；多于发出的，票决无效，应当重新投票。',
      ),
    ],
    default: 'void_if_more_than_issued',
    source: '选举法第44条 [L4]；[S49]',
    rule: 'R-COUNT-01',
  },
  {
    key: 'participation',
    label: '参加表决人数',
    kind: 'choice',
    values: [
      value('none', '不另作要求', '只要求法定人数。', '参加表决的人数除法定人数外不另作要求。'),
      value(
        'more_than_half_of_all',
        '超过全体代表半数',
        '参加表决的不超过半数，表决无效。',
        '参加表决的代表超过全体代表半数，表决始为有效。',
      ),
    ],
    default: 'none',
    source: '广东省人大议事规则第60条 [L11]',
    rule: 'R-COUNT-08',
  },
  {
    key: 'majorityBase',
    label: '过半数的基数',
    kind: 'choice',
    values: [
      value('all_delegates', '全体代表', '未到会的也在基数内。', '候选项目获得全体代表过半数赞成票的，始得通过。'),
      value('present', '实到代表', '以投票时到会人数为基数。', '候选项目获得实到代表过半数赞成票的，始得通过。'),
      value('valid', '有效票', '以有效票数为基数。', '候选项目获得有效票过半数赞成的，始得通过。'),
      value('none', '不要求过半数', '完全按得票多少确定。', '候选项目按照得票多少确定。'),
    ],
    default: 'all_delegates',
    source: '地方组织法第25条 [L1]；兰亭 [S19]；其余 [GK]',
    rule: 'R-MAJOR-01',
  },
  {
    key: 'threshold',
    label: '通过的票数',
    kind: 'choice',
    values: [
      value('more_than_half', '超过半数', '正好一半不算过半数。', '过半数是指超过基数的二分之一，不包括二分之一本数。'),
    ],
    default: 'more_than_half',
    source: '地方组织法第25条 [L1]',
    rule: 'R-MAJOR-02',
  },
  {
    key: 'surplus',
    label: '过半数的多于应选数',
    kind: 'choice',
    values: [
      value(
        'top_n',
        '得票多的列入',
        '按赞成票从多到少取足应选数。',
        '获得过半数赞成票的项目多于应选数时，以得票多的列入。',
      ),
    ],
    default: 'top_n',
    source: '比照地方组织法第29条 [L1]',
    rule: 'R-CUT-01',
  },
  {
    key: 'tieAtCut',
    label: '末位票数相等',
    kind: 'choice',
    values: [
      value(
        'revote_tied',
        '就相等的再次投票',
        '由代表再选一次。',
        '末位票数相等不能确定的，就票数相等的项目再次投票。',
      ),
      value(
        'presidium',
        '由主席团决定',
        '结果页停在这里，等主席团决定。',
        '末位票数相等不能确定的，由大会主席团决定。',
      ),
      value('take_all', '全部列入', '项目数会多于应选数。', '末位票数相等的，全部列入。'),
      value(
        'fewer_against_first',
        '反对票少的列入',
        '反对票也相等的，由主席团决定。',
        '末位票数相等的，以反对票少的列入；仍相等的，由大会主席团决定。',
      ),
    ],
    default: 'revote_tied',
    source: '比照地方组织法第29条 [L1]；其余 [GK]',
    rule: 'R-CUT-03',
  },
  {
    key: 'revoteWin',
    label: '再次投票的通过条件',
    kind: 'choice',
    values: [
      value('most_votes', '得票多的列入', '票数相等的项目已经过半数，再次投票只比多少。', '再次投票以得票多的列入。'),
      value('majority_again', '仍须过半数', '再次投票也要过半数。', '再次投票中得票多且获得过半数赞成票的列入。'),
    ],
    default: 'most_votes',
    source: '地方组织法第29条只规定得票多的当选 [L1]',
    rule: 'R-REVOTE-02',
  },
  {
    key: 'maxRevotes',
    label: '再次投票的次数',
    kind: 'choice',
    values: [
      value(0, '不再次投票', '直接由主席团决定。', '不再次投票，由大会主席团决定。'),
      value(1, '一次', '仍不能确定的由主席团决定。', '再次投票以一次为限，仍不能确定的，由大会主席团决定。'),
      value(2, '两次', '仍不能确定的由主席团决定。', '再次投票以两次为限，仍不能确定的，由大会主席团决定。'),
    ],
    default: 1,
    source: '通行做法 [GK]',
    rule: 'R-REVOTE-04',
  },
  {
    key: 'shortfall',
    label: '不足应选数',
    kind: 'choice',
    values: [
      value(
        'fewer_stand',
        '不再补足',
        '名额空缺；主席团可以决定再次投票一次。',
        '获得过半数赞成票的项目少于应选数的，不足的名额空缺。',
      ),
      value(
        'revote_now',
        '当场再次投票',
        '未过半数的按得票多少进入再次投票。',
        '获得过半数赞成票的项目少于应选数的，不足的名额在未通过的项目中再次投票。',
      ),
      value(
        'next_session',
        '留待下次会议',
        '不足的名额下次会议再定。',
        '获得过半数赞成票的项目少于应选数的，不足的名额留待下次会议票决。',
      ),
      value('fill_by_rank', '按得票补足', '只用于不要求过半数的办法。', '按照得票多少取足应选数。'),
      value(
        'presidium',
        '由主席团决定',
        '结果页停在这里，等主席团决定。',
        '获得过半数赞成票的项目少于应选数的，由大会主席团决定。',
      ),
    ],
    default: 'fewer_stand',
    source: '比照地方组织法第29条 [L1]；[S46][S49]',
    rule: 'R-SHORT-01',
  },
  {
    key: 'revoteCandidates',
    label: '再次投票的候选项目',
    kind: 'choice',
    values: [
      value(
        'next_by_votes',
        '按第一次得票多少',
        '名额加差额，末位票数相等的一并列入。',
        '再次投票的候选项目，按照第一次投票得票多少的顺序，依照差额比例确定。',
      ),
    ],
    default: 'next_by_votes',
    source: '比照选举法第45条 [L4]',
    rule: 'R-SHORT-02',
  },
  {
    key: 'rankWeights',
    label: '各名次分值',
    kind: 'weights',
    values: [],
    explain: '排序票第一名、第二名……各计几分；不用排序票的留空。',
    clause: '排序票各名次的分值依次为{n}。',
    default: null,
    source: '没有查到任何来源，未写明不得使用排序票 [DESIGN]',
    rule: 'R-RANK-01',
  },
  {
    key: 'writeIn',
    label: '另提项目',
    kind: 'choice',
    values: [value(false, '不得另提', '新项目须在票决前以议案或者修正案提出。', '表决票上不得另提项目。')],
    default: false,
    source: '[S46]；地方组织法第22条 [L1]',
    rule: 'R-LIST-04',
  },
  {
    key: 'proxy',
    label: '委托投票',
    kind: 'choice',
    values: [value(false, '不得委托', '代表本人投票。', '代表应当亲自投票，不得委托他人。')],
    default: false,
    source: '[S46][S48]',
    rule: 'R-LIST-05',
  },
  {
    key: 'mobileBox',
    label: '流动票箱',
    kind: 'choice',
    values: [value(false, '不设', '只在会场投票。', '不设流动票箱。')],
    default: false,
    source: '[S46][S48]',
    rule: 'R-LIST-05',
  },
  {
    key: 'quotaByCategory',
    label: '分类名额',
    kind: 'choice',
    values: [value('off', '不设', '所有项目一起比较得票。', '各类别不分配名额。')],
    default: 'off',
    source: '没有查到实例 [S27]',
    rule: 'R-CUT-01',
  },
  {
    key: 'candidateOrder',
    label: '候选项目排列',
    kind: 'choice',
    values: [
      value('list_number', '按序号', '纸质票和屏幕相同。', '候选项目按照名单序号排列。'),
      value('sector', '按类别', '同类项目排在一起，序号不变。', '候选项目按照类别排列。'),
    ],
    default: 'list_number',
    source: '选举办法 [S49]',
    rule: 'R-RESULT-01',
  },
  {
    key: 'resultOrder',
    label: '公布的排列',
    kind: 'choice',
    values: [
      value('list_number', '按序号', '不显示得票先后。', '公布的项目按照名单序号排列。'),
      value('by_votes', '按得票多少', '得票相等的按序号。', '公布的项目按照得票多少排列，票数相等的按照名单序号排列。'),
    ],
    default: 'list_number',
    source: '杞县 [S54]',
    rule: 'R-RESULT-01',
  },
  {
    key: 'publishCounts',
    label: '票数的公布',
    kind: 'choice',
    values: [
      value(
        'hall_only',
        '会场宣布，对外公布名单',
        '票数只在会场宣布。',
        '各候选项目的得票数在会场宣布，对外公布通过的项目名单。',
      ),
      value('public', '对外公布票数', '票数和名单一起公布。', '各候选项目的得票数和通过的项目名单一并公布。'),
      value('list_only', '只公布名单', '不宣布票数。', '公布通过的项目名单。'),
    ],
    default: 'hall_only',
    source: '东阳 [S18]、兰亭 [S19] 公布票数；多数只公布名单',
    rule: 'R-RESULT-02',
  },
];
