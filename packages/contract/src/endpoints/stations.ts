import { z } from 'zod';
import { stationLevels, type StationLevel } from '@piaojue/rules';
import { endpoint } from '../endpoint.js';
import { clientId, day, id, lineOfText, text, time, username, version, yearText } from '../fields.js';
import { hoursFault } from '../hours.js';
import { importFile, importReport } from '../imports.js';
import { suggestionInput } from '../suggestions.js';

const one = z.strictObject({ stationId: id });
const readers = ['clerk', 'gov_office', 'committee', 'delegate', 'auditor'] as const;

export const stationOffices = ['leader', 'delegate', 'staff'] as const;
export const stationOfficeNames: Readonly<Record<(typeof stationOffices)[number], string>> = {
  leader: '站长',
  delegate: '代表',
  staff: '联络员',
};

export const station = z.object({
  id: z.string(),
  level: z.custom<StationLevel>(),
  parentId: z.string().nullable(),
  name: z.string(),
  placeCode: z.string().nullable(),
  address: z.string(),
  hours: z.string(),
  /** Days of a mobile team (YYYY-MM-DD). */
  openFrom: z.string().nullable(),
  openUntil: z.string().nullable(),
  closed: z.boolean(),
});
export type Station = z.infer<typeof station>;

const duty = z.object({ id: z.string(), day: z.string(), hours: z.string(), names: z.array(z.string()) });
export type Duty = z.infer<typeof duty>;

/** What anybody may know of a station: where, when, who, and who sits on which day. */
export const stationDetail = station.extend({
  phone: z.string(),
  purpose: z.string(),
  place: z.string(),
  above: z.object({ id: z.string(), name: z.string() }).nullable(),
  below: z.array(z.object({ id: z.string(), name: z.string() })),
  members: z.array(z.object({ name: z.string(), office: z.enum(stationOffices) })),
  /** From a week ago on, earliest first. */
  duties: z.array(duty),
});
export type StationDetail = z.infer<typeof stationDetail>;

/** The tree of stations, for anybody: names and where they belong. */
export const listStations = endpoint('list_stations', {
  method: 'GET',
  path: '/public/stations',
  roles: ['anyone'],
  reply: z.object({ stations: z.array(station) }),
});

export const readStation = endpoint('read_station', {
  method: 'GET',
  path: '/public/stations/:stationId',
  roles: ['anyone'],
  params: one,
  reply: stationDetail,
});

export const stationInput = z.strictObject({
  level: z.enum(stationLevels),
  parentId: id.nullable(),
  name: lineOfText(40, 2),
  placeCode: z.string().max(20).nullable(),
  address: lineOfText(80, 0),
  hours: lineOfText(80, 0),
  phone: lineOfText(30, 0),
  purpose: text(300, 0),
  openFrom: day.nullable(),
  openUntil: day.nullable(),
  closed: z.boolean(),
});
export type StationInput = z.infer<typeof stationInput>;

const deskStation = stationDetail.extend({
  members: z.array(z.object({ name: z.string(), office: z.enum(stationOffices), username: z.string().nullable() })),
  version,
});
export type DeskStation = z.infer<typeof deskStation>;

/** A station as those who keep it see it: with its version and the accounts of its members. */
export const readDeskStation = endpoint('read_desk_station', {
  method: 'GET',
  path: '/stations/:stationId',
  roles: readers,
  params: one,
  reply: deskStation,
});

const placing = { name_taken: 409, place_unknown: 422, parent_wrong: 422, days_wrong: 422 } as const;

export const addStation = endpoint('add_station', {
  method: 'POST',
  path: '/stations',
  roles: ['clerk'],
  body: stationInput,
  reply: z.object({ id: z.string() }),
  refusals: placing,
});

export const setStation = endpoint('set_station', {
  method: 'PUT',
  path: '/stations/:stationId',
  roles: ['clerk'],
  params: one,
  body: z.strictObject({ version, station: stationInput }),
  reply: deskStation,
  refusals: { ...placing, conflict: 409 },
});

export const setStationMembers = endpoint('set_station_members', {
  method: 'PUT',
  path: '/stations/:stationId/members',
  roles: ['clerk'],
  params: one,
  body: z.strictObject({
    version,
    members: z
      .array(z.strictObject({ name: lineOfText(20), office: z.enum(stationOffices), username: username.nullable() }))
      .max(100),
  }),
  reply: deskStation,
  refusals: { conflict: 409, account_unknown: 422, member_repeated: 422 },
});

export const dutyInput = z.strictObject({
  day,
  hours: lineOfText(40).superRefine((typed, { addIssue }) => {
    const message = hoursFault(typed);
    if (message !== undefined) addIssue({ code: 'custom', message });
  }),
  names: z.array(lineOfText(20)).min(1).max(12),
});

/** Whoever sits is a member of the station, unless the clerk says that others do. */
const outsiders = z.boolean();

