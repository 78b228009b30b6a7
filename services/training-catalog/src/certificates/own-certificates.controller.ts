import {
  CurrentPrincipal,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  preferredLanguage,
  renderPdf,
  type Page,
  type Principal,
} from '@betang/platform';
import { Get, Header, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { getOwnEmployee } from '../sessions/session-access.js';
import { certificateDocument } from './certificate-document.js';
import { CertificateSchemes } from './certificate-scheme.js';
import {
  CertificateElsewherePage,
  CertificatePage,
  type CertificateElsewhereView,
  type CertificateView,
} from './certificate.dto.js';
import { CertificateQueries } from './certificate.queries.js';
import { CertificateViews } from './certificate-views.js';

const ELSEWHERE = `SELECT c.told FROM certificate_elsewhere AS c JOIN transfer_arrival AS t USING (transfer_id)
  WHERE t.employee_id = $1 AND t.from_region = c.from_region ORDER BY c.told->>'issuedOn' DESC, c.certificate_id LIMIT 1000`;

/** A civil servant's own certificates. */
@ServiceController('training-catalog', 'me')
export class OwnCertificatesController {
  constructor(
    private readonly queries: CertificateQueries,
    private readonly schemes: CertificateSchemes,
    private readonly views: CertificateViews,
    private readonly database: ServiceDatabase,
  ) {}

  @Get('certificates')
  @Requires('self:read')
  @ApiOkResponse({ type: CertificatePage })
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CertificateView>> {
    const page = await this.queries.page(query, { employeeId: getOwnEmployee(principal) }, null);
    return { ...page, items: page.items.map((one) => this.views.viewOf(one)) };
  }

  /** Those that came along from a region where one served before; that region vouches for them. */
  @Get('certificates-elsewhere')
  @Requires('self:read')
  @ApiOkResponse({ type: CertificateElsewherePage })
  async elsewhere(@CurrentPrincipal() principal: Principal): Promise<CertificateElsewherePage> {
    const rows = await this.database.query<{ told: CertificateElsewhereView }>(ELSEWHERE, [getOwnEmployee(principal)]);
    return { items: rows.map(({ told }) => told) };
  }

  @Get('certificates/:certificateId/file.pdf')
  @Requires('self:read')
  @ApiProduces('application/pdf')
  @Header('cache-control', 'no-store')
  async file(
    @Param('certificateId', ParseUUIDPipe) certificateId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const certificate = await this.queries.getOwn(this.database, certificateId, getOwnEmployee(principal));
    const scheme = await this.schemes.of(this.database, certificate.issuedOn);
    const url = this.views.verificationUrl(certificate);
    const pdf = await renderPdf(certificateDocument(certificate, scheme, url, preferredLanguage(accepted)));
    return downloadOf(pdf, `sertifikat-${certificateId}`, 'pdf');
  }
}
