import { redirect } from '@sveltejs/kit';
import { addStation, listPlaces, listStationFigures, listYears, type StationInput } from '@piaojue/contract';
import { stationLevels } from '@piaojue/rules';
import { call } from '$lib/api/call.js';
import { act, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { stationInputOf } from '$lib/server/station-form.js';
import { yearAsked } from '$lib/server/year-asked.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const { years } = must(await call(fetch, listYears), url);
  const year = yearAsked(years, url);
  const [{ stations }, { places }] = await Promise.all([
    call(fetch, listStationFigures, { params: { year: String(year) } }).then((called) => must(called, url)),
    call(fetch, listPlaces).then((called) => must(called, url)),
  ]);
  return { year, years: years.map((each) => each.year), stations, places, levels: stationLevels };
};

export const actions: Actions = {
  add: async (event) => {
    let made: string | undefined;
    const answer = await act(event, 'add', async (form) => {
      const input: StationInput = stationInputOf(form);
      const called = await call(event.fetch, addStation, { body: { ...input, purpose: textOf(form, 'purpose') } });
      if (called.ok) made = called.value.id;
      return called;
    });
    if (made !== undefined) redirect(303, `/desk/stations/${made}`);
    return answer;
  },
};
