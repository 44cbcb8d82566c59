import { noHallFacts, type HallFacts, type VoteSummary } from '@piaojue/contract';
import type { VoteRow } from './store.js';

export const hallOf = ({ hall }: Pick<VoteRow, 'hall'>): HallFacts => ({ ...noHallFacts, ...hall });

export const summaryOf = (vote: VoteRow, candidateCount: number): VoteSummary => ({
  id: vote.id,
  sittingId: vote.sittingId,
  title: vote.title,
  kind: vote.kind,
  group: vote.group,
  round: vote.round,
  previousVoteId: vote.previousVoteId,
  repeatsVoteId: vote.repeatsVoteId,
  uuid: vote.uuid,
  state: vote.state,
  places: vote.rules.places,
  candidateCount,
});
