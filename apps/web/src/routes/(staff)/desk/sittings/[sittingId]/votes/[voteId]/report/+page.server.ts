import { error } from '@sveltejs/kit';
import { readSitting, readVote } from '@piaojue/contract';
import { call } from '$lib/api/call.js';
import { must } from '$lib/server/load.js';
import type { PageServerLoad } from './$types';

/** 计票结果报告单 for the signatures: from the count on, before anything is published. */
export const load: PageServerLoad = async ({ fetch, params, url }) => {
  const { sittingId, voteId } = params;
  const vote = must(await call(fetch, readVote, { params: { voteId } }), url);
  const sitting = must(await call(fetch, readSitting, { params: { sittingId } }), url);
  if (vote.outcome === null || vote.paper === null) error(404, { message: '计票还没有完成，报告单要等计票以后才有。' });
  return {
    back: `/desk/sittings/${sittingId}?vote=${voteId}`,
    title: vote.title,
    fingerprint: vote.fingerprint ?? '',
    report: {
      sittingTitle: sitting.title,
      round: vote.round,
      kind: vote.kind,
      delegates: vote.rules.delegateTotal,
      present: vote.presentAtOpen ?? 0,
      electronic: { issued: vote.issued ?? 0, returned: vote.ballots.boxed },
      paper: vote.paper,
      rules: vote.rules,
      outcome: vote.outcome,
      chairDecision: vote.chairDecision,
    },
  };
};
