import type { StationInput } from '@piaojue/contract';
import type { Sample } from '../samples.js';

export const plainStation: StationInput = {
  level: 'head',
  parentId: null,
  name: '区代表联络总站',
  placeCode: null,
  address: '',
  hours: '',
  phone: '',
  purpose: '',
  openFrom: null,
  openUntil: null,
  closed: false,
};
const station = { ...plainStation, name: '另一个联络总站' };

export const stationBodies: Readonly<Record<string, Sample['body']>> = {
  add_station: station,
  set_station: { version: 1, station },
  set_station_members: { version: 1, members: [] },
  set_duty: { day: '2024-03-07', hours: '上午9:00至11:30', names: ['某人'], before: [], outsiders: true },
  import_duties: { format: 'json', content: '[]', commit: false, outsiders: false },
  send_reception: {
    clientId: '00000000-0000-4000-8000-000000000001',
    at: '2024-03-01T00:30:00.000Z',
    visitors: 1,
    opinion: '',
    solved: false,
    solvedHow: '',
    suggestion: null,
  },
  send_reception_photo: { photoId: '00000000-0000-4000-8000-000000000002', content: 'AAAA' },
};
export const stationQueries: Readonly<Record<string, Sample['query']>> = {
  read_station_log: { year: '2024' },
};