/** A line of the roster; the same day and hours again replaces who sits. `before`: who sat then, as it was read. */
export const setDuty = endpoint('set_duty', {
  method: 'PUT',
  path: '/stations/:stationId/duties',
  roles: ['clerk'],
  params: one,
  body: dutyInput.extend({ before: z.array(lineOfText(20)).max(12), outsiders }),
  reply: z.object({ id: z.string() }),
  refusals: { conflict: 409, not_members: 422, day_wrong: 422 },
});

export const removeDuty = endpoint('remove_duty', {
  method: 'DELETE',
  path: '/stations/:stationId/duties/:dutyId',
  roles: ['clerk'],
  params: z.strictObject({ stationId: id, dutyId: id }),
  reply: z.object({ removed: z.literal(true) }),
});

/** Columns: 日期, 时间, 值守代表 (several names with 、). */
export const importDuties = endpoint('import_duties', {
  method: 'POST',
  path: '/stations/:stationId/duty-import',
  roles: ['clerk'],
  params: one,
  body: importFile.extend({ outsiders }),
  reply: importReport,
  refusals: { file_unreadable: 422, too_many_rows: 422 },
  bodyLimit: 15_000_000,
});

/** 接待记录 as a phone sends it, perhaps days later and perhaps more than once. */
export const receptionInput = z
  .strictObject({
    clientId,
    /** When it happened, by the device. */
    at: z.iso.datetime(),
    visitors: z.number().int().min(1).max(500),
    opinion: text(1000, 0),
    solved: z.boolean(),
    solvedHow: text(500, 0),
    /** 记作征集建议 */
    suggestion: suggestionInput.nullable(),
  })
  .refine(({ solved, opinion }) => !solved || opinion !== '', {
    message: '写明意见以后才能记为已解决',
    path: ['opinion'],
  })
  .refine(({ solved, solvedHow }) => !solved || solvedHow !== '', {
    message: '请写明怎样解决的',
    path: ['solvedHow'],
  });
export type ReceptionInput = z.infer<typeof receptionInput>;

/** Sent twice is stored once: the second answer is that of the first. */
export const sendReception = endpoint('send_reception', {
  method: 'POST',
  path: '/stations/:stationId/receptions',
  roles: ['delegate', 'clerk'],
  params: one,
  /** `as`: the account in whose name it was written down; another that is signed in meanwhile sends nothing. */
  query: z.strictObject({ as: id.optional() }),
  body: receptionInput,
  reply: z.object({
    clientId: z.string(),
    /** Of the suggestion made of it: for the visitor. */
    seq: z.number().int().nullable(),
    code: z.string().nullable(),
  }),
  refusals: {
    another_person: 409,
    station_closed: 409,
    outside_days: 422,
    time_wrong: 422,
    time_too_early: 422,
    no_year: 409,
    not_collecting: 409,
    place_unknown: 422,
    sent_otherwise: 409,
  },
});

/**
 * A photo (base64) for the suggestion that was made of this reception, under the number that the phone gave the photo:
 * sent again it is the same photo.
 */
export const sendReceptionPhoto = endpoint('send_reception_photo', {
  method: 'POST',
  path: '/stations/:stationId/receptions/:clientId/photos',
  roles: ['delegate', 'clerk'],
  params: z.strictObject({ stationId: id, clientId }),
  query: z.strictObject({ as: id.optional() }),
  body: z.strictObject({ photoId: clientId, content: z.string().min(1).max(13_500_000) }),
  reply: z.object({ photos: z.number().int() }),
  refusals: {
    another_person: 409,
    photo_unreadable: 422,
    photo_too_large: 422,
    too_many_photos: 409,
    photos_waiting: 503,
  },
  bodyLimit: 14_000_000,
});

const figures = z.object({
  receptions: z.number().int(),
  visitors: z.number().int(),
  opinions: z.number().int(),
  solved: z.number().int(),
  suggestions: z.number().int(),
});
export type StationFigures = z.infer<typeof figures>;

/** Every station with its figures of a year; a station counts what was written in its own log. */
export const listStationFigures = endpoint('list_station_figures', {
  method: 'GET',
  path: '/years/:year/stations',
  roles: readers,
  params: z.strictObject({ year: yearText }),
  reply: z.object({ stations: z.array(station.extend({ figures })) }),
});

/** The log of one station (and of those below it), by month; with `month` its lines, newest first. */
export const readStationLog = endpoint('read_station_log', {
  method: 'GET',
  path: '/stations/:stationId/receptions',
  roles: readers,
  params: one,
  query: z.strictObject({
    year: yearText,
    month: z
      .string()
      .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
      .optional(),
  }),
  reply: z.object({
    total: figures,
    months: z.array(figures.extend({ month: z.string() })),
    receptions: z.array(
      z.object({
        id: z.string(),
        at: time,
        station: z.string(),
        by: z.string(),
        visitors: z.number().int(),
        opinion: z.string(),
        solved: z.boolean(),
        solvedHow: z.string(),
        seq: z.number().int().nullable(),
      }),
    ),
  }),
});
