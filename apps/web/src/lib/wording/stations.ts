/** The contract's names, said again so that a page does not load the schemas; a test compares the two. */
export const stationOfficeNames = { leader: '站长', delegate: '代表', staff: '联络员' } as const;
