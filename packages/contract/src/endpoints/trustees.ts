import { z } from 'zod';
import type { VoteState } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { electionUuid, groupName, hex64, id, text } from '../fields.js';

/** A scrutineer opens the personal link of the key page. A new link ends the old one. */
export const makeTrusteeLink = endpoint('make_trustee_link', {
  method: 'POST',
  path: '/sittings/:sittingId/trustee-link',
  roles: ['scrutineer'],
  params: z.strictObject({ sittingId: id }),
  reply: z.object({ token: z.string() }),
  refusals: { not_a_trustee: 403 },
});

/** Raw JSON texts of belenios.md 3.7, kept byte for byte. */
const message = z.string().max(200_000);

/** Everything a key page needs, and nothing secret in clear. */
export const trusteeTask = z.object({
  sittingId: z.string(),
  sittingTitle: z.string(),
  /** When this ceremony was opened: a key of one that was started over is another key. */
  openedAt: z.string(),
  index: z.number().int(),
  displayName: z.string(),
  names: z.array(z.string()),
  group: groupName,
  size: z.number().int(),
  threshold: z.number().int(),
  state: z.enum(['certificates', 'polynomials', 'shares', 'ready']),
  /** Where all must come (threshold = size): the Single entries, and there is no other message. */
  certificates: z.array(z.string().nullable()),
  /** Digests of the coefficients that each member will publish, sent with its certificate. */
  commitments: z.array(z.string().nullable()),
  /** Own polynomial message, as sent. */
  ownPolynomial: z.string().nullable(),
  /** In state `shares`: the `vinput` text that the server routes to this member. */
  incoming: z.string().nullable(),
  /** Own voutput message, as sent. */
  ownShare: z.string().nullable(),
  polynomialsDelivered: z.array(z.boolean()),
  sharesDelivered: z.array(z.boolean()),
  /** Somebody asks to make all keys anew; another office must agree. */
  restart: z.object({ displayName: z.string(), reason: z.string() }).nullable(),
  /** What follows the server's entry in the trustees record, once ready: one Pedersen, or all Singles joined by ','. */
  pedersen: z.string().nullable(),
  present: z.number().int(),
  slips: z
    .object({ printed: z.number().int(), void: z.number().int(), issued: z.number().int(), listHash: z.string() })
    .nullable(),
  /** Elections for which slips carry keys and whose list is not sealed yet: every vote with its possible re-votes and repeats. */
  elections: z.array(z.object({ uuid: electionUuid, title: z.string() })),
  votes: z.array(
    z.object({
      id: z.string(),
      uuid: z.string(),
      title: z.string(),
      round: z.number().int(),
      state: z.custom<VoteState>(),
      ballots: z.number().int(),
      delivered: z.boolean(),
    }),
  ),
});
export type TrusteeTask = z.infer<typeof trusteeTask>;

export const readTrusteeTask = endpoint('read_trustee_task', {
  method: 'GET',
  path: '/trustee/task',
  roles: ['trustee'],
  reply: trusteeTask,
});

const checked = { message_invalid: 422, already_delivered: 409, wrong_step: 409 } as const;

export const sendCertificate = endpoint('send_certificate', {
  method: 'POST',
  path: '/trustee/certificate',
  roles: ['trustee'],
  /** No commitment where all must come: nothing follows the certificate. */
  body: z.strictObject({ certificate: message, commitment: hex64.nullable() }),
  reply: trusteeTask,
  refusals: checked,
});

export const sendPolynomial = endpoint('send_polynomial', {
  method: 'POST',
  path: '/trustee/polynomial',
  roles: ['trustee'],
  body: z.strictObject({ polynomial: message }),
  reply: trusteeTask,
  refusals: checked,
});

export const sendShare = endpoint('send_share', {
  method: 'POST',
  path: '/trustee/share',
  roles: ['trustee'],
  body: z.strictObject({ share: message }),
  reply: trusteeTask,
  refusals: checked,
});

/** Lists of one registration: twenty votes, each with four spare ones. */
const mostLists = 100;

/** The public halves of all slips, one list for every election of `elections`; the order says nothing (sorted). */
export const registerSlips = endpoint('register_slips', {
  method: 'POST',
  path: '/trustee/slips',
  roles: ['trustee'],
  body: z.strictObject({
    lists: z
      .array(z.strictObject({ uuid: electionUuid, publicKeys: z.array(z.string().max(700)).min(1).max(5000) }))
      .min(1)
      .max(mostLists),
  }),
  reply: trusteeTask,
  refusals: { slips_registered: 409, list_invalid: 422, credential_repeated: 422, wrong_step: 409 },
  bodyLimit: 50_000_000,
});

/** Leftover or spoiled slips: their keys are struck from every list before the vote opens. */
export const voidSlips = endpoint('void_slips', {
  method: 'POST',
  path: '/trustee/slips/void',
  roles: ['trustee'],
  body: z.strictObject({
    slips: z
      .array(
        z
          .array(z.strictObject({ uuid: electionUuid, publicKey: z.string().max(700) }))
          .min(1)
          .max(mostLists),
      )
      .min(1)
      .max(5000),
    reason: z.enum(['left_over', 'spoiled']),
  }),
  reply: trusteeTask,
  refusals: { slip_unknown: 422, slips_in_use: 409 },
  bodyLimit: 50_000_000,
});

/** All slips of the sitting, used or not yet, become worthless, so that they can be made anew; before any box is sealed. */
export const discardSlips = endpoint('discard_slips', {
  method: 'POST',
  path: '/trustee/slips/discard',
  roles: ['trustee'],
  body: z.strictObject({ reason: text(200) }),
  reply: trusteeTask,
  refusals: { slip_unknown: 422, slips_in_use: 409 },
});

/** What the page checks before it decrypts is the public archive; this only takes its partial decryption. */
export const sendPartialDecryption = endpoint('send_partial_decryption', {
  method: 'POST',
  path: '/trustee/votes/:voteId/partial-decryption',
  roles: ['trustee'],
  during: ['tallying'],
  params: z.strictObject({ voteId: id }),
  body: z.strictObject({ partialDecryption: z.string().max(2_000_000) }),
  reply: trusteeTask,
  refusals: { partial_decryption_invalid: 422, already_delivered: 409 },
  bodyLimit: 2_100_000,
});
