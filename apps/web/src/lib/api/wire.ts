import type * as contract from '@piaojue/contract';
import type { Endpoint } from '@piaojue/contract';
import type { Wire } from './call.js';

type EndpointsByName = {
  [K in keyof typeof contract as (typeof contract)[K] extends Endpoint ? K : never]: (typeof contract)[K];
};

/**
 * Endpoints that pages call from the browser: method and path only, so that the schemas (zod) stay on the server
 * and a public page stays light. A test compares every line with the contract.
 */
export const wire = {
  castBallot: { method: 'POST', path: '/booth/votes/:voteId/ballots' },
  findSimilar: { method: 'GET', path: '/public/years/:year/similar' },
  discardSlips: { method: 'POST', path: '/trustee/slips/discard' },
  listPlaces: { method: 'GET', path: '/public/places' },
  listStations: { method: 'GET', path: '/public/stations' },
  readBooth: { method: 'GET', path: '/booth' },
  readChallenge: { method: 'GET', path: '/public/challenge' },
  readConsistency: { method: 'GET', path: '/public/log/consistency' },
  readInclusion: { method: 'GET', path: '/public/log/inclusion' },
  readLog: { method: 'GET', path: '/public/log' },
  readMe: { method: 'GET', path: '/session' },
  readReceipt: { method: 'GET', path: '/booth/receipts' },
  readScreen: { method: 'GET', path: '/public/screen' },
  readSlipUse: { method: 'GET', path: '/booth/votes/:voteId/slip' },
  readTrusteeTask: { method: 'GET', path: '/trustee/task' },
  registerSlips: { method: 'POST', path: '/trustee/slips' },
  removePhoto: { method: 'POST', path: '/public/removed-photos' },
  saveProposal: { method: 'PUT', path: '/proposals/:proposalId' },
  sendCertificate: { method: 'POST', path: '/trustee/certificate' },
  sendPartialDecryption: { method: 'POST', path: '/trustee/votes/:voteId/partial-decryption' },
  sendPhoto: { method: 'POST', path: '/public/years/:year/photos' },
  sendPolynomial: { method: 'POST', path: '/trustee/polynomial' },
  sendReception: { method: 'POST', path: '/stations/:stationId/receptions' },
  sendReceptionPhoto: { method: 'POST', path: '/stations/:stationId/receptions/:clientId/photos' },
  sendShare: { method: 'POST', path: '/trustee/share' },
  signOut: { method: 'DELETE', path: '/session' },
  supportSuggestion: { method: 'POST', path: '/public/suggestions/:seq/supports' },
  voidSlips: { method: 'POST', path: '/trustee/slips/void' },
} as const satisfies { readonly [K in keyof EndpointsByName]?: Wire };

/** `call(fetch, at('readReceipt'), { query: { tracker } })`: typed like the endpoint, without loading it. */
export const at = <K extends keyof typeof wire>(name: K): Wire & { readonly of?: EndpointsByName[K] } => wire[name];
