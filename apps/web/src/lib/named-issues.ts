interface Issue {
  readonly path: string;
  readonly message: string;
}

const isIssue = (one: unknown): one is Issue =>
  typeof one === 'object' && one !== null && typeof (one as Partial<Issue>).path === 'string' && 'message' in one;

/**
 * What a schema found says where by the path of a request (`body.title`); a person looks for the name on the form.
 *
 * @param labelOf the words beside a field of the form, by the field's name; nothing where there is none.
 */
export function namedIssues(detail: unknown, labelOf: (name: string) => string | undefined): unknown {
  if (!Array.isArray(detail)) return detail;
  return (detail as unknown[]).map((one) => {
    if (!isIssue(one)) return one;
    const name = one.path
      .split('.')
      .filter((part) => !/^\d+$/.test(part))
      .at(-1);
    const label = name === undefined ? undefined : labelOf(name);
    return label === undefined ? one : { ...one, message: `${label}：${one.message}` };
  });
}

/** The words beside a field, as the page shows them. */
export function labelIn(form: HTMLFormElement, name: string): string | undefined {
  const found = form.elements.namedItem(name);
  const field = found instanceof RadioNodeList ? found[0] : found;
  if (!(field instanceof HTMLElement) || !('labels' in field)) return undefined;
  const legend = found instanceof RadioNodeList ? field.closest('fieldset')?.querySelector('legend') : null;
  const label = legend ?? (field.labels as NodeListOf<HTMLLabelElement> | null)?.[0];
  return label?.textContent.trim().replaceAll(/\s+/g, ' ') || undefined;
}
