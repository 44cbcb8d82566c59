/** A text in parts, those that look personal told apart; together they are the text. */
export function marked(text: string, pieces: readonly string[]): { text: string; personal: boolean }[] {
  const parts: { text: string; personal: boolean }[] = [];
  for (let rest = text; rest !== '';) {
    const found = pieces
      .map((piece) => ({ piece, at: rest.indexOf(piece) }))
      .filter(({ piece, at }) => at >= 0 && piece !== '')
      .toSorted((a, b) => a.at - b.at || b.piece.length - a.piece.length)[0];
    if (!found) return [...parts, { text: rest, personal: false }];
    if (found.at > 0) parts.push({ text: rest.slice(0, found.at), personal: false });
    parts.push({ text: found.piece, personal: true });
    rest = rest.slice(found.at + found.piece.length);
  }
  return parts;
}
