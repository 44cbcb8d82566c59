import type { Endpoint } from './endpoint.js';
import * as accounts from './endpoints/accounts.js';
import * as booth from './endpoints/booth.js';
import * as publicRecord from './endpoints/public-record.js';
import * as sittings from './endpoints/sittings.js';
import * as trustees from './endpoints/trustees.js';
import * as votes from './endpoints/votes.js';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'roles' in value;

/** Every endpoint there is: role × action × phase in one list. What is not here does not exist. */
export const endpoints: readonly Endpoint[] = [accounts, sittings, votes, trustees, booth, publicRecord].flatMap(
  (area) => Object.values(area).filter(isEndpoint),
);
