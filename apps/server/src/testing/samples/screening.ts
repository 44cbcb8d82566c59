import type { Sample } from '../samples.js';

export const screeningBodies: Readonly<Record<string, Sample['body']>> = {};
export const screeningQueries: Readonly<Record<string, Sample['query']>> = {};
