/** `round` runs one at a time; whoever asks while it runs gets one more after it, with what has come meanwhile. */
export function inRounds(round: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let wanted = false;
  const run = async () => {
    try {
      while (wanted) {
        wanted = false;
        await round();
      }
    } finally {
      // At once with the last look at `wanted`: whoever asks from here on begins anew.
      running = undefined;
    }
  };
  return () => {
    wanted = true;
    running ??= run();
    return running;
  };
}
