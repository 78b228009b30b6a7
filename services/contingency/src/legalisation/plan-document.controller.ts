import {
  Clock,
  CurrentPrincipal,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  preferredLanguage,
  renderPdf,
  type Principal,
  ApiOkResponse,
  ApiProduces,
  NumberPipe,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { HazardKinds, nameOf } from '../hazards/hazard-kinds.js';
import { provinceName, regionName } from '../region-name.js';
import { planDocument } from '../plans/plan-document.js';
import { PLANS } from '../plans/plan-rows.js';
import { Plans } from '../plans/plans.js';
import { loadAnnexes } from './load-annexes.js';

/** The document of a plan's version: as signed where it was legalised, else marked as a draft. */
@ServiceController('contingency', 'plans/:planId/versions/:version/document')
export class PlanDocumentController {
  constructor(
    private readonly plans: Plans,
    private readonly kinds: HazardKinds,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('version', NumberPipe) number: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const plan = await PLANS.get(this.database, planId);
    const version = await this.plans.getVersion(this.database, planId, number);
    const annexes = version.annexes ?? (await loadAnnexes(this.database, planId, this.clock.today()));
    const language = preferredLanguage(accepted);
    // As it was called when it was signed.
    const kinds = await this.kinds.inForce(this.database, version.decreeOn ?? this.clock.today());
    const kind = kinds.get(plan.hazardCode);
    const model = planDocument({
      hazard: kind ? nameOf(kind, language) : plan.hazardCode,
      province: provinceName(this.access.region),
      plan,
      version,
      annexes,
      region: regionName(this.access.region),
      language,
      now: this.clock.now(),
      today: this.clock.today(),
    });
    return downloadOf(await renderPdf(model), `renkon-${plan.hazardCode.toLowerCase()}-v${number}`, 'pdf');
  }
}
