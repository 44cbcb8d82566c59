import type { Endpoint } from './endpoint.js';
import * as accounts from './endpoints/accounts.js';
import * as collecting from './endpoints/collecting.js';
import * as gate from './endpoints/gate.js';
import * as pool from './endpoints/pool.js';
import * as booth from './endpoints/booth.js';
import * as handling from './endpoints/handling.js';
import * as handovers from './endpoints/handovers.js';
import * as publicRecord from './endpoints/public-record.js';
import * as opinions from './endpoints/opinions.js';
import * as screening from './endpoints/screening.js';
import * as showings from './endpoints/showings.js';
import * as sittings from './endpoints/sittings.js';
import * as stations from './endpoints/stations.js';
import * as suggestions from './endpoints/suggestions.js';
import * as trustees from './endpoints/trustees.js';
import * as votes from './endpoints/votes.js';
import * as years from './endpoints/years.js';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'roles' in value;

/** Every endpoint there is: role × action × phase in one list. What is not here does not exist. */
export const endpoints: readonly Endpoint[] = [
  accounts,
  years,
  showings,
  collecting,
  suggestions,
  handling,
  handovers,
  stations,
  screening,
  opinions,
  gate,
  pool,
  sittings,
  votes,
  trustees,
  booth,
  publicRecord,
].flatMap((area) => Object.values(area).filter(isEndpoint));
