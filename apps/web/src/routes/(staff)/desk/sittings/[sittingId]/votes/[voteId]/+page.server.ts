import { voteActs } from '$lib/server/vote-acts.js';
import type { Actions } from './$types';

export const actions: Actions = voteActs;
