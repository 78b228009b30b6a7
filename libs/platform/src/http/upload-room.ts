import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';

import { AppError } from '../errors/app-error.js';

/** The largest file that is taken, in bytes. */
export const UPLOAD_BYTES = 32 * 1024 * 1024;
/** Eight of the largest at once; of what offices send on most days a hundred. */
const ROOM_BYTES = 8 * UPLOAD_BYTES;

/** Memory for files on their way: over a slow line one stays there for an hour, and each is held whole. */
export class UploadRoom {
  private taken = 0;

  constructor(private readonly bytes = ROOM_BYTES) {}

  /**
   * Answers how to give the room back, once. `announced` is what the sender says that comes; who does not say is given room for the largest.
   * @throws AppError `uploads-busy` 503
   */
  take(announced: number | undefined): () => void {
    const needed = Math.min(announced ?? UPLOAD_BYTES, UPLOAD_BYTES);
    if (this.taken + needed > this.bytes) throw new AppError('uploads-busy', { status: 503 });
    this.taken += needed;
    return () => (this.taken -= needed);
  }
}

/** Of this process, whatever services are in it. */
const room = new UploadRoom();

/** Before a form is read: nothing of the file has been taken from the line then. */
@Injectable()
export class UploadRoomInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const length = headers['content-length'];
    const giveBack = room.take(length === undefined ? undefined : Number(length));
    return next.handle().pipe(finalize(giveBack));
  }
}
