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
  ApiOkResponse,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { keepProgramme } from '../programmes/programme-keepers.js';
import { programmeView } from '../programmes/programme-view.js';
import { ProgrammeView } from '../programmes/programme-view.dto.js';
import { WithdrawProgrammeDto } from '../programmes/programme.dto.js';
import { Publication } from './publication.js';

const DONE = 200;

/** Programmes on their way out of the region, and back. */
@ServiceController('training-catalog', 'programmes')
export class PublicationController {
  constructor(
    private readonly publication: Publication,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  /** Tells the federation: the programme appears in every region. */
  @Post(':programmeId/publish')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeView })
  publish(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const programme = await this.publication.publish(tx, programmeId, principal.subject);
        await keepProgramme(tx, programmeId, principal);
        return programmeView(programme);
      },
      DONE,
    );
  }

  @Post(':programmeId/withdraw')
  @Requires('training:write')
  @ApiOkResponse({ type: ProgrammeView })
  withdraw(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() { reason }: WithdrawProgrammeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ProgrammeView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => programmeView(await this.publication.withdraw(tx, programmeId, reason, principal.subject)),
      DONE,
    );
  }

  /** Programmes speak for the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}
