import {
  IsDay,
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
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import { TARGET_FILE } from './target-import.js';

export class UploadTargetsDto extends UploadFileDto {
  @ApiProperty({ format: 'date', description: 'First day of the planning period' })
  @IsDay()
  readonly validFrom: string;

  @ApiProperty({ format: 'date', description: 'Last day of the planning period' })
  @IsDay()
  readonly validTo: string;
}

/** The RPJMD's tables as a file. */
@ServiceController('competency-mapping', 'target-files')
export class TargetFilesController {
  constructor(private readonly files: TableFiles) {}

  @Post()
  @Requires('targets:write')
  @TakesFile(UploadTargetsDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { validFrom, validTo }: UploadTargetsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    return this.files.accept(TARGET_FILE, file, { validFrom, validTo }, principal, request);
  }
}
