import type { Readable } from 'node:stream';

import { StreamableFile } from '@nestjs/common';

import { withoutHidden } from '../files/file-name.js';

/** Kinds of files that the services hand out. */
export const DOWNLOAD_TYPES = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;
export type DownloadFormat = keyof typeof DOWNLOAD_TYPES;

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
