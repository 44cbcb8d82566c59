/**
 * fetch for the booth, the key page and the slip page: never a cookie, never a cached answer, never a referrer.
 */
export const plainFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
