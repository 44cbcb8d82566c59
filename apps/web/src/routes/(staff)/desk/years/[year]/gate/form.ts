/** What the page's forms are told of the last act. */
export type Told = { act?: string; key?: string; refusal?: string; detail?: unknown } | null | undefined;
