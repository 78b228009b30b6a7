import { describe, expect, it } from '@jest/globals';

import { UPLOAD_BYTES, UploadRoom } from './upload-room.js';

const busy = expect.objectContaining({ code: 'uploads-busy', status: 503 }) as unknown as Error;

describe('room for files on their way', () => {
  it('is for many small files, and given back', () => {
    const room = new UploadRoom(1_000);
    const releases = Array.from({ length: 10 }, () => room.take(100));
    expect(() => room.take(1)).toThrow(busy);
    releases[0]!();
    room.take(60);
    room.take(40);
    expect(() => room.take(1)).toThrow(busy);
  });

  it('is kept for the largest file where the sender names no length, and for no more than that where one is named', () => {
    const room = new UploadRoom(2 * UPLOAD_BYTES);
    room.take(undefined);
    room.take(50 * UPLOAD_BYTES);
    expect(() => room.take(1)).toThrow(busy);
  });

  it('is for eight of the largest at once', () => {
    const room = new UploadRoom();
    for (let file = 0; file < 8; file += 1) room.take(UPLOAD_BYTES);
    expect(() => room.take(1)).toThrow(busy);
  });
});
