/** The booth is static: the same bytes for everybody, no data of a person, no cookie (design.md 11). */
export const prerender = true;
export const ssr = true;
export const csr = true;
