import type { Action, RequestEvent } from '@sveltejs/kit';
import {
  closeVote,
  confirmOutcome,
  discardVote,
  freezeVote,
  openRevote,
  openVote,
  prepareVote,
  publishVote,
  recordHall,
  repeatVote,
  resumeVote,
  suspendVote,
  tallyVote,
  voidVote,
  withdrawPendingAct,
} from '@piaojue/contract';
import { actsNeedingTwoPeople, presidiumCourses } from '@piaojue/rules';
import { call } from '../api/call.js';
import { act, numberOf, textOf } from './act.js';

const idOf = (event: RequestEvent, form: FormData): { voteId: string } => ({
  voteId: event.params['voteId'] ?? textOf(form, 'voteId'),
});

/** The acts on a vote, for every page that offers one: the console of the sitting and the page of the vote. */
export const voteActs = {
  discard: (event) => act(event, 'discard', (form) => call(event.fetch, discardVote, { params: idOf(event, form) })),
  freeze: (event) =>
    act(event, 'freeze', (form) =>
      call(event.fetch, freezeVote, {
        params: idOf(event, form),
        body: { acceptsDifferential: form.get('acceptsDifferential') === 'on' },
      }),
    ),
  prepare: (event) => act(event, 'prepare', (form) => call(event.fetch, prepareVote, { params: idOf(event, form) })),
  open: (event) =>
    act(event, 'open', (form) =>
      call(event.fetch, openVote, {
        params: idOf(event, form),
        body: {
          countdownMinutes: textOf(form, 'countdownMinutes').trim() === '' ? null : numberOf(form, 'countdownMinutes'),
        },
      }),
    ),
  recordHall: (event) =>
    act(event, 'recordHall', (form) => {
      const hands = (name: string) =>
        form.has(name) ? { [name]: form.get(name) === '' ? null : numberOf(form, name) } : {};
      const ticks = form.getAll('tick').map(String);
      return call(event.fetch, recordHall, {
        params: idOf(event, form),
        body: {
          ...hands('handsForRules'),
          ...hands('handsForScrutineers'),
          ...Object.fromEntries(ticks.map((name) => [name, form.get(name) === 'on'])),
        },
      });
    }),
  suspend: (event) =>
    act(event, 'suspend', (form) =>
      call(event.fetch, suspendVote, { params: idOf(event, form), body: { reason: textOf(form, 'reason') } }),
    ),
  resume: (event) => act(event, 'resume', (form) => call(event.fetch, resumeVote, { params: idOf(event, form) })),
  close: (event) => act(event, 'close', (form) => call(event.fetch, closeVote, { params: idOf(event, form) })),
  tally: (event) => act(event, 'tally', (form) => call(event.fetch, tallyVote, { params: idOf(event, form) })),
  confirm: (event) =>
    act(event, 'confirm', (form) =>
      call(event.fetch, confirmOutcome, {
        params: idOf(event, form),
        body: {
          decision: textOf(form, 'decision'),
          chosen: form.getAll('chosen').map(Number),
          course: presidiumCourses.find((course) => course === textOf(form, 'course')),
        },
      }),
    ),
  revote: (event) =>
    act(
      event,
      'revote',
      (form) => call(event.fetch, openRevote, { params: idOf(event, form) }),
      (vote) => ({ voteId: vote.id, sittingId: vote.sittingId }),
    ),
  repeat: (event) =>
    act(
      event,
      'repeat',
      (form) => call(event.fetch, repeatVote, { params: idOf(event, form) }),
      (vote) => ({ voteId: vote.id, sittingId: vote.sittingId }),
    ),
  publish: (event) =>
    act(event, 'publish', (form) =>
      call(event.fetch, publishVote, {
        params: idOf(event, form),
        body: { announcementNumber: textOf(form, 'announcementNumber') },
      }),
    ),
  void: (event) =>
    act(event, 'void', (form) =>
      call(event.fetch, voidVote, { params: idOf(event, form), body: { reason: textOf(form, 'reason') } }),
    ),
  withdrawPending: (event) =>
    act(event, 'withdrawPending', (form) => {
      const pending = actsNeedingTwoPeople.find((one) => one === textOf(form, 'pending')) ?? 'void';
      return call(event.fetch, withdrawPendingAct, { params: { ...idOf(event, form), act: pending } });
    }),
} satisfies Record<string, Action>;
