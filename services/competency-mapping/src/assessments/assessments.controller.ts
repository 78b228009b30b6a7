import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  RegionConfig,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import { Assessments } from './assessments.js';
import {
  AssessmentQuery,
  AssessmentView,
  EvidencePage,
  NewAssessmentDto,
  RevokeAssessmentDto,
  SelfAssessmentDto,
  type EvidenceView,
  AssessmentRevokedView,
} from './assessment.dto.js';
import type { EvidenceRecord } from '../evidence/evidence-record.js';
import { EVIDENCE_COLUMNS, PROVENANCE_COLUMNS } from '../evidence/evidence-store.js';

const DONE = 200;
const LIST = {
  select: `SELECT ${EVIDENCE_COLUMNS}, ${PROVENANCE_COLUMNS} FROM evidence`,
  sorts: { observedOn: { sql: 'observed_on', type: 'date' }, code: { sql: 'competency_code', type: 'text' } },
  defaultSort: '-observedOn',
  key: { sql: 'evidence_id', type: 'uuid' },
} as const;

/** Assessments and the evidence that they leave. Assessors record in their units, a supervisor for the people below, everyone for oneself. */
@ServiceController('competency-mapping', 'assessments')
export class AssessmentsController {
  constructor(
    private readonly assessments: Assessments,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('assessments:read')
  @ApiOkResponse({ type: EvidencePage })
  async list(@Query() query: AssessmentQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EvidenceView>> {
    const { employeeId } = await this.access.getPerson(principal, 'assessments:read', query.employeeId);
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [employeeId],
      purpose: 'competency-assessment',
    });
    const list = new ListQuery(LIST, query)
      .where('employee_id = ?', employeeId)
      .where('method = ?', query.method)
      .build();
    const page = list.page(await this.database.query<EvidenceRecord & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map(viewOf) };
  }

  @Post()
  @Requires('assessments:write')
  @ApiCreatedResponse({ type: AssessmentView })
  async record(
    @Body() input: NewAssessmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssessmentView>> {
    assertNotOfPeers(input);
    await this.access.getPerson(principal, 'assessments:write', input.employeeId);
    return this.save(input, principal, request);
  }

  /** A supervisor's word on people of the own units; it weighs what the rule gives it. Colleagues are asked by a request. */
  @Post('observations')
  @Requires('competency:read')
  @ApiCreatedResponse({ type: AssessmentView })
  async observe(
    @Body() input: NewAssessmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssessmentView>> {
    assertNotOfPeers(input);
    if (input.method !== 'SUPERVISOR')
      throw new AppError('assessment-refused', { status: 422, errors: [{ field: 'method', code: 'evidence.method' }] });
    if (input.employeeId === principal.employeeId)
      throw new AppError('assessment-refused', {
        status: 422,
        errors: [{ field: 'employeeId', code: 'evidence.of-oneself' }],
      });
    const person = await this.access.getPerson(principal, 'competency:read', input.employeeId);
    if (!this.isSupervisor(principal, person.supervisorId)) throw new AppError('forbidden', { status: 403 });
    return this.save(input, principal, request);
  }

  /** One's own view of oneself. */
  @Post('self')
  @Requires('self:write')
  @ApiCreatedResponse({ type: AssessmentView })
  async assessOneself(
    @Body() { results }: SelfAssessmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssessmentView>> {
    const { employeeId } = await this.access.getOwn(principal);
    const observedOn = this.clock.today();
    const input = { employeeId, method: 'SELF' as const, assessor: 'Penilaian diri', observedOn, results };
    return this.save(input, principal, request);
  }

  @Post(':assessmentId/revoke')
  @Requires('assessments:write')
  @ApiOkResponse({ type: AssessmentRevokedView })
  async revoke(
    @Param('assessmentId', ParseUUIDPipe) assessmentId: string,
    @Body() { reason }: RevokeAssessmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssessmentRevokedView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const employeeId = await this.assessments.getEmployee(tx, assessmentId);
        await this.access.getPerson(principal, 'assessments:write', employeeId);
        await this.assessments.revoke(tx, assessmentId, reason, principal.subject);
        return { assessmentId, revoked: true };
      },
      DONE,
    );
  }

  /** Who holds the role of supervisor over the unit, where identity names no supervisor; else that supervisor alone. */
  private isSupervisor(principal: Principal, supervisorId: string | null): boolean {
    if (supervisorId !== null && principal.employeeId !== undefined) return principal.employeeId === supervisorId;
    return principal.roles.some(({ role, region }) => role === 'supervisor' && region === this.config.region);
  }

  private save(
    input: Pick<NewAssessmentDto, 'employeeId' | 'method' | 'assessor' | 'observedOn' | 'results'> &
      Partial<NewAssessmentDto>,
    principal: Principal,
    request: IdempotentRequest,
  ): Promise<OnceAnswer<AssessmentView>> {
    const assessment = { ...input, validUntil: input.validUntil ?? null, reference: input.reference ?? null };
    return this.idempotency.run(request, async (tx) => {
      const records = await this.assessments.record(tx, assessment, principal.subject);
      return { assessmentId: records[0]!.assessmentId, evidence: records.map(viewOf) };
    });
  }
}

/**
 * What colleagues think becomes evidence through their own answers alone, three at least: one person's word for it would stand for three.
 * Throws `assessment-refused` (422).
 */
function assertNotOfPeers({ method }: Pick<NewAssessmentDto, 'method'>): void {
  if (method !== 'PEER') return;
  const errors = [{ field: 'method', code: 'evidence.by-peer-request' }];
  throw new AppError('assessment-refused', { status: 422, errors });
}

function viewOf({ employeeId: _employeeId, sourceKey: _sourceKey, ...view }: EvidenceRecord): EvidenceView {
  return view;
}
