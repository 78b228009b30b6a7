import { BadRequestException, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { catchError, throwError } from 'rxjs';
import type { Observable } from 'rxjs';

import { AppError } from '../errors/app-error.js';

/** What reads forms says only that a request is bad: a part of another name, a second file, a form that ends early. This says what is taken. */
@Injectable()
export class FormRefusalInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError((error: unknown) => throwError(() => named(error))));
  }
}

function named(error: unknown): unknown {
  return error instanceof BadRequestException
    ? new AppError('form-refused', { status: 400, field: 'file', cause: error })
    : error;
}
