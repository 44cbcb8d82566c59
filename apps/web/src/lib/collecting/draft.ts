/** What somebody has typed into the form, kept on the device until it is sent. */
export interface Draft {
  readonly year: number;
  /** Sent twice under the same id, it is one suggestion; each page that is open has one of its own. */
  readonly clientId: string;
  readonly fields: Readonly<Record<string, string>>;
  /** `thumb`: a small picture as a data URL, to be seen after the page is loaded again. */
  readonly photos: readonly { readonly id: string; readonly name: string; readonly thumb?: string }[];
}

const key = 'piaojue.suggestion';
/** Of the drafts that pages left behind, so many are kept. */
const mostDrafts = 5;

const isDraft = (value: unknown): value is Draft => {
  const draft = value as Draft | null;
  if (typeof draft !== 'object' || draft === null) return false;
  if (typeof draft.year !== 'number' || typeof draft.clientId !== 'string') return false;
  return typeof draft.fields === 'object' && draft.fields !== null && Array.isArray(draft.photos);
};

function draftsIn(storage: Pick<Storage, 'getItem'> | undefined): Draft[] {
  try {
    const kept = JSON.parse(storage?.getItem(key) ?? '[]') as unknown;
    return (Array.isArray(kept) ? kept : [kept]).filter(isDraft);
  } catch {
    return [];
  }
}

/** What was typed for a year and not sent, the newest first. */
export const readDrafts = (storage: Pick<Storage, 'getItem'> | undefined, year: number): Draft[] =>
  draftsIn(storage).filter((draft) => draft.year === year);

/** @returns false where the browser keeps nothing. */
export function keepDraft(storage: Pick<Storage, 'getItem' | 'setItem'> | undefined, draft: Draft): boolean {
  try {
    const others = draftsIn(storage).filter(({ clientId }) => clientId !== draft.clientId);
    storage?.setItem(key, JSON.stringify([draft, ...others].slice(0, mostDrafts)));
    return storage !== undefined;
  } catch {
    return false;
  }
}

/** Only this one: what another page keeps stays. */
export function forgetDraft(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined,
  clientId: string,
): void {
  try {
    const others = draftsIn(storage).filter((draft) => draft.clientId !== clientId);
    if (others.length > 0) storage?.setItem(key, JSON.stringify(others));
    else storage?.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}
