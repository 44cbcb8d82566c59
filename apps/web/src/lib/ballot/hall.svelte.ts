import type { Screen } from '@piaojue/contract';
import { followScreen } from './follow.js';

/** What is going on in the hall, for all pages of the booth. Started by their layout. */
class Hall {
  screen = $state.raw<Screen | null>(null);
  isUp = $state(true);

  start(): () => void {
    return followScreen(
      (screen) => (this.screen = screen),
      (isUp) => (this.isUp = isUp),
    );
  }
}

export const hall = new Hall();
