import { error, fail, redirect } from '@sveltejs/kit';
import {
  categories,
  draftFields,
  fixedInWording,
  readProposal,
  saveProposal,
  type DraftFields,
  type Proposal,
} from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { differing, draftFrom, fieldKeys, typedFrom } from '$lib/proposal-form.js';
import { numberOf, textOf } from '$lib/server/act.js';
import { must } from '$lib/server/load.js';
import { partedFrom, takeInto, type Parted } from '$lib/three-way.js';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const proposal = must(await call(fetch, readProposal, { params: { proposalId: params.proposalId } }), url);
  if (!proposal.mayEdit) error(409, { message: '这件项目建议现在不能修改。' });
  return { proposal, categories };
};

/** What the page was loaded with, as it sends it back. */
function baseIn(form: FormData): DraftFields | undefined {
  try {
    return draftFields.safeParse(JSON.parse(textOf(form, 'base'))).data;
  } catch {
    return undefined;
  }
}

/** In 校核文字 what is no wording goes back as it came, whatever the form made of it. */
const worded = (fields: DraftFields, base: DraftFields | undefined): DraftFields =>
  base === undefined
    ? fields
    : {
        ...fields,
        ...Object.fromEntries(fixedInWording.filter((key) => key !== 'targets').map((key) => [key, base[key]])),
      };

export const actions: Actions = {
  /** Without script, for a version kept by hand, and for 校核文字. */
  save: async ({ request, fetch, params }) => {
    const form = await request.formData();
    const base = baseIn(form);
    const version = numberOf(form, 'version');
    // What was chosen after a conflict: `base` is then what the other person saved.
    const chosen = fieldKeys.filter((key) => textOf(form, `take-${key}`) === 'theirs');
    const typed = base ? takeInto(typedFrom(form), base, chosen) : typedFrom(form);
    const stay = { typed, version, base };
    if (form.get('addTarget') !== null) {
      typed.targets.push({ item: '', quantity: '', unit: '' });
      return stay;
    }
    const draft = draftFrom(typed);
    if ('problems' in draft)
      return fail(422, { ...stay, refusal: 'malformed' as string, detail: draft.problems as unknown });
    const mine = form.get('wording') === null ? draft.fields : worded(draft.fields, base);
    const send = (fields: DraftFields, of: number) =>
      call(fetch, saveProposal, {
        params: { proposalId: params.proposalId },
        body: { version: of, fields, note: textOf(form, 'note_') },
      });
    const done = await send(mine, version);
    if (done.ok) redirect(303, `/desk/years/${params.year}/proposals/${params.proposalId}`);
    if (done.refusal !== 'conflict')
      return fail(done.status, { ...stay, refusal: done.refusal as string, detail: done.detail });

    const theirs = done.detail as Proposal;
    const parted: Parted = base
      ? partedFrom(base, mine, theirs.fields)
      : { taken: [], asked: differing(mine, theirs.fields) };
    const joined = takeInto(typed, theirs.fields, parted.taken);
    if (parted.asked.length === 0) {
      const whole = draftFrom(joined);
      const again = 'fields' in whole ? await send(whole.fields, theirs.version) : done;
      if (again.ok) redirect(303, `/desk/years/${params.year}/proposals/${params.proposalId}`);
    }
    return fail(409, {
      typed: joined,
      version: theirs.version,
      base: theirs.fields,
      clash: { theirs, mine, ...parted },
      refusal: 'conflict' as string,
    });
  },
};
