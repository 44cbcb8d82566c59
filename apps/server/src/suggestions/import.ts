import { and, eq, inArray } from 'drizzle-orm';
import { all, type Rows, type Tx } from '@piaojue/db';
import { receivedAtTime, type BodyOf, type ReplyOf, type RowError, type importSuggestions } from '@piaojue/contract';
import { suggesterKindNames, suggestionChannelNames, type SuggestionChannel } from '@piaojue/rules';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { timeOf, type Deps } from '../deps.js';
import { mostPreview, reportOf } from '../imports/report.js';
import {
  categoryUnsaid,
  headingRowOf,
  mappingFor,
  suggestionHeadings,
  suggestionsFrom,
  tableFromForm,
  type SuggestionRowRead,
} from '../imports/suggestions.js';
import {
  readParagraphs,
  readSheet,
  unreadSheets,
  type Headings,
  type Sheet,
  type Table,
  type TableRefusal,
} from '../imports/table.js';
import { isRefused, refuse, type Result } from '../result.js';
import { places } from '../years/store.js';
import { sameRows } from './same.js';
import { momentInFigures, todayOf } from './days.js';
import { receivedSpan } from './received-on.js';
import { newSuggestion } from './service.js';
import { addSuggestions, eventId, newCode } from './store.js';

type Query<R> = Generator<Rows<unknown>, R, unknown>;
type Body = BodyOf<typeof importSuggestions>;

const headingsOf =
  (mapping: Body['mapping']) =>
  (rows: Table): Headings => {
    const row = headingRowOf(rows, mapping);
    const read: readonly (string | undefined)[] = Object.values(mappingFor(rows[row] ?? [], mapping));
    return { row, known: read.length >= 2, reads: (heading) => read.includes(heading) };
  };

async function sheetOf({ format, content, mapping, sheet }: Body): Promise<Result<Sheet, TableRefusal>> {
  if (format !== 'docx') return readSheet(format, content, headingsOf(mapping), sheet);
  const paragraphs = await readParagraphs(content);
  if (isRefused(paragraphs)) return paragraphs;
  const table = tableFromForm(paragraphs);
  if (isRefused(table)) return table;
  if (table.length > 0) return { rows: table, name: '', sheets: [], notices: [] };
  return refuse('file_unreadable', '没有找到征集表的栏目（建议名称、具体内容等）');
}

/** Numbers that this channel has brought before, each told in its row. */
function* repeated(
  tx: Tx,
  channel: SuggestionChannel,
  lines: readonly SuggestionRowRead[],
  heading: string,
): Query<RowError[]> {
  const { q, t } = tx;
  const errors: RowError[] = [];
  const numbered = lines.filter(({ sourceRef }) => sourceRef !== null);
  for (let from = 0; from < numbered.length; from += 400) {
    const part = numbered.slice(from, from + 400);
    const known = yield* all(
      q
        .select({ seq: t.suggestion.seq, ref: t.suggestion.sourceRef })
        .from(t.suggestion)
        .where(
          and(
            eq(t.suggestion.channel, channel),
            inArray(
              t.suggestion.sourceRef,
              part.map(({ sourceRef }) => sourceRef ?? ''),
            ),
          ),
        ),
    );
    for (const { seq, ref } of known) {
      const line = part.find(({ sourceRef }) => sourceRef === ref);
      errors.push({ row: line?.row ?? 0, column: heading, message: `这个编号登记过，是台账第 ${seq} 条` });
    }
  }
  return errors.toSorted((a, b) => a.row - b.row);
}

