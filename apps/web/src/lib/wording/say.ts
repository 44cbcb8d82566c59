export interface Said {
  /** What happened. */
  readonly title: string;
  /** What to do next. */
  readonly next: string;
}

export const say = (title: string, next: string): Said => ({ title, next });
