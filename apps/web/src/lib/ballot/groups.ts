/** A long code in groups that an eye can follow: `abcd efgh …`. */
export const inGroups = (code: string, size = 4): string => code.replace(new RegExp(`(.{${size}})(?=.)`, 'gu'), '$1 ');
