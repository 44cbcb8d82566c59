import type { StationInput } from '@piaojue/contract';
import { stationLevels } from '@piaojue/rules';
import { textOf } from './act.js';

/** A station as its form says it. */
export const stationInputOf = (form: FormData): StationInput => ({
  level: stationLevels.find((level) => level === textOf(form, 'level')) ?? 'village',
  parentId: textOf(form, 'parentId') || null,
  name: textOf(form, 'name'),
  placeCode: textOf(form, 'placeCode') || null,
  address: textOf(form, 'address'),
  hours: textOf(form, 'hours'),
  phone: textOf(form, 'phone'),
  purpose: textOf(form, 'purpose'),
  openFrom: textOf(form, 'openFrom') || null,
  openUntil: textOf(form, 'openUntil') || null,
  closed: textOf(form, 'closed') === '1',
});
