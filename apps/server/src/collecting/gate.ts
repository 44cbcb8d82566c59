import type { Deps } from '../deps.js';
import { publicLimits, type PublicLimits } from './limits.js';
import { Darkroom, WaitingPhotos } from './photos.js';
import { Challenges } from './proof.js';

/** What everything from outside passes, one for the whole process: how often, with which work, and one photo at a time. */
export interface Gate {
  readonly limits: PublicLimits;
  readonly challenges: Challenges;
  readonly darkroom: Darkroom;
  readonly waitingPhotos: WaitingPhotos;
}

export const publicGate = (deps: Deps): Gate => ({
  limits: publicLimits(),
  challenges: new Challenges(deps),
  darkroom: new Darkroom(),
  waitingPhotos: new WaitingPhotos(),
});
