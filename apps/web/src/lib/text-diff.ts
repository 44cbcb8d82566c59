import { diffArrays } from 'diff';

export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Words of Chinese, by the dictionary that the browser and the server carry; every character of the text is in one. */
const words = new Intl.Segmenter('zh-CN', { granularity: 'word' });
const wordsOf = (text: string): string[] => [...words.segment(text)].map(({ segment }) => segment);

/** What was taken out and put in, word by word. */
export const readableDiff = (before: string, after: string): DiffPart[] =>
  diffArrays(wordsOf(before), wordsOf(after)).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
