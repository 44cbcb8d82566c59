import { fail, redirect } from '@sveltejs/kit';
import {
  createSitting,
  createYear,
  listSittings,
  listYears,
  readSitting,
  readVote,
  readYearWork,
  type Year,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { tasksOf } from '$lib/sitting.js';
import { yearTasksOf } from '$lib/year-tasks.js';
import type { Actions, PageServerLoad } from './$types';

const consoleReaders = ['clerk', 'scrutineer', 'teller', 'presidium', 'auditor', 'admin'] as const;

export const load: PageServerLoad = async ({ fetch, parent, url, depends }) => {
  depends('piaojue:live');
  const { me } = await parent();
  const { sittings } = must(await call(fetch, listSittings), url);
  const newest = sittings.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  const mayRead = me.roles.some((role) => (consoleReaders as readonly string[]).includes(role));
  const sitting =
    newest && mayRead ? must(await call(fetch, readSitting, { params: { sittingId: newest.id } }), url) : null;
  const votes = await Promise.all(
    (sitting?.votes ?? [])
      .filter(({ state }) => state !== 'published' && state !== 'void')
      .map(async ({ id }) => must(await call(fetch, readVote, { params: { voteId: id } }), url)),
  );
  const { years } = must(await call(fetch, listYears), url);
  const ofYears = await Promise.all(
    years
      .filter(({ state }) => goingOn.has(state))
      .map(async (year) =>
        yearTasksOf(me, year, must(await call(fetch, readYearWork, { params: { year: String(year.year) } }), url)),
      ),
  );
  return { sittings, sitting, years, tasks: [...tasksOf(me, sitting, votes), ...ofYears.flat()].toSorted(byUrgency) };
};

/** Years in which something is collected, screened or decided before the session. */
const goingOn = new Set<Year['state']>([
  'prepare',
  'collect',
  'screen',
  'standing_committee_review',
  'candidates_fixed',
]);
const byUrgency = (a: { urgent: boolean }, b: { urgent: boolean }): number => Number(b.urgent) - Number(a.urgent);

export const actions: Actions = {
  createSitting: async ({ request, fetch }) => {
    const form = await request.formData();
    const title = textOf(form, 'title');
    const year = numberOf(form, 'year');
    const made = await call(fetch, createSitting, { body: { title, year } });
    if (!made.ok)
      return fail(made.status, {
        sitting: { typed: { title, year }, refusal: made.refusal as string, detail: made.detail },
      });
    redirect(303, `/desk/sittings/${made.value.id}`);
  },
  createYear: async ({ request, fetch }) => {
    const year = numberOf(await request.formData(), 'newYear');
    const made = await call(fetch, createYear, { body: { year } });
    if (!made.ok)
      return fail(made.status, { act: 'createYear', key: '', refusal: made.refusal as string, detail: made.detail });
    redirect(303, `/desk/years/${made.value.year}`);
  },
};
