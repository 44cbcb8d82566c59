import { setTimeout } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import { all, first } from '@piaojue/db';
import type { Account, AccountRole, BodyOf, activate, createAccount, setUp } from '@piaojue/contract';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { hashOfToken } from '../plugins/callers.js';
import { isRefused, refuse, type Result } from '../result.js';
import { beginSession, freshMinutes, isFresh, sessionById, updateSession, type SignedIn } from './sessions.js';
import { hashPassword, passwordMatches, passwordProblem, tooMany } from './passwords.js';
import {
  accountById,
  accountByUsername,
  allAccounts,
  congressOf,
  insertAccount,
  updateAccount,
  type AccountRow,
} from './store.js';

const lockAfter = 5;
const lockMinutes = 15;
const activationDays = 7;
/** For the first half of a code, until somebody adds the other. */
const halfHours = 24;

const secretWord = (deps: Deps): string => Buffer.from(deps.random(16)).toString('base64url');

export const accountView = (row: AccountRow): Account => ({
  id: row.id,
  username: row.username,
  displayName: row.displayName,
  roles: row.roles as AccountRole[],
  unit: row.unit,
  disabled: row.disabled,
  activated: row.passwordHash !== null,
  renewing: row.renewalHash !== null,
});

export async function installation(deps: Deps) {
  const congress = await deps.store.read(congressOf);
  return {
    congressName: congress?.name ?? '',
    place: congress?.place ?? '',
    demo: congress?.demo ?? false,
    needsSetUp: congress === undefined,
  };
}

/** Far longer than any of the ways to refuse a sign-in takes (ms). */
export const refusedAfter = 300;

/**
 * The password of a sign-in. Failures are kept per account, never per address: the hall is one address. Unknown,
 * wrong and locked are one answer after one time, so that nobody learns who has an account: only a wrong password
 * is counted in the database, which would be seen in the time of the answer.
 */
export async function checkPassword(
  deps: Deps,
  username: string,
  password: string,
): Promise<Result<AccountRow, 'sign_in_failed'>> {
  const asked = performance.now();
  const row = await inTurn(deps, username, password);
  if (isRefused(row)) await setTimeout(asked + refusedAfter - performance.now());
  return row;
}

/** Guesses at one account wait for each other: many at once would all be judged before the lock falls. */
const queues = new Map<string, { waiting: number; last: Promise<void> }>();
const mostWaiting = 20;

async function inTurn(deps: Deps, username: string, password: string): Promise<Result<AccountRow, 'sign_in_failed'>> {
  const queue = queues.get(username) ?? { waiting: 0, last: Promise.resolve() };
  if (queue.waiting >= mostWaiting) throw tooMany();
  queues.set(username, queue);
  queue.waiting += 1;
  const turn = queue.last.then(() => check(deps, username, password));
  queue.last = turn.then(
    () => undefined,
    () => undefined,
  );
  try {
    return await turn;
  } finally {
    queue.waiting -= 1;
    if (queue.waiting === 0) queues.delete(username);
  }
}

async function check(deps: Deps, username: string, password: string): Promise<Result<AccountRow, 'sign_in_failed'>> {
  const row = await deps.store.read((tx) => accountByUsername(tx, username));
  const now = deps.now().getTime();
  const matches = await passwordMatches(row?.passwordHash, password);
  if (!row || (row.lockedUntil && Date.parse(row.lockedUntil) > now)) return refuse('sign_in_failed');
  if (matches && !row.disabled) return row;
  const at = timeOf(deps);
  await deps.store.write(function* (tx) {
    const failures = ((yield* accountById(tx, row.id))?.failures ?? 0) + 1;
    const locked = failures >= lockAfter;
    yield* updateAccount(tx, row.id, {
      failures: locked ? 0 : failures,
      lockedUntil: locked ? new Date(now + lockMinutes * 60_000).toISOString() : null,
    });
    yield* append(tx, { type: locked ? 'account_locked' : 'sign_in_failed', at, data: { account: row.id } });
  });
  return refuse('sign_in_failed');
}

/**
 * The password again, before an act that cannot be undone: a new session takes the place of the old one until the same
 * end. What strangers type elsewhere never keeps a clerk from closing a vote: failures count for this session
 * alone, and the fifth ends it.
 */
export async function confirmPasswordAct(
  deps: Deps,
  { accountId, sessionId }: SignedIn,
  password: string,
): Promise<Result<{ sessionId: string; freshUntil: string }, 'password_wrong' | 'not_signed_in'>> {
  const row = await deps.store.read((tx) => accountById(tx, accountId));
  const matches = await passwordMatches(row?.passwordHash, password);
  const now = deps.now();
  const at = now.toISOString();
  const id = newId(deps.random);
  const left = await deps.store.write(function* (tx) {
    const session = yield* sessionById(tx, sessionId);
    if (!session || session.endedAt !== null) return refuse('not_signed_in');
    if (matches) {
      yield* beginSession(tx, { id, accountId, before: sessionId, at, expiresAt: session.expiresAt });
      return undefined;
    }
    const failures = (session.failures ?? 0) + 1;
    yield* updateSession(tx, sessionId, { failures, ...(failures >= lockAfter ? { endedAt: at } : {}) });
    yield* append(tx, { type: 'sign_in_failed', at, data: { account: accountId } });
    return lockAfter - failures;
  });
  if (isRefused(left)) return left;
  return left === undefined
    ? { sessionId: id, freshUntil: new Date(now.getTime() + freshMinutes * 60_000).toISOString() }
    : refuse('password_wrong', { left });
}

