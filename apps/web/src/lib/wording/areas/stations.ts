import type { LogSentences } from '../log.js';

export const stationRefusals = {};
export const stationLog: LogSentences = {};
