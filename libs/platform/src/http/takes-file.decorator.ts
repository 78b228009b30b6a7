import { UseInterceptors, applyDecorators, type Type } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-fastify/multipart';

import { ApiBody, ApiConsumes } from '../openapi/declarations.js';
import { FormRefusalInterceptor } from './form-refusal.interceptor.js';
import { UploadRoomInterceptor } from './upload-room.js';

/**
 * An endpoint that takes one file, as the field `file` of a form; `form` says what else stands in it. With `orJson` it may be sent without a file too, as
 * JSON. The handler finds the file by `@UploadedFile()`.
 */
export function TakesFile(
  form: Type<unknown>,
  { orJson = false }: { readonly orJson?: boolean } = {},
): MethodDecorator {
  return applyDecorators(
    UseInterceptors(UploadRoomInterceptor, FormRefusalInterceptor, FileInterceptor('file')),
    ApiConsumes('multipart/form-data', ...(orJson ? ['application/json'] : [])),
    ApiBody({ type: form }),
  );
}
