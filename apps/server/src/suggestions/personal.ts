const han = String.raw`\p{Script=Han}`;
/** Something behind one of these words. */
const after = (words: string, what: string): RegExp =>
  new RegExp(`(?:${words.split(' ').join('|')})[:\uff1a]?\\s*${what}`, 'gu');

/** What in a text looks as if it told who somebody is or how to reach them: to be looked at by a person, never decided here. */
const looks: readonly RegExp[] = [
  // Phones, identity numbers, accounts: seven digits or more, also in groups.
  /[\d０-９](?:[ \-－—]?[\d０-９]){5,}[\dXxＸｘ０-９]/gu,
  /[\w.+-]+@[\w-]+\.[\w.]+/gu,
  after('微信号 微信 QQ号 QQ qq', String.raw`[\w-]{4,}`),
  after('我叫 我的名字是 我名叫 本人姓名 本人名叫 姓名 联系人', `[${han}·]{1,4}`),
  new RegExp(`本人${han}{2,3}(?=[，、。])`, 'gu'),
  new RegExp(`${han}{1,3}(?:${'先生 女士 同志 师傅'.split(' ').join('|')})`, 'gu'),
];

/** What is known of the person who said it, where it stands in the texts word for word. */
export const knownPieces = (person: readonly string[], ...texts: readonly string[]): string[] =>
  person.filter((known) => [...known].length >= 2 && texts.some((text) => text.includes(known)));

/** The pieces as they stand in the texts, each once. */
export const personalPieces = (...texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => looks.flatMap((look) => text.match(look) ?? []))),
];
