import {
  importDuties,
  listPlaces,
  listStations,
  listYears,
  readDeskStation,
  readStationLog,
  removeDuty,
  setDuty,
  setStation,
  setStationMembers,
  stationOffices,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { act, numberOf, textOf } from '$lib/server/act.js';
import { importAct } from '$lib/server/import.js';
import { must } from '$lib/server/load.js';
import { stationInputOf } from '$lib/server/station-form.js';
import { namesIn } from '$lib/station-members.js';
import { yearAsked } from '$lib/server/year-asked.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const { years } = must(await call(fetch, listYears), url);
  const year = String(yearAsked(years, url));
  const month = url.searchParams.get('month') ?? undefined;
  const [station, log, { stations }, { places }] = await Promise.all([
    call(fetch, readDeskStation, { params }).then((called) => must(called, url)),
    call(fetch, readStationLog, { params, query: { year, ...(month ? { month } : {}) } }).then((called) =>
      must(called, url),
    ),
    call(fetch, listStations).then((called) => must(called, url)),
    call(fetch, listPlaces).then((called) => must(called, url)),
  ]);
  return { station, log, stations, places, year, month: month ?? '', years: years.map((each) => String(each.year)) };
};

/** One member a line: 姓名，身份，账号 (the last may be missing). */
const membersOf = (text: string) =>
  text
    .split('\n')
    .map(namesIn)
    .filter((parts) => parts.length > 0)
    .map(([name = '', office = '', username]) => ({
      name,
      office: stationOffices.find((each) => officeNames[each] === office) ?? 'delegate',
      username: username ?? null,
    }));
const officeNames = { leader: '站长', delegate: '代表', staff: '联络员' } as const;

export const actions: Actions = {
  set: (event) =>
    act(event, 'set', (form) =>
      call(event.fetch, setStation, {
        params: event.params,
        body: { version: numberOf(form, 'version'), station: stationInputOf(form) },
      }),
    ),
  members: (event) =>
    act(event, 'members', (form) =>
      call(event.fetch, setStationMembers, {
        params: event.params,
        body: { version: numberOf(form, 'version'), members: membersOf(textOf(form, 'members')) },
      }),
    ),
  duty: (event) =>
    act(event, 'duty', (form) =>
      call(event.fetch, setDuty, {
        params: event.params,
        body: {
          day: textOf(form, 'day'),
          hours: textOf(form, 'hours'),
          names: namesIn(textOf(form, 'names')),
          before: namesIn(textOf(form, 'before')),
          outsiders: textOf(form, 'outsiders') === '1',
        },
      }),
    ),
  removeDuty: (event) =>
    act(event, 'removeDuty', (form) =>
      call(event.fetch, removeDuty, { params: { ...event.params, dutyId: textOf(form, 'dutyId') } }),
    ),
  duties: (event) =>
    importAct(event, 'duties', (body, form) =>
      call(event.fetch, importDuties, {
        params: event.params,
        body: { ...body, outsiders: textOf(form, 'outsiders') === '1' },
      }),
    ),
};
