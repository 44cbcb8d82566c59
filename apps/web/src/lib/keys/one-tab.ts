/**
 * Holds a name for as long as a page lives. Two tabs with one key would each make one, and the later would overwrite the
 * earlier. A browser without locks (plain HTTP in a hall) lets every tab go on.
 *
 * @returns whether this tab holds it; false: another tab does, ask again later.
 */
export function holdTab(name: string, left: AbortSignal, locks = globalThis.navigator?.locks): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((told) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      told(lock !== null);
      return lock === null ? undefined : new Promise<void>((done) => left.addEventListener('abort', () => done()));
    });
  });
}
