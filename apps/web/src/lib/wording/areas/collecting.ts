import type { LogSentences } from '../log.js';

export const collectingRefusals = {};
export const collectingLog: LogSentences = {};
