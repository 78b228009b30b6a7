import {
  AppError,
  CurrentPrincipal,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  type Principal,
} from '@betang/platform';
import { Get } from '@nestjs/common';
import { DeliveryHost } from '../module/delivery-host.js';
import { readRegionProof, type RegionProof } from './region-proof.js';

/** Delivery of the whole region, served by identity, which alone may look into the bookkeeping of all services. */
@ServiceController('identity', 'delivery')
export class RegionOperationsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly host: DeliveryHost,
  ) {}

  /** What was sent, what is confirmed, what is received: the proof that nothing was lost, or why there is none. */
  @Get('region')
  @Requires('operations:read')
  async region(@CurrentPrincipal() principal: Principal): Promise<RegionProof> {
    const { region } = this.config;
    assertMayActOn(principal, 'operations:read', { region });
    const bus = this.host.find('identity')?.ports.local;
    const proof = await readRegionProof(this.database, bus?.connected ? bus.connection : undefined, region);
    if (!proof) throw new AppError('region-not-initialised', { params: { region } });
    return proof;
  }
}
