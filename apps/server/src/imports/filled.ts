export const isFilled = (row: readonly string[]): boolean => row.some((cell) => cell !== '');
