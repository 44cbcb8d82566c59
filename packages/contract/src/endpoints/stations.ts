import { z } from 'zod';
import type { StationLevel } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';

export const station = z.object({
  id: z.string(),
  level: z.custom<StationLevel>(),
  parentId: z.string().nullable(),
  name: z.string(),
});
export type Station = z.infer<typeof station>;

/** The tree of stations, for anybody: names and where they belong. */
export const listStations = endpoint('list_stations', {
  method: 'GET',
  path: '/public/stations',
  roles: ['anyone'],
  reply: z.object({ stations: z.array(station) }),
});
