import { call } from '../api/call.js';
import { at } from '../api/wire.js';
import type { Entry, KeptPhoto, Taker } from './queue.js';

/** Who is signed in and takes down receptions, or why there is nobody. */
export async function takerHere(): Promise<Taker | string> {
  const signedIn = await call(fetch, at('readMe'));
  if (!signedIn.ok) return signedIn.refusal;
  const { roles, accountId, displayName } = signedIn.value;
  return roles.some((role) => role === 'delegate' || role === 'clerk')
    ? { id: accountId, name: displayName }
    : 'role_forbidden';
}

/** Sends in the name of this account: while another is signed in the server takes nothing. */
export const postAs = (as: string) => ({
  entry: ({ stationId }: Entry, body: NonNullable<Entry['body']>) =>
    call(fetch, at('sendReception'), { params: { stationId }, query: { as }, body }),
  photo: ({ stationId, clientId }: Entry, { id, content }: KeptPhoto) =>
    call(fetch, at('sendReceptionPhoto'), {
      params: { stationId, clientId },
      query: { as },
      body: { photoId: id, content },
    }),
});
