/** Static, like the booth: it must open where there is no network. What it knows stands in the phone's own storage. */
export const prerender = true;
export const ssr = true;
export const csr = true;
