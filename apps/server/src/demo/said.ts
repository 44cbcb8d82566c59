import type { SuggesterKind, SuggestionChannel } from '@piaojue/rules';
import { needs, projects, townNamed, villageCode, type Needs, type Project } from './data.js';
import { nameOf } from './people.js';
import { Dice } from './prng.js';

/** What one person said, and what it is about in truth: same `topic`, same need at the same place. */
export interface Said {
  readonly project: string;
  readonly topic: string;
  readonly category: string;
  readonly title: string;
  readonly content: string;
  readonly reason: string;
  readonly advice: string;
  readonly placeCode: string | null;
  readonly placeNote: string;
  readonly channel: SuggestionChannel;
  readonly kind: SuggesterKind;
  /** 0 to 1 of the time of collecting. */
  readonly moment: number;
  readonly suggester: { readonly name: string; readonly phone: string; readonly email: string };
}

const categoryOf: Readonly<Record<string, string>> = {
  '01': '城乡住房',
  '02': '交通出行',
  '03': '公共安全',
  '04': '城乡住房',
  '05': '教育',
  '06': '教育',
  '07': '食品安全',
  '08': '医疗卫生',
  '09': '医疗卫生',
  '10': '医疗卫生',
  '11': '医疗卫生',
  '12': '健康养老',
  '13': '健康养老',
  '14': '健康养老',
  '15': '就业创业',
  '16': '交通出行',
  '17': '城乡住房',
  '18': '环境保护',
  '19': '环境保护',
  '20': '社会治理',
  '21': '城乡住房',
  '22': '城乡住房',
  '23': '公共安全',
  '24': '文化惠民',
  '25': '社会治理',
};

interface Topic {
  readonly key: string;
  readonly need: Needs['needs'][number];
  /** As somebody there says it, and as an outsider does. */
  readonly names: readonly string[];
  readonly placeCode: string;
  readonly placeNote: string;
}

/** Every need of a project at every place where it may arise. */
function topicsOf(project: string, { towns, sites, needs: list }: Needs): Topic[] {
  return list.flatMap((need): Topic[] => {
    const topic = (place: string, names: string[], placeCode: string, placeNote: string): Topic => ({
      key: `${project} ${need.need} ${place}`,
      need,
      names,
      placeCode,
      placeNote,
    });
    if (need.where === 'site')
      return sites.map(({ name, town }) =>
        topic(name, name.startsWith(town) ? [name] : [name, name, `${town}${name}`], townNamed(town).code, name),
      );
    return towns.map(townNamed).flatMap((town) => {
      if (need.where === 'town') return [topic(town.name, [town.name, town.name.slice(0, -1)], town.code, '')];
      if (need.where === 'school')
        return ['中心小学', '第一初中', '实验学校'].map((kind) =>
          topic(
            `${town.name}${kind}`,
            [`${town.name}${kind}`, `${town.name.slice(0, 2)}${kind}`],
            town.code,
            `${town.name}${kind}`,
          ),
        );
      return town.villages.map((village, i) =>
        topic(village, [village, village, `${town.name}${village}`], villageCode(town, i), ''),
      );
    });
  });
}

const openers: Partial<Record<SuggestionChannel, readonly string[]>> = {
  hotline: ['来电人反映：', '市民来电：', '来电人称，', '群众致电反映，', ''],
  delegate: ['走访选民时了解到，', '接待选民时群众反映：', '经调研，', '选区群众多次提出：'],
  station: ['来站群众讲：', '村民到站反映，', '', ''],
  mobile_station: ['在田间地头走访时群众说：', '流动工作站入户了解到，', '', ''],
  letter: ['尊敬的领导：', '您好！'],
  web: ['', '', '', '您好，', '领导好，'],
  email: ['您好，', '', '各位领导：'],
};
const closers = ['', '', '', '', '谢谢。', '盼回复。', '这是大家共同的心声。', '麻烦了。', '希望能办成。'];
const reasons = [
  '关系到群众每天的生活。',
  '{反映|盼}了好几年，一直没有解决。',
  '老人和孩子多，存在安全隐患。',
  '涉及{一百多户|两百来户|三四百户|上千口人}。',
  '周边地方已经做了，效果很好。',
  '花钱不多，受益的人多。',
];
const advices = [
  '请有关部门到现场看看。',
  '{建议|最好}明年开工前先征求住户意见。',
  '可以分两步走，先急后缓。',
  '建议由区里统一安排，镇里配合。',
  '建成以后要有人管。',
  '开工和完工时间请公示。',
];
/** Slips of the hand that people make. */
const slips = [
  ['安装', '按装'],
  ['反映', '反应'],
  ['经常', '经长'],
  ['垃圾', '拉圾'],
  ['希望', '希忘'],
  ['坑洼', '坑凹'],
  ['淤堵', '於堵'],
  ['拓宽', '扩宽'],
  ['塌陷', '踏陷'],
] as const;

const channelsOf = (dice: Dice, { suggestion_channels: counts }: Project): SuggestionChannel[] => [
  ...Array.from({ length: counts.online_or_email }, () => (dice.chance(0.62) ? ('web' as const) : ('email' as const))),
  // 流动工作站: 25 delegates brought some sixty of them.
  ...Array.from({ length: counts.liaison_station }, () =>
    dice.chance(0.3) ? ('mobile_station' as const) : ('station' as const),
  ),
  ...Array.from({ length: counts.hotline_12345 }, () => 'hotline' as const),
  ...Array.from({ length: counts.delegate }, () => 'delegate' as const),
];

