import readXlsxFile from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { seenByLibreOffice } from '../testing/libre-office.js';
import {
  decide,
  marked,
  move,
  putInOrder,
  submitTheList,
  submitted,
  wholeFields,
  yearInScreening,
} from '../testing/screening.js';

test(
  'R-73: the workbook of the candidates holds text only; what looks like a formula is made harmless, in LibreOffice too',
  { timeout: 180_000 },
  async () => {
    const s = await yearInScreening({ places: 1 });
    const evil = { ...wholeFields('=HYPERLINK("http://evil.test")'), location: '@SUM(A1)', contact: '-1+2' };
    const one = await move(s.office, await marked(s.office, await submitted(s, s.housing, 'x', evil)), 'shortlist');
    await putInOrder(s, [one.id]);
    await submitTheList(s, [one]);
    await decide(s, [one.id], { acceptsDifferential: true });
    const cookie = s.clerk.cookie;
    const response = await s.world.app.inject({
      url: '/api/years/2024/candidates.xlsx',
      headers: { host: 'piaojue.test', ...(cookie ? { cookie } : {}) },
    });
    expect(response.headers['content-disposition']).toMatch(/^attachment;/);
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    const [sheet] = await readXlsxFile(response.rawPayload);
    const cells = sheet!.data.flat();
    expect(cells.every((cell) => cell === null || typeof cell === 'string')).toBe(true);
    expect(cells).toContain(`'=HYPERLINK("http://evil.test")`);
    expect(cells).toContain(`'@SUM(A1)`);
    expect(cells).toContain(`'-1+2`);
    expect((await s.world.anyone.raw({ url: '/api/years/2024/candidates.xlsx' })).status).toBe(401);
    const seen = await seenByLibreOffice('candidates.xlsx', response.rawPayload);
    expect(seen).not.toContain('table:formula');
    for (const text of [`'=HYPERLINK("http://evil.test")`, `'@SUM(A1)`, `'-1+2`]) expect(seen).toContain(text);
  },
);
