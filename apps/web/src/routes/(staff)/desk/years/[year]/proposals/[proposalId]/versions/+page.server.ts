import { listVersions } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { differing, fieldNames, fieldText } from '$lib/proposal-form.js';
import { must } from '$lib/server/load.js';
import { readableDiff } from '$lib/text-diff.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const { name, versions } = must(await call(fetch, listVersions, { params: { proposalId: params.proposalId } }), url);
  const chosen = (key: string) => versions.find(({ version }) => String(version) === url.searchParams.get(key));
  const after = chosen('after') ?? versions[0];
  const before = chosen('before') ?? versions[1];
  const changes =
    before && after
      ? differing(before.fields, after.fields).map((key) => ({
          key,
          label: fieldNames[key],
          parts: readableDiff(fieldText(before.fields, key), fieldText(after.fields, key)),
        }))
      : [];
  return {
    name,
    back: `/desk/years/${params.year}/proposals/${params.proposalId}`,
    versions: versions.map(({ version, note, by, at }) => ({ version, note, by, at })),
    before: before?.version ?? null,
    after: after?.version ?? null,
    changes,
  };
};
