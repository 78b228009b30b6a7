import {
  AppError,
  Clock,
  CurrentPrincipal,
  Requires,
  ServiceController,
  ServiceDatabase,
  type Principal,
  ApiOkResponse,
  ApiProperty,
} from '@betang/platform';
import { Get } from '@nestjs/common';
import { loadPeople } from './load-people.js';
import { lacking, standingOf } from './standing.decision.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import { Rules } from '../rules/rules.js';
import { toRow } from '../database/table.js';
import { RequiredCompetencyDto } from './role.dto.js';

const OWN = `SELECT a.assignment_id, coalesce(a.role_id, a.service_id) AS id, a.kind, a.rank, r.plan_id, coalesce(r.name, s.name) AS name, r.field,
    coalesce(r.competencies, s.competencies) AS competencies, p.title
  FROM assignment AS a LEFT JOIN plan_role AS r ON r.role_id = a.role_id LEFT JOIN plan AS p ON p.plan_id = r.plan_id
  LEFT JOIN critical_service AS s ON s.service_id = a.service_id
 WHERE a.employee_id = $1 AND NOT a.ended AND r.removed IS NOT TRUE AND s.ended IS NOT TRUE AND coalesce(p.state, 'ACTIVE') = 'ACTIVE'
 ORDER BY name, a.assignment_id`;

interface OwnRow {
  readonly assignmentId: string;
  readonly id: string;
  readonly kind: string;
  readonly rank: number;
  readonly planId: string | null;
  readonly title: string | null;
  readonly name: string;
  readonly field: string | null;
  readonly competencies: readonly RequiredCompetency[];
}

export class OwnPartView {
  @ApiProperty({ format: 'uuid' }) readonly assignmentId: string;
  @ApiProperty({ enum: ['HOLDER', 'ALTERNATE'] }) readonly kind: string;
  @ApiProperty() readonly rank: number;
  @ApiProperty({ description: 'Role or critical service' }) readonly name: string;
  @ApiProperty({ type: String, nullable: true }) readonly field: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Null for a critical service' })
  readonly planId: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly planTitle: string | null;
  @ApiProperty({ enum: ['READY', 'UNKNOWN', 'LEFT', 'MOVED', 'RETIRED'] }) readonly standing: string;
  @ApiProperty({ type: [RequiredCompetencyDto], description: 'What is asked for and not there today' })
  readonly lacking: readonly RequiredCompetencyDto[];
}

export class OwnPartList {
  @ApiProperty({ type: [OwnPartView] }) readonly items: readonly OwnPartView[];
}

/** A person's own part in plans and critical services. */
@ServiceController('contingency', 'me')
export class OwnPartController {
  constructor(
    private readonly rules: Rules,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  @Get('assignments')
  @Requires('self:read')
  @ApiOkResponse({ type: OwnPartList })
  async list(@CurrentPrincipal() { employeeId }: Principal): Promise<OwnPartList> {
    if (employeeId === undefined) throw new AppError('forbidden', { status: 403 });
    const today = this.clock.today();
    const rows = (await this.database.query(OWN, [employeeId])).map(toRow<OwnRow>);
    const ages = (await this.rules.book(this.database)).get('retirement.ages', today);
    const people = await loadPeople(this.database, rows, ages);
    const items = rows.flatMap((row): OwnPartView[] => {
      const { assignmentId, id, kind, rank, name, field, planId, title: planTitle, competencies } = row;
      const self = people.get(id)?.find((person) => person.assignmentId === assignmentId);
      if (!self) return [];
      const missing = lacking(self, competencies, today).map(({ competency }) => competency);
      return [
        {
          assignmentId,
          kind,
          rank,
          name,
          field,
          planId,
          planTitle,
          standing: standingOf(self, today),
          lacking: missing,
        },
      ];
    });
    return { items };
  }
}
