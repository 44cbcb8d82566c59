/** Control and format characters (bidi, zero width, ANSI escape), line separators, lone surrogates, and the backslash itself. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/gu;

/**
 * Text as it may stand in one line of a log, terminal or page: what could forge a line or turn its direction is written
 * out as \u{…}. No two texts look the same afterwards, since the backslash is written out too. Source: R-71.
 */
export const printable = (text: string): string =>
  text.replace(unprintable, (one) => (one === '\\' ? '\\\\' : `\\u{${one.codePointAt(0)?.toString(16) ?? ''}}`));
