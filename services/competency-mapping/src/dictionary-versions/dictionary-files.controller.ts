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
  ApiProperty,
} from '@betang/platform';
import { Body, Post, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { IsUUID } from 'class-validator';
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import { DICTIONARY_FILE } from './dictionary-import.js';

export class UploadDictionaryDto extends UploadFileDto {
  @ApiProperty({ format: 'uuid', description: 'The draft that the rows go into' })
  @IsUUID()
  readonly dictionaryId: string;
}

/** Competencies and behaviours for a draft, as a file. */
@ServiceController('competency-mapping', 'dictionary-files')
export class DictionaryFilesController {
  constructor(private readonly files: TableFiles) {}

  @Post()
  @Requires('competency:write')
  @TakesFile(UploadDictionaryDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { dictionaryId }: UploadDictionaryDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    return this.files.accept(DICTIONARY_FILE, file, { dictionaryId }, principal, request);
  }
}