export async function recordSignIn(deps: Deps, accountId: string): Promise<void> {
  const at = timeOf(deps);
  await deps.store.write(function* (tx) {
    yield* updateAccount(tx, accountId, { failures: 0, lockedUntil: null });
    yield* append(tx, { type: 'signed_in', at, data: { account: accountId } });
  });
}

export async function createAccountAct(
  deps: Deps,
  by: string,
  body: BodyOf<typeof createAccount>,
): Promise<Result<{ account: Account; activationCode: string }, 'username_taken'>> {
  const activationCode = secretWord(deps);
  const row = newAccount(deps, { ...body, activationHash: hashOfToken(activationCode), passwordHash: null });
  const salt = deps.random(32);
  return deps.store.write(function* (tx) {
    const inserted = yield* insertAccount(tx, row);
    if (!inserted) return refuse('username_taken');
    yield* append(tx, {
      type: 'account_created',
      at: row.createdAt,
      data: { account: row.id, by, roles: body.roles },
      personal: { salt, clear: { username: body.username, displayName: body.displayName } },
    });
    return { account: accountView(inserted), activationCode };
  });
}

export function newAccount(
  deps: Pick<Deps, 'now' | 'random'>,
  given: Pick<AccountRow, 'username' | 'displayName' | 'roles' | 'unit' | 'passwordHash' | 'activationHash'>,
): AccountRow {
  const now = deps.now();
  return {
    id: newId(deps.random),
    ...given,
    activationExpiresAt: activationEnd(now),
    renewalHash: null,
    renewalBy: null,
    failures: 0,
    lockedUntil: null,
    disabled: false,
    createdAt: now.toISOString(),
  };
}

/** A code in one piece, or `first.second` from two people: what of it is kept. */
const hashOfCode = (code: string): string => hashOfHalves(...code.split('.').map(hashOfToken));
const hashOfHalves = (...halves: readonly string[]): string =>
  halves.length === 1 ? halves[0]! : hashOfToken(halves.join('.'));

const hoursFrom = (now: Date, hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();
const activationEnd = (now: Date): string => hoursFrom(now, 24 * activationDays);

/** Whoever has no password yet gets a code in one piece; for the others this is only its first half. */
export async function renewActivationAct(
  deps: Deps,
  by: string,
  accountId: string,
): Promise<Result<{ activationCode: string; half: boolean }, 'not_found'>> {
  const activationCode = secretWord(deps);
  const now = deps.now();
  return deps.store.write(function* (tx) {
    const before = yield* accountById(tx, accountId);
    if (!before) return refuse('not_found');
    const half = before.passwordHash !== null;
    const hash = hashOfToken(activationCode);
    yield* updateAccount(
      tx,
      accountId,
      half
        ? { renewalHash: hash, renewalBy: by, activationHash: null, activationExpiresAt: hoursFrom(now, halfHours) }
        : { activationHash: hash, activationExpiresAt: activationEnd(now) },
    );
    yield* append(tx, {
      type: half ? 'renewal_requested' : 'activation_renewed',
      at: now.toISOString(),
      data: { account: accountId, by },
    });
    return { activationCode, half };
  });
}

/** The other half, by somebody who is neither the administrator that asked nor the owner of the account. */
export async function completeActivationAct(
  deps: Deps,
  caller: SignedIn,
  accountId: string,
): Promise<
  Result<{ activationCode: string }, 'not_found' | 'stale_sign_in' | 'wrong_person' | 'no_renewal' | 'renewal_expired'>
> {
  if (!isFresh(deps, caller)) return refuse('stale_sign_in');
  const activationCode = secretWord(deps);
  const now = deps.now();
  return deps.store.write(function* (tx) {
    const row = yield* accountById(tx, accountId);
    if (!row) return refuse('not_found');
    if (row.renewalHash === null) return refuse('no_renewal');
    if (row.activationExpiresAt === null || Date.parse(row.activationExpiresAt) <= now.getTime())
      return refuse('renewal_expired');
    if (caller.accountId === row.renewalBy || caller.accountId === accountId)
      return refuse('wrong_person', '须由提出的管理员和账号本人以外的人给出');
    yield* updateAccount(tx, accountId, {
      activationHash: hashOfHalves(row.renewalHash, hashOfToken(activationCode)),
      activationExpiresAt: activationEnd(now),
      renewalHash: null,
      renewalBy: null,
    });
    yield* append(tx, {
      type: 'activation_renewed',
      at: now.toISOString(),
      data: { account: accountId, by: [row.renewalBy, caller.accountId] },
    });
    return { activationCode };
  });
}

export async function activateAct(
  deps: Deps,
  { username, code, password }: BodyOf<typeof activate>,
): Promise<Result<{ done: true }, 'code_invalid' | 'password_weak'>> {
  const row = await deps.store.read((tx) => accountByUsername(tx, username));
  const usable =
    row?.activationHash === hashOfCode(code) &&
    row.activationExpiresAt !== null &&
    Date.parse(row.activationExpiresAt) > deps.now().getTime();
  if (!row || !usable || row.disabled) return refuse('code_invalid');
  const problem = passwordProblem(password, [row.username, row.displayName, row.unit ?? '']);
  if (problem) return refuse('password_weak', problem);
  const passwordHash = await hashPassword(password);
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const again = yield* accountById(tx, row.id);
    if (again?.activationHash !== row.activationHash) return refuse('code_invalid');
    yield* updateAccount(tx, row.id, {
      passwordHash,
      activationHash: null,
      activationExpiresAt: null,
      failures: 0,
      lockedUntil: null,
    });
    yield* endSessionsOf(tx, row.id, at);
    yield* endLinksOf(tx, row.id);
    yield* append(tx, { type: 'password_set', at, data: { account: row.id } });
    return { done: true as const };
  });
}

