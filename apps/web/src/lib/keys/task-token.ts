const kept = 'piaojue.task-token';

/**
 * The personal link of a scrutineer: read from the address once, taken out of it, and kept for this tab only, so that a
 * reload goes on. undefined: the page was opened without a link.
 */
export function takeTaskToken(): string | undefined {
  const given = location.hash.slice(1);
  const isToken = /^[A-Za-z0-9_-]{20,100}$/.test(given);
  if (isToken) history.replaceState(history.state, '', location.pathname + location.search);
  try {
    if (isToken) sessionStorage.setItem(kept, given);
    return isToken ? given : (sessionStorage.getItem(kept) ?? undefined);
  } catch {
    return isToken ? given : undefined;
  }
}

export function forgetTaskToken(): void {
  try {
    sessionStorage.removeItem(kept);
  } catch {
    // it was never kept
  }
}
