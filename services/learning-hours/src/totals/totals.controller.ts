import { CurrentPrincipal, Requires, ServiceController, ServiceDatabase, type Principal } from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiProperty } from '@nestjs/swagger';
import { Clock } from '../clock.js';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY } from '../duty/duty-policy.js';
import { PeopleAccess } from '../people/people-access.js';
import { YearQuery } from '../year-query.js';
import { agencyNames, loadVisibleGroups } from './totals-store.js';
import { totalsByAgency } from './unit-totals.decision.js';

export class BandsView {
  @ApiProperty() readonly none: number;
  @ApiProperty() readonly started: number;
  @ApiProperty() readonly halfway: number;
  @ApiProperty() readonly fulfilled: number;
}

/** Totals of an agency (perangkat daerah) and status; hours are hundredths of a JP. */
export class AgencyTotalsView {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) readonly agencyId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly agencyName: string | null;
  @ApiProperty() readonly employmentStatus: string;
  @ApiProperty() readonly people: number;
  @ApiProperty({ type: BandsView }) readonly bands: BandsView;
  @ApiProperty() readonly counted: number;
  @ApiProperty({ type: [Number] }) readonly byMonth: readonly number[];
}

export class TotalsView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ format: 'date-time' }) readonly asOf: string;
  @ApiProperty({ type: [AgencyTotalsView] }) readonly items: readonly AgencyTotalsView[];
}

/** Fulfilment by agency and status inside the region: small agencies are shown, for whoever reads this may see their people too. */
@ServiceController('learning-hours', 'totals')
export class TotalsController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly access: PeopleAccess,
    private readonly policies: DutyPolicies,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('hours:read')
  @ApiOkResponse({ type: TotalsView })
  async list(@Query() query: YearQuery, @CurrentPrincipal() principal: Principal): Promise<TotalsView> {
    const year = query.year ?? Number(this.clock.today().slice(0, 4));
    const asOf = this.clock.now().toISOString();
    const groups = await loadVisibleGroups(this.database, year, this.access.visibleUnits(principal));
    const names = await agencyNames(this.database);
    const book = await this.policies.book();
    const items = [...groups].flatMap(([employmentStatus, own]) =>
      totalsByAgency(own, book.find(employmentStatus, year) ?? NO_DUTY).map((totals) => ({
        ...totals,
        agencyName: names.get(totals.agencyId ?? '') ?? null,
        employmentStatus,
      })),
    );
    return { year, asOf, items };
  }
}
