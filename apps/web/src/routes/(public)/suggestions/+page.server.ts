import { categories, listPlaces, listPublicSuggestions, noTown, readCollecting } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { filtersOf } from '$lib/server/filters.js';
import { must } from '$lib/server/load.js';
import { mostAsked } from '$lib/wording/suggestions.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, url }) => {
  const asked = (name: string) => (url.searchParams.get(name) ?? '').trim();
  const { current, years } = must(await call(fetch, readCollecting), url);
  const { places } = must(await call(fetch, listPlaces), url);
  const towns = places.filter(({ townCode }) => townCode === null);
  const year = years.find((each) => String(each) === asked('year')) ?? current?.year;
  const cut = asked('q').length > mostAsked;
  const q = asked('q').slice(0, mostAsked);
  // What the figures of the year ask for; whatever is none of these is left out.
  const { asked: given } = filtersOf(listPublicSuggestions.query.omit({ q: true, page: true }), url.searchParams);
  const town = [...towns.map(({ code }) => code), noTown].find((code) => code === given.town);
  const { town: _, ...others } = given;
  const narrowed = { ...others, ...(town ? { town } : {}) };
  const page = /^[1-9]\d{0,3}$/.test(asked('page')) ? Number(asked('page')) : 1;
  const shared = { years, year, towns, categories, q, cut, narrowed, page };
  if (year === undefined) return { ...shared, total: 0, suggestions: [] };
  const query = { ...(q ? { q } : {}), ...narrowed, page: String(page) };
  const found = must(await call(fetch, listPublicSuggestions, { params: { year: String(year) }, query }), url);
  return { ...shared, ...found };
};
