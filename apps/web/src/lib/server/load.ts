import { error, redirect } from '@sveltejs/kit';
import type { AccountRole, Endpoint, Me } from '@piaojue/contract';
import type { Called } from '../api/call.js';
import { refusalSentence } from '../wording/refusals.js';
import { roleNames } from '../wording/roles.js';

/** The value of a call that the page cannot do without; a refusal becomes the error page, in words. */
export function must<E extends Endpoint>(called: Called<E>, at: URL): Extract<Called<E>, { ok: true }>['value'] {
  if (called.ok) return called.value;
  if (called.refusal === 'not_signed_in') redirect(303, `/login?next=${encodeURIComponent(at.pathname)}`);
  // What a page cannot read of its own address is the address of no page.
  if (called.refusal === 'malformed') error(404, { message: '没有这个页面' });
  const said = refusalSentence(called.refusal);
  error(called.status, { message: `${said.title}${said.next}`, refusal: called.refusal });
}

/** A page is for those who may do what it is for; anybody else is told before anything is typed. */
export function onlyFor(me: Pick<Me, 'roles'>, { roles }: Endpoint): void {
  if (me.roles.some((role) => roles.includes(role))) return;
  const names = roles.flatMap((role) => (Object.hasOwn(roleNames, role) ? [roleNames[role as AccountRole]] : []));
  error(403, { message: `这一页由${names.join('、')}使用，您的身份不能办理。` });
}
