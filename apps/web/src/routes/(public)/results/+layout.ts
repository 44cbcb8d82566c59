/**
 * Results are plain documents: no script of ours runs on them, so they are light, can be saved and printed, and one
 * rendering serves everybody (result-cache.js).
 */
export const csr = false;
