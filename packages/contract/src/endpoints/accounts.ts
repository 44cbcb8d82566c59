import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { id, password, lineOfText, time, username } from '../fields.js';
import { accountRoles, staff } from '../roles.js';

const roles = z.array(z.enum(accountRoles)).min(1).max(6);

export const me = z.object({
  accountId: z.string(),
  username: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(accountRoles)),
  unit: z.string().nullable(),
});
export type Me = z.infer<typeof me>;

/** What a page needs before anyone signs in. */
export const readInstallation = endpoint('read_installation', {
  method: 'GET',
  path: '/installation',
  roles: ['anyone'],
  reply: z.object({ congressName: z.string(), place: z.string(), demo: z.boolean(), needsSetUp: z.boolean() }),
});

/** First run of a real installation: the one-time token printed at start makes the congress and its first administrator. */
export const setUp = endpoint('set_up', {
  method: 'POST',
  path: '/installation',
  roles: ['anyone'],
  body: z.strictObject({
    token: z.string().max(100),
    congressName: lineOfText(60),
    place: lineOfText(60),
    username,
    displayName: lineOfText(20),
    password,
  }),
  reply: z.object({ done: z.literal(true) }),
  refusals: { token_invalid: 403, already_set_up: 410, password_weak: 422 },
});

export const signIn = endpoint('sign_in', {
  method: 'POST',
  path: '/session',
  roles: ['anyone'],
  body: z.strictObject({ username: z.string().max(80), password: z.string().max(256) }),
  reply: me,
  refusals: { sign_in_failed: 401 },
});

export const signOut = endpoint('sign_out', {
  method: 'DELETE',
  path: '/session',
  roles: staff,
  reply: z.object({ done: z.literal(true) }),
});

export const readMe = endpoint('read_me', { method: 'GET', path: '/session', roles: staff, reply: me });

/**
 * Enter the password again before an act that cannot be undone (fresh for five minutes). `password_wrong` tells how many
 * tries are left before the session ends: `{ left }`.
 */
export const confirmPassword = endpoint('confirm_password', {
  method: 'POST',
  path: '/session/fresh',
  roles: staff,
  body: z.strictObject({ password: z.string().max(256) }),
  reply: z.object({ freshUntil: time }),
  refusals: { password_wrong: 403 },
});

/** Who gives the second half of an activation code. */
const seconds = ['clerk', 'presidium', 'scrutineer', 'auditor'] as const;

export const account = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(accountRoles)),
  unit: z.string().nullable(),
  disabled: z.boolean(),
  activated: z.boolean(),
  /** The administrator gave one half of a new activation code; a second person still has to give the other. */
  renewing: z.boolean(),
});
export type Account = z.infer<typeof account>;

export const listAccounts = endpoint('list_accounts', {
  method: 'GET',
  path: '/accounts',
  roles: ['admin', ...seconds],
  reply: z.object({ accounts: z.array(account) }),
});

/** The administrator never learns a password: the person sets it with the activation code. */
export const createAccount = endpoint('create_account', {
  method: 'POST',
  path: '/accounts',
  roles: ['admin'],
  body: z.strictObject({ username, displayName: lineOfText(20), roles, unit: lineOfText(80).nullable() }),
  reply: z.object({ account, activationCode: z.string() }),
  refusals: { username_taken: 409 },
});

/**
 * A new activation code. For somebody who has set a password it would give the account away, so that two people must hand
 * it over: the administrator gets one half, a person of another office the other, and the owner types `first.second`
 * (R-10).
 */
export const renewActivation = endpoint('renew_activation', {
  method: 'POST',
  path: '/accounts/:accountId/activation',
  roles: ['admin'],
  params: z.strictObject({ accountId: id }),
  reply: z.object({ activationCode: z.string(), half: z.boolean() }),
});

/** The second half, shown to whoever gives it and to nobody else. */
export const completeActivation = endpoint('complete_activation', {
  method: 'POST',
  path: '/accounts/:accountId/activation/second-half',
  roles: seconds,
  params: z.strictObject({ accountId: id }),
  reply: z.object({ activationCode: z.string() }),
  refusals: { stale_sign_in: 403, wrong_person: 403, no_renewal: 409, renewal_expired: 410 },
});

export const setAccountDisabled = endpoint('set_account_disabled', {
  method: 'PUT',
  path: '/accounts/:accountId/disabled',
  roles: ['admin'],
  params: z.strictObject({ accountId: id }),
  body: z.strictObject({ disabled: z.boolean() }),
  reply: account,
  refusals: { own_account: 409 },
});

export const activate = endpoint('activate', {
  method: 'POST',
  path: '/activation',
  roles: ['anyone'],
  body: z.strictObject({ username, code: z.string().max(60), password }),
  reply: z.object({ done: z.literal(true) }),
  refusals: { code_invalid: 403, password_weak: 422 },
});
