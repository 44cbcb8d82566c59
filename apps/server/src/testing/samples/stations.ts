import type { Sample } from '../samples.js';

export const stationBodies: Readonly<Record<string, Sample['body']>> = {};
export const stationQueries: Readonly<Record<string, Sample['query']>> = {};
