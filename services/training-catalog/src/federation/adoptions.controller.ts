import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  assertMayActOn,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { ProgrammeView } from '../programmes/programme-view.dto.js';
import { keepProgramme } from '../programmes/programme-keepers.js';
import { programmeView } from '../programmes/programme-view.js';
import { Adoptions } from './adoptions.js';

const DONE = 200;

export class AdoptProgrammeDto {
  @ApiProperty({ enum: ['ADOPTED', 'FORKED'], description: 'ADOPTED follows its origin; FORKED goes its own way' })
  @IsIn(['ADOPTED', 'FORKED'])
  readonly kind: 'ADOPTED' | 'FORKED';

  @ApiProperty({ maxLength: 300, description: 'Penyelenggara in this region' })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly organiser: string;

  @ApiProperty({ required: false, description: "The target that it serves here: the region's own, or its province's" })
  @IsOptional()
  @IsUUID()
  readonly developmentTargetId?: string;

  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(300)
  readonly developmentTarget?: string;
}

/** Takes over programmes of other regions, with their provenance. */
@ServiceController('training-catalog', '')
export class AdoptionsController {
  constructor(
    private readonly adoptions: Adoptions,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Post('catalogue/:programmeId/adopt')
  @Requires('training:write')
  @ApiCreatedResponse({ type: ProgrammeView })
  adopt(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: AdoptProgrammeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    const { kind, organiser, developmentTargetId, developmentTarget } = input;
    const target = { developmentTargetId: developmentTargetId ?? null, developmentTarget: developmentTarget ?? null };
    const terms = { kind, organiser, ...target };
    return this.idempotency.run(request, async (tx) => {
      const programme = await this.adoptions.adopt(tx, programmeId, terms, principal.subject);
      await keepProgramme(tx, programme.programmeId, principal);
      return programmeView(programme);
    });
  }

  /** Takes over the newest version of what the programme was adopted from. */
  @Post('programmes/:programmeId/follow-origin')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeView })
  follow(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const programme = await this.adoptions.follow(tx, programmeId, principal.subject);
        await keepProgramme(tx, programmeId, principal);
        return programmeView(programme);
      },
      DONE,
    );
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
