import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Post } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { HazardKindList, HazardKindView, NewHazardKindDto } from './hazard.dto.js';
import { HazardKinds, type HazardKind } from './hazard-kinds.js';

/** Kinds of hazards (jenis ancaman): the national lists, and what a region adds. */
@ServiceController('contingency', 'hazard-kinds')
export class HazardKindsController {
  constructor(
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** Those in force today. */
  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: HazardKindList })
  async list(@CurrentPrincipal() principal: Principal): Promise<HazardKindList> {
    this.access.assertReads(principal);
    return { items: [...(await this.kinds.inForce(this.database, this.clock.today())).values()].map(viewOf) };
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: HazardKindView })
  async add(
    @Body() input: NewHazardKindDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<HazardKindView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(request, async (tx) => {
      const kind = await this.kinds.add(tx, { ...input, validTo: input.validTo ?? null });
      const object = { type: 'hazard-kind', id: kind.code };
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'record-hazard-kind',
        object,
        hazards: true,
      });
      return viewOf(kind);
    });
  }
}

function viewOf(kind: HazardKind): HazardKindView {
  const { code, validFrom, origin, revision, validTo, nameId, nameEn, hazardGroup, basis, status } = kind;
  return { code, validFrom, origin, revision, validTo, nameId, nameEn, hazardGroup, basis, status };
}
