/** One line of the bench: what was measured, our figure, the baseline of the same run, and their ratio. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly baseline: string;
  readonly ratio: string;
  readonly reach: string;
}

export function printTable(rows: readonly Row[]): void {
  const columns = ['what', 'ours', 'baseline', 'ratio', 'reach'] as const;
  const head: Row = { what: '测什么', ours: '本系统', baseline: '同次运行的基准', ratio: '比值', reach: '目标' };
  const all = [head, ...rows];
  const width = (text: string): number => [...text].reduce((n, c) => n + (c.codePointAt(0)! > 0x2e80 ? 2 : 1), 0);
  const widths = columns.map((column) => Math.max(...all.map((row) => width(row[column]))));
  for (const row of all)
    console.log(columns.map((column, i) => row[column] + ' '.repeat((widths[i] ?? 0) - width(row[column]))).join('  '));
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Median milliseconds of `times` runs after one that does not count. */
export function timed(times: number, work: () => unknown): number {
  work();
  return median(
    Array.from({ length: times }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}

export const ms = (value: number): string =>
  value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
