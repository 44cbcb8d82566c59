/** What the fields of a form held, for an answer that brings it back; never a password, never a file. */
export const typedTexts = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && !/password/i.test(field[0])),
  );

/**
 * What came back of a form that was refused: a page without script goes on with it. Nothing where another form was; `which`
 * tells forms of one kind apart by what their hidden fields say.
 */
export function typedBack(
  form: { act?: string; typed?: Readonly<Record<string, string>> } | null | undefined,
  act: string,
  which: Readonly<Record<string, string>> = {},
): Readonly<Partial<Record<string, string>>> {
  const typed = form?.act === act ? form.typed : undefined;
  return typed && Object.entries(which).every(([name, value]) => typed[name] === value) ? typed : {};
}
