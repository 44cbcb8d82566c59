type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether somebody has typed, chosen or ticked something else than the page came with. */
function isTouched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    const came = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return control.selectedOptions[0] !== came;
  }
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (control.type === 'hidden') return false;
  if (control.type === 'checkbox' || control.type === 'radio') return control.checked !== control.defaultChecked;
  if (control.type === 'file') return (control.files?.length ?? 0) > 0;
  return control.value !== control.defaultValue;
}

/** Puts into one control what stood in it, and says so to the page as a person's hand would. */
function putBack(control: Control, value: string, checked: boolean): void {
  if (!control.isConnected) return;
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    control.checked = checked;
  } else if (control.type !== 'file' && control.value !== value) {
    control.value = value;
  }
  for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
}

/**
 * What somebody typed or chose on the server's page before its script ran: taken down now, put back by the answer.
 * Called while the outermost layout is set up, the answer once everything in it stands; a `<select>` would otherwise
 * fall back to what the page came with, and no field would have been heard.
 */
export function earlyInput(): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const taken = [...document.querySelectorAll<Control>('input, select, textarea')]
    .filter(isTouched)
    .map((control) => ({ control, value: control.value, checked: 'checked' in control && control.checked }));
  return () => {
    for (const { control, value, checked } of taken) putBack(control, value, checked);
  };
}