function person(dice: Dice, channel: SuggestionChannel): Said['suggester'] {
  const share = { web: 0.6, email: 0.9, hotline: 0.85, station: 0.8, mobile_station: 0.7 }[channel as string] ?? 1;
  if (!dice.chance(share)) return { name: '', phone: '', email: '' };
  const number = dice.below(9000) + 1000;
  return {
    name: nameOf(dice.below(1300) + 300),
    // No such numbers are given out.
    phone: channel === 'email' ? '' : `0379-0000${number}`,
    email: channel === 'email' || dice.chance(0.1) ? `q${number}@example.com` : '',
  };
}

const most = (text: string, length: number): string => [...text].slice(0, length).join('');

/** Most people choose the place; some only its town, some nothing at all, and the spot often stands in the text alone. */
function placeSaid(dice: Dice, { placeCode, placeNote }: Topic): Pick<Said, 'placeCode' | 'placeNote'> {
  const how = dice.next();
  return {
    placeCode: how < 0.1 ? null : how < 0.25 ? placeCode.slice(0, 2) : placeCode,
    placeNote: dice.chance(0.3) ? '' : placeNote,
  };
}

function saidOf(dice: Dice, project: string, topic: Topic, channel: SuggestionChannel): Said {
  const at = (text: string): string => dice.reading(text).replaceAll('@', dice.pick(topic.names));
  let title = most(at(dice.pick(topic.need.titles)), 40);
  let content =
    dice.pick(openers[channel] ?? ['']) +
    at(dice.pick(topic.need.contents)) +
    (channel === 'hotline' ? '' : dice.pick(closers));
  if (['web', 'station', 'mobile_station'].includes(channel) && dice.chance(0.15)) {
    const [right, wrong] = dice.pick(slips);
    title = title.replace(right, wrong);
    content = content.replace(right, wrong);
  }
  return {
    project,
    topic: topic.key,
    category: categoryOf[project.slice(-2)] ?? '社会治理',
    title,
    content,
    reason: dice.chance(channel === 'delegate' ? 0.8 : 0.25) ? dice.reading(dice.pick(reasons)) : '',
    advice: dice.chance(channel === 'delegate' ? 0.8 : 0.25) ? dice.reading(dice.pick(advices)) : '',
    ...placeSaid(dice, topic),
    channel,
    kind: channel === 'delegate' ? 'delegate' : dice.chance(0.03) ? 'cppcc_member' : 'resident',
    moment: dice.next(),
    suggester: person(dice, channel),
  };
}

/** `count` topics: every need at least once, then needs and places as they fall. */
function chosenTopics(dice: Dice, all: readonly Topic[], count: number): Topic[] {
  const mixed = dice.shuffled(all);
  const first = mixed.filter((topic, i) => mixed.findIndex(({ need }) => need === topic.need) === i);
  const rest = dice.shuffled(all.filter((topic) => !first.includes(topic)));
  return [...first, ...rest].slice(0, Math.max(first.length, count));
}

const departmentSays = (dice: Dice, { id, name, lead_unit, content }: Project): Said => ({
  project: id,
  topic: `${id} 部门申报`,
  category: categoryOf[id.slice(-2)] ?? '社会治理',
  title: most(`申报${name}`, 40),
  content: `${lead_unit}申报：${content}`,
  reason: '根据近年群众来信来访和摸底调查情况。',
  advice: '',
  placeCode: townNamed(needs[id]!.towns[0]!).code,
  placeNote: '',
  channel: 'department',
  kind: 'unit',
  moment: 0.5 + dice.next() / 2,
  suggester: { name: lead_unit, phone: '', email: '' },
});

/** The 1,092 suggestions of 2024, by project and channel as the project file counts them, in the order they came. */
export function sayings2024(): Said[] {
  const dice = new Dice(2024);
  return projects
    .flatMap((project): Said[] => {
      const channels = dice.shuffled(channelsOf(dice, project));
      const topics = chosenTopics(dice, topicsOf(project.id, needs[project.id]!), Math.round(channels.length / 3));
      const said = channels.map((channel, i) =>
        // Each topic once, then some far oftener than others.
        saidOf(dice, project.id, topics[i] ?? topics[Math.floor(topics.length * dice.next() ** 1.7)]!, channel),
      );
      return [
        ...said,
        ...Array.from({ length: project.suggestion_channels.department }, () => departmentSays(dice, project)),
      ];
    })
    .toSorted((a, b) => a.moment - b.moment);
}

/** More of the same kind, as many as wanted: for the year that is open, and for measuring. */
export function sayings(count: number, seed: number): Said[] {
  const dice = new Dice(seed);
  const topics = projects.flatMap(({ id }) => topicsOf(id, needs[id]!).map((topic) => ({ id, topic })));
  return Array.from({ length: count }, () => {
    const { id, topic } = dice.pick(topics);
    return saidOf(
      dice,
      id,
      topic,
      dice.pick(['web', 'email', 'hotline', 'station', 'mobile_station', 'delegate', 'letter']),
    );
  }).toSorted((a, b) => a.moment - b.moment);
}
