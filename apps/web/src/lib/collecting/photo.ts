const longestEdge = 1600;
const thumbEdge = 160;

async function drawn(file: Blob, edge: number, quality: number): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
}

/** Smaller before it goes over a slow network; a kind that this browser cannot draw goes as it is (the server decides). */
export async function smaller(file: Blob): Promise<Blob> {
  try {
    const less = await drawn(file, longestEdge, 0.85);
    return less && less.size < file.size ? less : file;
  } catch {
    return file;
  }
}

/** A picture small enough to keep with a draft, as a data URL; empty where this browser cannot draw it. */
export async function thumbOf(file: Blob): Promise<string> {
  try {
    const small = await drawn(file, thumbEdge, 0.6);
    return small ? `data:image/jpeg;base64,${await base64Of(small)}` : '';
  } catch {
    return '';
  }
}

export const base64Of = (file: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => failed(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
