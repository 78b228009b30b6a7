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
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Get, Header, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { getOwnEmployee } from '../employees/own-employee.js';
import { certificateDocument } from './certificate-document.js';
import { CertificateSchemes } from './certificate-scheme.js';
import { CertificatePage, type CertificateView } from './certificate.dto.js';
import { CertificateQueries } from './certificate.queries.js';
import { CertificateViews } from './certificate-views.js';

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

  @Get('certificates/:certificateId/file.pdf')
  @Requires('self:read')
  @AnswersFile('pdf')
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
