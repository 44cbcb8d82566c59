/** Where to go after signing in: a path of our own, never another site. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next) || /[\u0000-\u001f]/.test(next)) return '/desk';
  return next;
}
