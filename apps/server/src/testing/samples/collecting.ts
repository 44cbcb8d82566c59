import type { Sample } from '../samples.js';

export const collectingBodies: Readonly<Record<string, Sample['body']>> = {};
export const collectingQueries: Readonly<Record<string, Sample['query']>> = {};
