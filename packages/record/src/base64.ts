const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOf = new Map([...alphabet].map((letter, value) => [letter, value]));

/** Standard base64 with padding (RFC 4648, section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(group >> shift) & 63]).join('');
    const left = bytes.length - at;
    text += left >= 3 ? letters : letters.slice(0, left + 1).padEnd(4, '=');
  }
  return text;
}

/** The bytes of padded base64, or undefined where encoding them again would give another text. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let at = 0, out = 0; at < text.length; at += 4) {
    let group = 0;
    for (let i = at; i < at + 4; i += 1) {
      const value = i >= text.length - padding ? 0 : valueOf.get(text[i] ?? '');
      if (value === undefined) return undefined;
      group = (group << 6) | value;
    }
    for (const shift of [16, 8, 0]) if (out < bytes.length) bytes[out++] = (group >> shift) & 255;
  }
  return encodeBase64(bytes) === text ? bytes : undefined;
}
