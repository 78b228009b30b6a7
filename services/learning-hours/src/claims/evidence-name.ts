import { fileNameOf } from '@betang/platform';

/** The name under which evidence is shown and handed out again. The file itself is never stored under it. */
export function evidenceName(given: string, mediaType: string): string {
  return fileNameOf(given, mediaType, 'bukti');
}
