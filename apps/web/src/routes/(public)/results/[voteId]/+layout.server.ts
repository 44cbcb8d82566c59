import { error } from '@sveltejs/kit';
import { readPublished, type VoidVote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ fetch, params, url, setHeaders, locals }) => {
  const read = await call(fetch, readPublished, { params: { voteId: params.voteId } });
  if (!read.ok && read.refusal === 'vote_void') {
    const { title, reason, nextVoteId } = read.detail as VoidVote;
    error(410, {
      title: `“${title}”已宣布作废`,
      message: `这次表决没有结果。作废的原因：${reason.replace(/[。.]$/, '')}。${nextVoteId ? '' : '如果重新表决，结果公布以后在首页可以看到。'}`,
      ...(nextVoteId ? { next: { href: `/results/${nextVoteId}`, label: '看重新表决的结果' } } : {}),
    });
  }
  // Only the address can be wrong here, so there is nothing to fill in better.
  if (!read.ok && read.status === 400) error(404, '没有这个页面');
  const result = must(read, url);
  // A re-vote carries the projects that stood again; the names of all adopted ones stand in the first round.
  const firstId = result.rounds[0]?.voteId;
  const first =
    firstId !== undefined && firstId !== result.voteId
      ? await call(fetch, readPublished, { params: { voteId: firstId } })
      : null;
  if (locals.me === null) setHeaders({ 'cache-control': 'public, max-age=1, s-maxage=1' });
  return {
    result,
    listed: first?.ok ? first.value.candidates : result.candidates,
    allPlaces: first?.ok ? first.value.places : result.places,
  };
};
