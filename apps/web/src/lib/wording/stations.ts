/** The contract's names, said again so that a page does not load the schemas; a test compares the two. */
export const stationOfficeNames = { leader: '站长', delegate: '代表', staff: '联络员' } as const;

/** Why the suggestion form does not say that somebody is at the station whose code they scanned. */
export type StationProblem = 'unknown' | 'closed' | 'outside_days';
export const stationProblem = (problem: StationProblem, name = ''): string =>
  ({
    unknown: '没有找到二维码上的联络站。',
    closed: `${name}已经停止接待。`,
    outside_days: `${name}今天不接待群众。`,
  })[problem];
