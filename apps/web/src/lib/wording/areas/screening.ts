import type { LogSentences } from '../log.js';

export const screeningRefusals = {};
export const screeningLog: LogSentences = {};
