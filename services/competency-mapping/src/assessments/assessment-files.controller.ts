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
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Post, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { ImportAcceptedView } from '../file-import/file-import.dto.js';
import { TableFiles } from '../file-import/table-files.js';
import type { Method } from '../rules/dated-rule.js';
import { ASSESSMENT_FILE } from './assessment-import.js';

const FILE_METHODS = ['ASSESSMENT_CENTER', 'COMPUTER_ASSISTED', 'COMPLEX', 'MEDIUM', 'SIMPLE'] as const;

export class UploadAssessmentsDto extends UploadFileDto {
  @ApiProperty({ enum: FILE_METHODS })
  @IsIn(FILE_METHODS)
  readonly method: Method;

  @ApiProperty({ description: 'Institution that assessed' })
  @IsString()
  @MinLength(2)
  @MaxLength(300)
  readonly assessor: string;

  @ApiPropertyOptional({ format: 'date', description: 'Day of the assessment, where the file has no column for it' })
  @IsOptional()
  @IsDay()
  readonly observedOn?: string;
}

/** Results of assessments as a file. */
@ServiceController('competency-mapping', 'assessment-files')
export class AssessmentFilesController {
  constructor(private readonly files: TableFiles) {}

  @Post()
  @Requires('assessments:write')
  @TakesFile(UploadAssessmentsDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { method, assessor, observedOn }: UploadAssessmentsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    const parameters = { method, assessor, observedOn: observedOn ?? null };
    return this.files.accept(ASSESSMENT_FILE, file, parameters, principal, request);
  }
}
