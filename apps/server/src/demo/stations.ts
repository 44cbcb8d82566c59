import type { Tx } from '@piaojue/db';
import type { StationLevel } from '@piaojue/rules';
import { newId } from '../deps.js';
import { towns, villageCode } from './data.js';
import { nameOf } from './people.js';
import { Dice } from './prng.js';
import { dayAfter } from './put.js';

type StationRow = Tx['t']['station']['$inferSelect'];
type MemberRow = Tx['t']['stationMember']['$inferSelect'];
type DutyRow = Tx['t']['duty']['$inferSelect'];

export interface DemoStations {
  readonly stations: StationRow[];
  readonly members: MemberRow[];
  readonly duties: DutyRow[];
  /** The station where people of a place go. */
  readonly near: (placeCode: string) => string;
  readonly teams: Readonly<Record<2024 | 2025, string>>;
}

/** 代表 nearby: who sits at a station is taken from the roll in turn. */
function* delegatesInTurn(): Generator<string, string, void> {
  for (let i = 1; ; i += 1) yield nameOf((i % 235) + 1);
}

/**
 * 三级阵地 of the demo: the head station in the service hall, 13 town stations, 25 village points, and the mobile teams
 * of two years with 25 delegates each. The roster runs from two weeks before `today` to four weeks after.
 * @param team  first and last day of the team of the year that is open.
 */
export function demoStations(today: string, team: { from: string; until: string }, delegate: string): DemoStations {
  const dice = new Dice(13);
  const turn = delegatesInTurn();
  const next = (): string => turn.next().value;
  const stations: StationRow[] = [];
  const members: MemberRow[] = [];
  const duties: DutyRow[] = [];
  const station = (
    level: StationLevel,
    parentId: string | null,
    name: string,
    given: Partial<StationRow>,
  ): StationRow => {
    const row: StationRow = {
      id: newId(dice.bytes),
      level,
      parentId,
      name,
      placeCode: null,
      closedAt: null,
      address: '',
      hours: '',
      phone: `0379-0000${1000 + stations.length}`,
      purpose: '',
      openFrom: null,
      openUntil: null,
      closed: false,
      version: 1,
      ...given,
    };
    stations.push(row);
    return row;
  };
  const member = (
    of: StationRow,
    office: MemberRow['office'],
    name: string,
    accountId: string | null = null,
  ): string => {
    if (!members.some((each) => each.stationId === of.id && each.name === name))
      members.push({ id: newId(dice.bytes), stationId: of.id, name, office, accountId });
    return name;
  };
  const staffed = (of: StationRow, delegates: number): string[] => {
    member(of, 'leader', next());
    const names = Array.from({ length: delegates }, () => member(of, 'delegate', next()));
    member(of, 'staff', nameOf(900 + stations.length));
    return names;
  };
  /** Duty on the days that a station's hours name, the delegates in turn. */
  const roster = (
    of: StationRow,
    names: readonly string[],
    isDuty: (day: string) => boolean,
    hours: string,
    size: number,
  ) => {
    let at = 0;
    for (let i = -14; i <= 28; i += 1) {
      const day = dayAfter(today, i);
      if (!isDuty(day)) continue;
      const sitting = Array.from({ length: size }, () => names[at++ % names.length]!);
      duties.push({ id: newId(dice.bytes), stationId: of.id, day, hours, names: [...new Set(sitting)] });
    }
  };

  const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

  const head = station('head', null, '偃师区代表联络总站', {
    placeCode: '02',
    address: '商城街道区政务服务大厅一楼东侧',
    hours: '工作日上午9:00至12:00，下午2:30至5:00',
  });
  roster(head, staffed(head, 18), (day) => weekday(day) % 6 > 0, '上午9:00至12:00', 3);
  const byPlace = new Map<string, string>();
  for (const town of towns) {
    const ofTown = station('town', head.id, `${town.name}代表联络站`, {
      placeCode: town.code,
      address: `${town.name}便民服务中心二楼`,
      hours: '每周四上午9:00至11:30',
    });
    byPlace.set(town.code, ofTown.id);
    const names = staffed(ofTown, 7);
    if (town.name === '顾县镇') names.push(member(ofTown, 'delegate', '许俊峰', delegate));
    roster(ofTown, names, (day) => weekday(day) === 4, '上午9:00至11:30', 2);
    // Two points a town, one in 伊洛街道: 25.
    for (const [i, village] of town.villages.slice(0, town.name === '伊洛街道' ? 1 : 2).entries()) {
      const point = station('village', ofTown.id, `${village}代表联络点`, {
        placeCode: villageCode(town, i),
        address: `${town.name}${village}党群服务中心`,
        hours: '每月逢5日上午8:30至11:00',
      });
      byPlace.set(villageCode(town, i), point.id);
      roster(point, staffed(point, 2), (day) => day.endsWith('5'), '上午8:30至11:00', 1);
    }
  }
  const mobile = (name: string, openFrom: string, openUntil: string, closed: boolean): StationRow => {
    const of = station('mobile', head.id, name, {
      address: '随走访地点变动，以公告为准',
      hours: '白天到田间地头，晚上到农户家中',
      purpose: '抽调25名人大代表到田间地头走访，收集民生实事项目的“一手”建议。',
      openFrom,
      openUntil,
      closed,
    });
    member(of, 'leader', next());
    if (!closed) member(of, 'delegate', '许俊峰', delegate);
    while (members.filter(({ stationId }) => stationId === of.id).length < 25) member(of, 'delegate', next());
    return of;
  };
  const earlier = mobile('2024年度代表流动工作站', '2023-09-01', '2023-10-15', true);
  const now = mobile('2025年度代表流动工作站', team.from, team.until, false);
  return {
    stations,
    members,
    duties,
    near: (placeCode) => byPlace.get(placeCode) ?? byPlace.get(placeCode.slice(0, 2)) ?? head.id,
    teams: { 2024: earlier.id, 2025: now.id },
  };
}
