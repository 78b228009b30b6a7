import {
  Audit,
  Clock,
  CurrentPrincipal,
  ListQuery,
  RegionConfig,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  type ListDefinition,
  type ListRow,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Query } from '@nestjs/common';
import { standingOf } from '../certificates/certificate-number.decision.js';
import { visibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../employees/reach.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import {
  CertificateElsewherePage,
  CertificateElsewhereQuery,
  CertificateElsewhereSearchDto,
  type CertificateElsewhereView,
} from './certificate-elsewhere.dto.js';

const SELECT = `SELECT c.certificate_id AS "certificateId", c.employee_id AS "employeeId", c.origin_region AS "originRegion", c.told_by AS "toldBy",
    c.told_with AS "toldWith", c.told_with_id AS "toldWithId", c.number, c.completion_id AS "completionId", c.programme_id AS "programmeId", c.title,
    c.organiser, c.path_code AS "pathCode", c.quantity_hundredths AS "quantityHundredths", c.started_on AS "startedOn", c.completed_on AS "completedOn",
    c.issued_on AS "issuedOn", c.expires_on AS "expiresOn", c.standing, c.ended_on AS "endedOn", c.ended_reason AS "endedReason",
    c.replaces_id AS "replacesId", c.verification_url AS "verificationUrl", c.received_at AS "receivedAt", c.changed_at AS "changedAt"
  FROM foreign_certificate AS c LEFT JOIN employee AS e USING (employee_id)`;
const LIST: ListDefinition = {
  select: SELECT,
  sorts: {
    issuedOn: { sql: 'c.issued_on', type: 'date' },
    number: { sql: 'c.number', type: 'text' },
    expiresOn: { sql: `coalesce(c.expires_on, '9999-12-31')`, type: 'date' },
    changedAt: { sql: 'c.changed_at', type: 'timestamptz' },
  },
  defaultSort: '-issuedOn',
  // Two records of one person may each have been told of a certificate before they were joined.
  key: { sql: `c.certificate_id::text || c.employee_id::text`, type: 'text' },
};
/** The same as {@link standingOf}. */
const STANDING = `CASE WHEN c.standing = 'VALID' AND c.expires_on < ?::date THEN 'EXPIRED' ELSE c.standing END`;

type Stored = CertificateElsewhereView & { readonly standing: 'VALID' | 'REVOKED' | 'REPLACED' };

/** Certificates that other regions issued to people of this one. */
@ServiceController('training-catalog', '')
export class CertificatesElsewhereController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get('certificates-elsewhere')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificateElsewherePage })
  list(
    @Query() query: CertificateElsewhereQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CertificateElsewhereView>> {
    return this.page(query, principal);
  }

  @Search('certificates-elsewhere/search')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificateElsewherePage })
  search(
    @Body() search: CertificateElsewhereSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CertificateElsewhereView>> {
    return this.page(search, principal);
  }

  private async page(
    query: CertificateElsewhereQuery & Partial<CertificateElsewhereSearchDto>,
    principal: Principal,
  ): Promise<Page<CertificateElsewhereView>> {
    const { employeeId, originRegion, number, standing, expiresBy } = query;
    const today = this.clock.today();
    const list = new ListQuery(LIST, query)
      .where('c.employee_id = ?', employeeId)
      .where('c.origin_region = ?', originRegion)
      .where('c.number = ?', number)
      .where(`${STANDING} = ?`, today, standing)
      .where(`c.standing = 'VALID' AND c.expires_on <= ?::date`, expiresBy)
      .where(inUnits('e.unit_id'), unitsParameter(visibleUnits(principal, 'certificates:write', this.config.region)))
      .build();
    const page = list.page(await this.database.query<Stored & ListRow>(list.text, list.values));
    const subjects = [...new Set(page.items.map((item) => item.employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'certificate' });
    return { ...page, items: page.items.map((item) => this.viewOf(item)) };
  }

  /** One's own: those that came along from where one served before, and those of sessions elsewhere. Newest first, a thousand at most. */
  @Get('me/certificates-elsewhere')
  @Requires('self:read')
  @ApiOkResponse({ type: CertificateElsewherePage })
  async own(@CurrentPrincipal() principal: Principal): Promise<CertificateElsewherePage> {
    const rows = await this.database.query<Stored>(
      `${SELECT} WHERE c.employee_id = $1 ORDER BY c.issued_on DESC, c.certificate_id DESC LIMIT 1000`,
      [getOwnEmployee(principal)],
    );
    return { items: rows.map((row) => this.viewOf(row)) };
  }

  private viewOf(stored: Stored): CertificateElsewhereView {
    const { standing: state, expiresOn } = stored;
    return { ...stored, standing: standingOf({ state, expiresOn }, this.clock.today()) };
  }
}
