/** `round` runs one at a time; whoever asks while it runs gets one more after it, with what has come meanwhile. */
export function inRounds(round: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let wanted = false;
  const run = async () => {
    while (wanted) {
      wanted = false;
      await round();
    }
  };
  return () => {
    wanted = true;
    running ??= run().finally(() => (running = undefined));
    return running;
  };
}
