import { and, eq, isNull } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { first, StorageStopped, type Rows, type Tx } from '@piaojue/db';
import type { AccountRole, Me } from '@piaojue/contract';
import { newId, timeOf, type Deps } from '../deps.js';

export interface SignedIn extends Me {
  readonly sessionId: string;
  /** When the password was last entered (UTC ISO). */
  readonly freshAt: string;
}

const absoluteHours = 8;
const minute = 60_000;
/** An act that cannot be undone asks for a password entered this recently. */
export const freshMinutes = 5;
const typ = 'piaojue+jwt';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { sub: string; sid: string };
    user: { sub: string; sid: string };
  }
}

/** Over https the cookie is bound to the host; plain http on localhost cannot carry the prefix. */
const cookieName = (request: FastifyRequest): string => (request.protocol === 'https' ? '__Host-piaojue' : 'piaojue');

/** Exactly our header and nothing else: no other algorithm, no `crit`, no key from the token. */
function headerIsOurs(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
    return JSON.stringify(header) === JSON.stringify({ alg: 'HS256', typ });
  } catch {
    return false;
  }
}

const signInEnds = (now: Date): string => new Date(now.getTime() + absoluteHours * 60 * minute).toISOString();

/** A new token and a new session row; whatever session came before under this cookie ends. */
export async function startSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
): Promise<void> {
  const id = newId(deps.random);
  const now = deps.now();
  const before = sessionIdOf(request);
  await deps.store.write((tx) =>
    beginSession(tx, { id, accountId, before, at: now.toISOString(), expiresAt: signInEnds(now) }),
  );
  await giveToken(request, reply, accountId, id);
}

/** The session `before` ends and this one begins, in one transaction. */
export function* beginSession(
  tx: Tx,
  begun: { id: string; accountId: string; before: string | undefined; at: string; expiresAt: string },
): Generator<Rows<unknown>, void, unknown> {
  const { id, accountId, before, at, expiresAt } = begun;
  if (before) yield* updateSession(tx, before, { endedAt: at });
  yield* first(
    tx.q
      .insert(tx.t.loginSession)
      .values({ id, accountId, createdAt: at, lastSeenAt: at, freshAt: at, expiresAt })
      .returning({ id: tx.t.loginSession.id }),
  );
}

export async function giveToken(
  request: FastifyRequest,
  reply: FastifyReply,
  accountId: string,
  sessionId: string,
): Promise<void> {
  const token = await reply.jwtSign(
    { sub: accountId, sid: sessionId },
    { sign: { expiresIn: `${absoluteHours}h`, notBefore: 0 } },
  );
  const secure = request.protocol === 'https';
  void reply.setCookie(cookieName(request), token, { path: '/', httpOnly: true, sameSite: 'strict', secure });
}

type SessionRow = Tx['t']['loginSession']['$inferSelect'];

export function* sessionById({ q, t }: Tx, id: string): Generator<Rows<unknown>, SessionRow | undefined, unknown> {
  return yield* first(q.select().from(t.loginSession).where(eq(t.loginSession.id, id)));
}

export function* updateSession(
  { q, t: { loginSession } }: Tx,
  id: string,
  set: Partial<SessionRow>,
): Generator<Rows<unknown>, void, unknown> {
  yield* first(
    q
      .update(loginSession)
      .set(set)
      .where(and(eq(loginSession.id, id), isNull(loginSession.endedAt)))
      .returning({ id: loginSession.id }),
  );
}

export const clearCookie = (request: FastifyRequest, reply: FastifyReply): void =>
  void reply.clearCookie(cookieName(request), {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });

function sessionIdOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[cookieName(request)];
  if (!token || !headerIsOurs(token)) return undefined;
  try {
    const claims = request.server.jwt.verify<{ sid?: unknown; iss?: unknown; aud?: unknown }>(token);
    return typeof claims.sid === 'string' && claims.iss === 'piaojue' && claims.aud === 'piaojue'
      ? claims.sid
      : undefined;
  } catch {
    return undefined;
  }
}

/** Who this request's cookie belongs to: token, session row and account must all be alive. */
export async function signedInBy(deps: Deps, request: FastifyRequest): Promise<SignedIn | undefined> {
  const sessionId = sessionIdOf(request);
  if (!sessionId) return undefined;
  const now = deps.now().getTime();
  const row = await deps.store.read(function* ({ q, t }) {
    return yield* first(
      q
        .select({ session: t.loginSession, account: t.account })
        .from(t.loginSession)
        .innerJoin(t.account, eq(t.account.id, t.loginSession.accountId))
        .where(eq(t.loginSession.id, sessionId)),
    );
  });
  if (!row || row.session.endedAt || row.account.disabled) return undefined;
  if (now > Date.parse(row.session.expiresAt)) return undefined;
  const idle = now - Date.parse(row.session.lastSeenAt);
  if (idle > deps.idleMinutes * minute) return undefined;
  // On a full disk people still read; they are signed out when they have been idle for long, as ever.
  if (idle > minute)
    await touchSession(deps, sessionId).catch((error: unknown) => {
      if (!(error instanceof StorageStopped)) throw error;
    });
  return {
    accountId: row.account.id,
    username: row.account.username,
    displayName: row.account.displayName,
    roles: row.account.roles as AccountRole[],
    unit: row.account.unit,
    sessionId,
    freshAt: row.session.freshAt,
  };
}

const touchSession = (deps: Deps, sessionId: string) =>
  deps.store.write((tx) => updateSession(tx, sessionId, { lastSeenAt: timeOf(deps) }));

/** Was the password entered within the last five minutes? */
export const isFresh = (deps: Pick<Deps, 'now'>, { freshAt }: SignedIn): boolean =>
  deps.now().getTime() - Date.parse(freshAt) <= freshMinutes * minute;
