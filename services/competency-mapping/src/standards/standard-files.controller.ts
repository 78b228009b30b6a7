import {
  CurrentPrincipal,
  OnceRequest,
  Requires,
  ServiceController,
  TakesFile,
  UploadFileDto,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiAcceptedResponse,
} from '@betang/platform';
import { Body, Post, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import { STANDARD_FILE } from './standard-import.js';

/** Job standards as a file. */
@ServiceController('competency-mapping', 'standard-files')
export class StandardFilesController {
  constructor(private readonly files: TableFiles) {}

  @Post()
  @Requires('competency:write')
  @TakesFile(UploadFileDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: UploadFileDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    return this.files.accept(STANDARD_FILE, file, {}, principal, request);
  }
}