/** Looks at a list, or enters it into the ledger: every row or none, but for those that stand there already. */
export async function importSuggestionsAct(
  deps: Deps,
  me: SignedIn,
  year: number,
  body: Body,
): Promise<Result<ReplyOf<typeof importSuggestions>, TableRefusal>> {
  const sheet = await sheetOf(body);
  if (isRefused(sheet)) return sheet;
  const at = timeOf(deps);
  const known = await deps.store.read(places);
  const span = await deps.store.read((tx) => receivedSpan(tx, year, todayOf(deps)));
  const until = new Date(Date.parse(at) + slack).toISOString();
  const { rows, headings, lines, errors, mapping } = suggestionsFrom(
    sheet.rows,
    body.mapping,
    known,
    { ...span, now: until },
    body.channel,
  );
  const placeNames = new Map(known.map(({ code, name }) => [code, name]));
  /** Of a form, which is one suggestion, everything; of a list, how each text begins. */
  const shown = (text: string) => (body.format === 'docx' ? text : [...text].slice(0, 60).join(''));
  const refHeading = mapping.sourceRef ?? suggestionHeadings.sourceRef;
  const unsaid = mapping.category !== undefined || body.commit ? [] : [noCategory];
  const read = new Set(Object.values(mapping));
  const unread = body.format === 'docx' || body.commit ? [] : headings.filter((each) => each !== '' && !read.has(each));
  if (unread.length > 0)
    unsaid.push(
      `没有读取的列：${unread.map((each) => `“${each}”`).join('、')}。需要登记的，请指定它对应台账的哪一列。`,
    );
  const told = (found: readonly RowError[], same: readonly RowError[], imported: number) => {
    const remarks = new Map(same.map(({ row, message }) => [row, message]));
    const preview = lines
      .slice(0, mostPreview)
      .map(({ row, sourceRef, input, receivedAt }) => [
        String(row),
        input.category,
        input.title,
        shown(input.content),
        placeNames.get(input.placeCode ?? '') ?? '',
        receivedAt === null ? '' : momentInFigures(receivedAt),
        remarks.get(row) ?? '',
        sourceRef ?? '',
        shown(input.reason),
        shown(input.advice),
        input.placeNote,
        input.suggester.name,
        input.suggester.phone,
        input.suggester.email,
        suggesterKindNames[input.suggesterKind],
      ]);
    return {
      ...reportOf(rows, found, preview, imported, [
        ...unreadSheets(sheet, body.commit ? '需要的请再导入一次，选另一张。' : '要读另一张，请在下面选。'),
        ...(body.commit ? [] : sheet.notices),
        ...unsaid,
      ]),
      sheet: sheet.name,
      sheets: [...sheet.sheets],
      headings: headings.filter((heading) => heading !== ''),
      mapping,
      same: same.slice(0, mostTold),
      sameRows: same.length,
    };
  };
  if (errors.length > 0) return told(errors, [], 0);
  if (!body.commit) {
    const before = await deps.store.read((tx) => repeated(tx, body.channel, lines, refHeading));
    const same = before.length > 0 ? [] : await deps.store.read((tx) => sameRows(tx, body.channel, year, lines));
    return told(before, same, 0);
  }
  const news = lines.map(({ row, sourceRef, receivedAt, input }) => ({
    row,
    line: newSuggestion(input, {
      year,
      code: newCode(deps.random),
      channel: body.channel,
      sourceRef,
      clientId: null,
      stationId: null,
      receivedBy: me.accountId,
      receivedAt: receivedAt ?? receivedAtTime(new Date(at)),
      shown: false,
    }),
  }));
  const text = `已收到，由${me.displayName}登记（${suggestionChannelNames[body.channel]}）。`;
  const done = await deps.store.write(function* (tx): Query<Done | { refusal: 'repeated'; errors: RowError[] }> {
    const before = yield* repeated(tx, body.channel, lines, refHeading);
    if (before.length > 0) return { refusal: 'repeated', errors: before };
    const same = yield* sameRows(tx, body.channel, year, lines);
    const left = new Set(body.keepSame ? [] : same.map(({ row }) => row));
    const taken = news.filter(({ row }) => !left.has(row)).map(({ line }) => line);
    if (taken.length === 0) return { same, imported: 0 };
    const seqs = yield* addSuggestions(tx, taken);
    for (let from = 0; from < seqs.length; from += 200)
      yield* all(
        tx.q
          .insert(tx.t.suggestionEvent)
          .values(
            seqs.slice(from, from + 200).map((seq) => ({
              id: eventId(seq, 1),
              seq,
              at,
              act: 'received',
              text,
              by: me.accountId,
              ref: null,
              announcedAt: at,
            })),
          )
          .returning({ id: tx.t.suggestionEvent.id }),
      );
    yield* append(tx, {
      type: 'suggestions_imported',
      at,
      data: { year, channel: body.channel, suggestions: seqs.length, first: seqs[0] ?? 0, by: me.accountId },
    });
    return { same, imported: seqs.length };
  });
  if ('errors' in done) return told(done.errors, [], 0);
  deps.live.touch();
  return told([], done.same, done.imported);
}

interface Done {
  readonly same: RowError[];
  readonly imported: number;
}
const mostTold = 200;
/** Another office's clock may be ahead by so much. */
const slack = 10 * 60_000;
const noCategory =
  `文件里没有“${suggestionHeadings.category}”列，全部登记为“${categoryUnsaid}”。` +
  '文件里有类别的，请在下面选是哪一列；没有的，导入以后可以逐条更正。';
