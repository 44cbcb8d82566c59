/** What the fields of a form held, for an answer that brings it back; never a password, never a file. */
export const typedTexts = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && !/password/i.test(field[0])),
  );