/** Links of key pages that were made under the old password. */
function* endLinksOf({ q, t: { trustee } }: Parameters<typeof append>[0], accountId: string) {
  yield* all(
    q.update(trustee).set({ tokenHash: null }).where(eq(trustee.accountId, accountId)).returning({ id: trustee.id }),
  );
}

function* endSessionsOf(tx: Parameters<typeof append>[0], accountId: string, at: string) {
  const { loginSession } = tx.t;
  yield* first(
    tx.q
      .update(loginSession)
      .set({ endedAt: at })
      .where(and(eq(loginSession.accountId, accountId), isNull(loginSession.endedAt)))
      .returning({ id: loginSession.id }),
  );
}

export async function setDisabledAct(
  deps: Deps,
  by: string,
  accountId: string,
  disabled: boolean,
): Promise<Result<Account, 'not_found' | 'own_account'>> {
  if (by === accountId) return refuse('own_account');
  const at = timeOf(deps);
  return deps.store.write(function* (tx) {
    const row = yield* updateAccount(tx, accountId, { disabled });
    if (!row) return refuse('not_found');
    yield* endSessionsOf(tx, accountId, at);
    yield* append(tx, {
      type: disabled ? 'account_disabled' : 'account_enabled',
      at,
      data: { account: accountId, by },
    });
    return accountView(row);
  });
}

export const listAccountsAct = async (deps: Deps) => ({
  accounts: (await deps.store.read(allAccounts)).map(accountView),
});

/** First run: the one-time token makes the congress and its first administrator, in one transaction. */
export async function setUpAct(
  deps: Deps,
  body: BodyOf<typeof setUp>,
): Promise<Result<{ done: true }, 'token_invalid' | 'already_set_up' | 'password_weak'>> {
  const problem = passwordProblem(body.password, [body.username, body.displayName, body.congressName]);
  if (problem) return refuse('password_weak', problem);
  const passwordHash = await hashPassword(body.password);
  const at = timeOf(deps);
  const row = {
    ...newAccount(deps, { ...body, roles: ['admin'], unit: null, passwordHash, activationHash: null }),
    activationExpiresAt: null,
  };
  const hash = hashOfToken(body.token);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    if (yield* congressOf(tx)) return refuse('already_set_up');
    const token = yield* first(
      q
        .update(t.setupToken)
        .set({ usedAt: at })
        .where(and(eq(t.setupToken.hash, hash), isNull(t.setupToken.usedAt)))
        .returning(),
    );
    if (!token) return refuse('token_invalid');
    yield* first(
      q
        .insert(t.congress)
        .values({ id: 'one', name: body.congressName, place: body.place, demo: false, createdAt: at })
        .returning(),
    );
    yield* insertAccount(tx, row);
    yield* append(tx, {
      type: 'congress_set_up',
      at,
      data: { congress: body.congressName, place: body.place, account: row.id },
    });
    return { done: true as const };
  });
}

/** Makes a set-up token where none was used yet. The caller prints it once; only its hash is kept. */
export async function issueSetUpToken(deps: Deps): Promise<string | undefined> {
  const token = secretWord(deps);
  return deps.store.write(function* (tx) {
    const { q, t } = tx;
    if (yield* congressOf(tx)) return undefined;
    yield* first(q.delete(t.setupToken).where(isNull(t.setupToken.usedAt)).returning());
    yield* first(
      q
        .insert(t.setupToken)
        .values({ hash: hashOfToken(token) })
        .returning(),
    );
    return token;
  });
}
