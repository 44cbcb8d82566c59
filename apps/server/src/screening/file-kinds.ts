interface Kind {
  readonly type: string;
  /** The name with the ending that the bytes deserve, whatever it was called. */
  readonly named: (name: string) => string;
}

const office = 'application/vnd.openxmlformats-officedocument';
const known = [
  { ending: 'pdf', type: 'application/pdf' },
  { ending: 'docx', type: `${office}.wordprocessingml.document` },
  { ending: 'xlsx', type: `${office}.spreadsheetml.sheet` },
  { ending: 'jpg', type: 'image/jpeg' },
  { ending: 'png', type: 'image/png' },
] as const;
type Ending = (typeof known)[number]['ending'];

const begins = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, i) => bytes[i] === byte);

/** What lies in a ZIP by the names in it: a Word file has word/document.xml, a workbook xl/workbook.xml. Nothing is unpacked. */
function officeEnding(bytes: Uint8Array): Ending | undefined {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!names.includes('[Content_Types].xml')) return undefined;
  const [word, sheet] = [names.includes('word/document.xml'), names.includes('xl/workbook.xml')];
  if (names.includes('vbaProject.bin')) return undefined;
  return word === sheet ? undefined : word ? 'docx' : 'xlsx';
}

/** PDF, DOCX, XLSX, JPEG or PNG, told by the bytes and not by the name; undefined for anything else. */
export function kindOf(bytes: Uint8Array): Kind | undefined {
  const ending: Ending | undefined = begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)
    ? 'pdf'
    : begins(bytes, 0xff, 0xd8, 0xff)
      ? 'jpg'
      : begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
        ? 'png'
        : begins(bytes, 0x50, 0x4b, 0x03, 0x04)
          ? officeEnding(bytes)
          : undefined;
  const kind = known.find((each) => each.ending === ending);
  if (!kind) return undefined;
  return {
    type: kind.type,
    named: (name) => {
      const stem = name.replace(/[\\/:*?"<>|]/g, '_').replace(/\.[A-Za-z0-9]{1,5}$/, '');
      return `${stem || '附件'}.${kind.ending}`;
    },
  };
}
