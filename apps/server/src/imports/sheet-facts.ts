import { unzipSync } from 'fflate';

/**
 * What the library that reads the cells does not tell of a sheet.
 *
 * The parts are scanned for single tags with their attributes, not parsed: they come from a file whose size was bounded and
 * that declares no entities (zip-size.ts), and whatever a made-up file hides from the scan it hides from its own clerk alone,
 * who is then told of empty cells as anybody is.
 */
export interface SheetFacts {
  /** Merged ranges (A1:B3); the library gives a merged value to the first cell alone. */
  readonly merged: readonly string[];
  /** Cells (A1) whose formula has no result, or an error like #N/A for one: the library gives them as empty. */
  readonly uncomputed: readonly string[];
  /** Numbers of rows, from 1, that the program does not show. */
  readonly hiddenRows: readonly number[];
}

/** Which sheets of a workbook are hidden, in their order: what a clerk does not see is not what they mean. */
export const hiddenSheets = (file: Uint8Array): boolean[] =>
  attributesOf(textOf(file, 'xl/workbook.xml'), 'sheet')
    .filter(({ name }) => name)
    .map(({ state = 'visible' }) => state !== 'visible');

/** Of the n-th sheet of a workbook. */
export function sheetFacts(file: Uint8Array, nth: number): SheetFacts {
  const workbook = textOf(file, 'xl/workbook.xml');
  const id = attributesOf(workbook, 'sheet').filter(({ name }) => name)[nth]?.['id'];
  const target = attributesOf(textOf(file, 'xl/_rels/workbook.xml.rels'), 'Relationship').find(
    (each) => each['Id'] === id,
  )?.['Target'];
  if (target === undefined) return { merged: [], uncomputed: [], hiddenRows: [] };
  const sheet = textOf(file, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  return {
    hiddenRows: attributesOf(sheet, 'row').flatMap(({ r, hidden }) => (hidden === '1' && r ? Number(r) : [])),
    merged: attributesOf(sheet, 'mergeCell').flatMap(({ ref }) => ref ?? []),
    uncomputed: [
      ...new Set([
        ...attributesOf(sheet, 'c').flatMap(({ r, t }) => (t === 'e' && r ? r : [])),
        ...withoutResult(sheet),
      ]),
    ],
  };
}

const textOf = (file: Uint8Array, part: string): string =>
  Buffer.from(unzipSync(file, { filter: ({ name }) => name === part })[part] ?? []).toString('utf8');

/** The attributes of every tag of this name, both without their prefixes. */
function attributesOf(xml: string, tag: string): Partial<Record<string, string>>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w{1,20}:)?${tag}\\s([^<>]{0,2000})>`, 'g'))].map(([, inside = '']) =>
    attributesIn(inside),
  );
}

const attributesIn = (inside: string): Partial<Record<string, string>> =>
  Object.fromEntries(
    [...inside.matchAll(/(?:\w{1,20}:)?(\w{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      ([, name = '', double, single]) => [name, double ?? single ?? ''],
    ),
  );

/** Formula cells without a value, or with an empty one: a file that no office program has computed. */
const withoutResult = (sheet: string): string[] =>
  [
    ...sheet.matchAll(
      /<(?:\w{1,20}:)?c\s([^<>]{0,2000})>\s{0,9}<(?:\w{1,20}:)?f(?:\s[^<>]{0,2000})?(?:\/>|>[^<]{0,9000}<\/(?:\w{1,20}:)?f>)\s{0,9}(?:<(?:\w{1,20}:)?v\s?(?:\/>|><\/(?:\w{1,20}:)?v>)\s{0,9})?<\/(?:\w{1,20}:)?c>/g,
    ),
  ].flatMap(([, inside = '']) => {
    const { r, t } = attributesIn(inside);
    // A formula whose result is the empty text is computed.
    return r && t !== 'str' ? r : [];
  });
