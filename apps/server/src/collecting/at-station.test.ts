import * as contract from '@piaojue/contract';
import type { StationInput } from '@piaojue/contract';
import { beforeEach, expect, test } from 'vitest';
import { openWindow, send, type Collecting } from '../testing/collecting.js';
import { plainStation as plain } from '../testing/samples/stations.js';

let open: Collecting;
let head: string;
/** From 2024-02-20 to 2024-03-02; today is 2024-03-01. */
let mobile: string;
beforeEach(async () => {
  open = await openWindow({ perPerson: 2 });
  const add = async (station: StationInput) => (await open.clerk.call(contract.addStation, { body: station })).id;
  head = await add(plain);
  mobile = await add({
    ...plain,
    level: 'mobile',
    parentId: head,
    name: '流动工作站',
    openFrom: '2024-02-20',
    openUntil: '2024-03-02',
  });
});

const kept = async (code: string | undefined) => {
  const [row] = await open.world.database.sql(
    `SELECT channel, station_id, received_by, shown FROM suggestion WHERE code = '${code ?? ''}'`,
  );
  return [row?.['channel'], row?.['station_id'], row?.['received_by'], Boolean(row?.['shown'])];
};
const sentFrom = async (stationId: string): Promise<string | undefined> => (await send(open, { stationId })).body.code;
const events = async (code: string | undefined) =>
  (await open.world.anyone.call(contract.followSuggestion, { query: { code: code ?? '' } })).events;

test('what is sent with the code of a station says where, and that nobody else wrote it down', async () => {
  const code = await sentFrom(head);
  expect(await kept(code)).toEqual(['station', head, null, false]);
  expect(await kept(await sentFrom(mobile))).toEqual(['mobile_station', mobile, null, false]);
  expect((await events(code))[0]?.text).toBe('已收到您在区代表联络总站提交的建议，等待办理。');
});

test('a station that is unknown, closed or not on its days refuses nobody: it is taken as from the web', async () => {
  expect(await kept(await sentFrom('nobody234567nobody234567'))).toEqual(['web', null, null, false]);
  const { version } = await open.clerk.call(contract.readDeskStation, { params: { stationId: head } });
  const station = { ...plain, closed: true };
  await open.clerk.call(contract.setStation, { params: { stationId: head }, body: { version, station } });
  expect(await kept(await sentFrom(head))).toEqual(['web', null, null, false]);
  open.world.clock.advance(2 * 86_400_000);
  const late = await sentFrom(mobile);
  expect(await kept(late)).toEqual(['web', null, null, false]);
  expect((await events(late))[0]?.text).toBe('已收到您在网上提交的建议，等待办理。');
});

test('one device sends as many as the year allows, with or without the code of a station', async () => {
  const device = 'device-of-somebody-01';
  expect((await send(open, { device, stationId: head })).status).toBe(200);
  expect((await send(open, { device })).status).toBe(200);
  expect((await send(open, { device, stationId: mobile })).refusal).toBe('per_person_reached');
});

test('sent twice, once with and once without the station, it is one, as it was the first time', async () => {
  const clientId = '00000000-0000-4000-8000-00000000000a';
  const { body } = await send(open, { clientId, stationId: head });
  expect((await send(open, { clientId })).body).toEqual({ code: body.code, again: true });
  expect(await kept(body.code)).toEqual(['station', head, null, false]);
});
