/** What somebody has typed into the form, kept on the device until it is sent. */
export interface Draft {
  readonly year: number;
  /** Sent twice under the same id, it is one suggestion. */
  readonly clientId: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly photos: readonly { readonly id: string; readonly name: string }[];
}

const key = 'piaojue.suggestion';

export function readDraft(storage: Pick<Storage, 'getItem'> | undefined, year: number): Draft | undefined {
  try {
    const draft = JSON.parse(storage?.getItem(key) ?? 'null') as Draft | null;
    if (draft === null || draft.year !== year || typeof draft.clientId !== 'string') return undefined;
    if (typeof draft.fields !== 'object' || !Array.isArray(draft.photos)) return undefined;
    return draft;
  } catch {
    return undefined;
  }
}

/** @returns false where the browser keeps nothing. */
export function keepDraft(storage: Pick<Storage, 'setItem'> | undefined, draft: Draft): boolean {
  try {
    storage?.setItem(key, JSON.stringify(draft));
    return storage !== undefined;
  } catch {
    return false;
  }
}

export function forgetDraft(storage: Pick<Storage, 'removeItem'> | undefined): void {
  try {
    storage?.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}
