interface YearLine {
  readonly year: number;
  readonly state: string;
}

/** The year that the address asks for (?year=); else the one whose window is open; else the newest, or this one. */
export function yearAsked(years: readonly YearLine[], url: URL): number {
  const asked = Number(url.searchParams.get('year'));
  const found = years.find(({ year }) => year === asked) ?? years.find(({ state }) => state === 'collect') ?? years[0];
  return found?.year ?? new Date().getFullYear();
}
