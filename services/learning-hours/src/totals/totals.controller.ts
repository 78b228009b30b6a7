import { employmentStatuses } from '@betang/asn';
import {
  Clock,
  CurrentPrincipal,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  type ComputedList,
  type Principal,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Get, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { DutyPolicies } from '../duty/duty-policies.js';
import { NO_DUTY } from '../duty/duty-policy.js';
import { PeopleAccess } from '../people/people-access.js';
import { agencyNames, countNotCounted, loadVisibleGroups } from './totals-store.js';
import { totalsByAgency } from './unit-totals.decision.js';

export class TotalsQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1950, maximum: 2200, description: 'Calendar year; default: this year' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ enum: employmentStatuses })
  @IsOptional()
  @IsIn(employmentStatuses)
  readonly employmentStatus?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Agency (perangkat daerah)' })
  @IsOptional()
  @IsUUID()
  readonly agencyId?: string;
}

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

/** People on the list now who are in no total of the year. */
export class NotCountedView {
  @ApiProperty() readonly people: number;
  @ApiProperty({ description: 'Of these, who was appointed after the year, by the number' })
  readonly appointedLater: number;
}

export class TotalsView {
  @ApiProperty() readonly year: number;
  @ApiProperty({ format: 'date-time' }) readonly asOf: string;
  @ApiProperty({ type: NotCountedView, description: 'Who is on the list now and counts in no total of the year' })
  readonly notCounted: NotCountedView;
  @ApiProperty({ type: [AgencyTotalsView] }) readonly items: readonly AgencyTotalsView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

const LIST: ComputedList<AgencyTotalsView> = {
  sorts: {
    employmentStatus: ({ employmentStatus }) => employmentStatus,
    agencyName: ({ agencyName }) => agencyName ?? '',
    people: ({ people }) => people,
    counted: ({ counted }) => counted,
  },
  defaultSort: 'employmentStatus',
  key: ({ agencyId, employmentStatus }) => `${agencyId ?? ''}/${employmentStatus}`,
};

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
  async list(@Query() query: TotalsQuery, @CurrentPrincipal() principal: Principal): Promise<TotalsView> {
    const year = query.year ?? Number(this.clock.today().slice(0, 4));
    const asOf = this.clock.now().toISOString();
    const visible = this.access.visibleUnits(principal);
    const { employmentStatus: status, agencyId } = query;
    const groups = await loadVisibleGroups(this.database, year, visible);
    const asked = { year, visible, employmentStatus: status, agencyId };
    const notCounted = await countNotCounted(this.database, asked);
    const names = await agencyNames(this.database);
    const book = await this.policies.book();
    const items = [...groups].flatMap(([employmentStatus, own]) =>
      totalsByAgency(own, book.find(employmentStatus, year) ?? NO_DUTY).map((totals) => ({
        ...totals,
        agencyName: names.get(totals.agencyId ?? '') ?? null,
        employmentStatus,
      })),
    );
    const chosen = items
      .filter((row) => status === undefined || row.employmentStatus === status)
      .filter((row) => agencyId === undefined || row.agencyId === agencyId);
    return { year, asOf, notCounted, ...pageOfComputed(chosen, LIST, query) };
  }
}
