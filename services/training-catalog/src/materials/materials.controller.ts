import {
  AppError,
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  assertMayActOn,
  dispositionOf,
  fileNameOf,
  mayActOn,
  withFileDigest,
  sentFileName,
  type FileType,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Header, Param, ParseUUIDPipe, Post, Query, StreamableFile, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { AddMaterialDto, MaterialDetailView, MaterialPage, MaterialQuery } from './material.dto.js';
import {
  getMaterial,
  isOffered,
  pageMaterials,
  readableMaterials,
  wasTold,
  type MaterialReach,
} from './material.queries.js';
import { Materials } from './materials.js';

const LIMITS = {
  maxBytes: 50 * 1024 * 1024,
  types: ['pdf', 'docx', 'xlsx', 'pptx', 'jpeg', 'png', 'webp', 'mp4'] satisfies FileType[],
};
const DONE = 200;

/** Materials (bahan ajar) of the region's programmes, by link or file. */
@ServiceController('training-catalog', 'programmes/:programmeId/materials')
export class MaterialsController {
  constructor(
    private readonly materials: Materials,
    private readonly files: Files,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: MaterialPage })
  async list(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() query: MaterialQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<MaterialDetailView>> {
    return pageMaterials(this.database, programmeId, await this.reachOf(principal, programmeId), query);
  }

  @Post()
  @Requires('training:write')
  @TakesFile(AddMaterialDto, { orJson: true })
  @ApiCreatedResponse({ type: MaterialDetailView })
  async add(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @UploadedFile() upload: UploadedMultipartFile | undefined,
    @Body() { title, moduleId, url }: AddMaterialDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MaterialDetailView>> {
    this.assertOfficer(principal);
    const stored = upload?.buffer ? await this.files.put(upload.buffer, LIMITS) : undefined;
    const file = stored && upload ? { ...stored, name: sentFileName(upload.originalname, 'bahan') } : null;
    const material = { title, moduleId: moduleId ?? null, url: url ?? null, file };
    const once = stored ? withFileDigest(request, Buffer.from(stored.sha256, 'hex')) : request;
    return this.idempotency.run(once, (tx) => this.materials.add(tx, programmeId, material, principal.subject));
  }

  @Post(':materialId/remove')
  @Requires('training:write')
  @ApiOkResponse({ type: MaterialDetailView })
  remove(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Param('materialId', ParseUUIDPipe) materialId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MaterialDetailView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      (tx) => this.materials.remove(tx, programmeId, materialId, principal.subject),
      DONE,
    );
  }

  @Get(':materialId/content')
  @Requires('training:read')
  @Header('cache-control', 'private, no-store')
  @Header('x-content-type-options', 'nosniff')
  @AnswersFile(...LIMITS.types)
  async content(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Param('materialId', ParseUUIDPipe) materialId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const reach = await this.reachOf(principal, programmeId);
    const known = reach === 'present' ? await this.presentOrTold(programmeId, materialId) : reach;
    const { fileHash, fileName, mediaType } = await getMaterial(this.database, programmeId, materialId, known);
    if (fileHash === null) throw new AppError('material-not-found', { status: 404 });
    const type = mediaType ?? 'application/octet-stream';
    return new StreamableFile(await this.files.read(fileHash), {
      type,
      disposition: dispositionOf(fileNameOf(fileName ?? '', type, materialId)),
    });
  }

  /**
   * Officers see the materials as they stand; everyone else what was told with the version on offer, and who sits in a session that of its
   * version, also when the programme was changed or withdrawn since. Throws `programme-not-found` (404).
   */
  private async reachOf(principal: Principal, programmeId: string): Promise<MaterialReach> {
    if (mayActOn(principal, 'training:write', { region: this.config.region })) return 'present';
    const told = await readableMaterials(this.database, programmeId, principal.employeeId);
    if (told.length === 0 && !(await isOffered(this.database, programmeId)))
      throw new AppError('programme-not-found', { status: 404 });
    return told;
  }

  /** An officer opens what the catalogue still tells, too. */
  private async presentOrTold(programmeId: string, materialId: string): Promise<MaterialReach> {
    return (await wasTold(this.database, programmeId, materialId)) ? [materialId] : 'present';
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
