import type { Handle, HandleFetch, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { redirect } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { readMe } from '@piaojue/contract';
import { building } from '$app/environment';
import { call } from '$lib/api/call.js';

/** Who is signed in; staff pages ask for it. The server decides every act again: this only spares a dead end. */
const knowWho: Handle = async ({ event, resolve }) => {
  event.locals.me = null;
  const isBooth = event.route.id?.startsWith('/(booth)') === true;
  if (!building && !isBooth && event.route.id !== null && event.request.headers.has('cookie')) {
    const me = await call(event.fetch, readMe);
    if (me.ok) event.locals.me = me.value;
  }
  if (event.route.id?.startsWith('/(staff)') === true && event.locals.me === null) {
    redirect(303, `/login?next=${encodeURIComponent(event.url.pathname + event.url.search)}`);
  }
  return resolve(event);
};

const tidyHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  // What a signed-in person saw must not come back from a cache after signing out.
  if (event.route.id?.startsWith('/(staff)') === true) response.headers.set('cache-control', 'no-store');
  return response;
};

export const handle = sequence(tidyHeaders, knowWho);

function relayCookie(event: RequestEvent, line: string): void {
  const [pair = '', ...attributes] = line.split(/;\s*/);
  const cut = pair.indexOf('=');
  const has = new Map(
    attributes.map((attribute) => {
      const [name = '', value = ''] = attribute.split('=');
      return [name.toLowerCase(), value] as const;
    }),
  );
  const maxAge = has.get('max-age');
  const expires = has.get('expires');
  const sameSite = has.get('samesite')?.toLowerCase();
  event.cookies.set(pair.slice(0, cut), pair.slice(cut + 1), {
    path: has.get('path') ?? '/',
    httpOnly: has.has('httponly'),
    secure: has.has('secure'),
    sameSite: sameSite === 'strict' || sameSite === 'none' ? sameSite : 'lax',
    encode: (value) => value,
    ...(maxAge !== undefined ? { maxAge: Number(maxAge) } : {}),
    ...(expires !== undefined ? { expires: new Date(expires) } : {}),
  });
}

/** The API lives in the same process: a fetch of '/api/…' while rendering becomes an inject (no socket, same hooks). */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const url = new URL(request.url);
  if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);

  const headers: Record<string, string> = Object.fromEntries(request.headers);
  headers['host'] = event.url.host;
  headers['origin'] = event.url.origin;
  headers['x-piaojue'] = '1';
  // As they stand now: an act after the password was entered again goes with the new token.
  const cookies = event.cookies.getAll({ decode: (value) => value });
  // The booth takes no cookie.
  if (cookies.length > 0 && request.credentials !== 'omit')
    headers['cookie'] = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  else delete headers['cookie'];
  const agent = event.request.headers.get('user-agent');
  if (agent !== null) headers['user-agent'] = agent;

  const app = event.platform?.req?.app;
  if (app === undefined) {
    const origin = process.env['API_ORIGIN'] ?? 'http://127.0.0.1:3000';
    const body = request.body ? await request.arrayBuffer() : null;
    const reply = await fetch(
      new Request(origin + url.pathname + url.search, { method: request.method, headers, body }),
    );
    for (const line of reply.headers.getSetCookie()) relayCookie(event, line);
    return reply;
  }

  const payload = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
  const reply = await app.inject({
    method: request.method,
    url: url.pathname + url.search,
    headers,
    remoteAddress: event.getClientAddress(),
    ...(payload ? { payload } : {}),
  });
  // A Response returned from here bypasses Kit's own relay of Set-Cookie.
  for (const line of [reply.headers['set-cookie'] ?? []].flat()) relayCookie(event, String(line));
  const relayed = new Headers();
  for (const [name, value] of Object.entries(reply.headers)) {
    if (name === 'set-cookie') continue;
    for (const each of [value].flat()) if (each !== undefined) relayed.append(name, String(each));
  }
  const isEmpty = reply.statusCode === 204 || reply.statusCode === 304;
  return new Response(isEmpty ? null : new Uint8Array(reply.rawPayload), {
    status: reply.statusCode,
    headers: relayed,
  });
};

export const handleError: HandleServerError = ({ error, event, status }) => {
  if (status !== 404 && status !== 413) console.error(event.request.method, event.route.id, error);
  return { message: status === 404 ? '没有这个页面' : status === 413 ? '提交的内容太大' : '系统出了问题' };
};
