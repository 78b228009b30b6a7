import type { Readable } from 'node:stream';

import { StreamableFile } from '@nestjs/common';

import { withoutHidden } from '../files/file-name.js';
import { DOWNLOAD_TYPES, type DownloadFormat } from '../media-types.js';

/**
 * The answer of an endpoint that hands out a file. The name is made from `name` (no personal data: names of files end
 * up in histories and logs) and the format.
 */
export function downloadOf(content: Buffer | Readable, name: string, format: DownloadFormat): StreamableFile {
  const options = { type: DOWNLOAD_TYPES[format], disposition: dispositionOf(`${name}.${format}`) };
  return Buffer.isBuffer(content) ? new StreamableFile(content, options) : new StreamableFile(content, options);
}

/** `Content-Disposition` of a download (RFC 6266), with a plain name beside the true one, which loses the signs that show nothing. */
export function dispositionOf(name: string): string {
  const fileName = withoutHidden(name);
  const plain = fileName.replace(/[^\w.-]+/g, '-');
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return plain === fileName
    ? `attachment; filename="${plain}"`
    : `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
