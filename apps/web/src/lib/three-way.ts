import type { DraftFields } from '@piaojue/contract';
import { draftFrom, fieldKeys, typedOf, type FieldKey, type Typed } from './proposal-form.js';

/** As the form gives it back, so that two texts are compared in one shape. */
function normal(fields: DraftFields): DraftFields {
  const draft = draftFrom(typedOf(fields));
  return 'fields' in draft ? draft.fields : fields;
}

export interface Parted {
  /** Changed by the other person alone: theirs stands. */
  readonly taken: readonly FieldKey[];
  /** Changed by both, and not alike: somebody must choose. */
  readonly asked: readonly FieldKey[];
}

/** What both started from, and what each made of it: a field that one person alone changed needs no question. */
export function partedFrom(base: DraftFields, mine: DraftFields, theirs: DraftFields): Parted {
  const [from, here, there] = [normal(base), normal(mine), normal(theirs)];
  const differ = (a: DraftFields, b: DraftFields, key: FieldKey): boolean =>
    JSON.stringify(a[key]) !== JSON.stringify(b[key]);
  const changed = fieldKeys.filter((key) => differ(from, there, key) && differ(here, there, key));
  return {
    taken: changed.filter((key) => !differ(from, here, key)),
    asked: changed.filter((key) => differ(from, here, key)),
  };
}

const typedKeys: Readonly<Partial<Record<FieldKey, readonly (keyof Typed)[]>>> = {
  totalFen: ['totalWan'],
  yearFen: ['yearWan'],
  funding: ['upperLevelWan', 'districtWan', 'bondWan', 'otherWan'],
  milestones: ['quarters', 'milestones'],
};

/** What is typed, with these fields as the other person left them; everything else stays to the letter. */
export function takeInto(typed: Typed, theirs: DraftFields, keys: readonly FieldKey[]): Typed {
  const there = typedOf(theirs);
  const members = keys.flatMap((key) => typedKeys[key] ?? [key as keyof Typed]);
  return { ...typed, ...Object.fromEntries(members.map((member) => [member, there[member]])) };
}
