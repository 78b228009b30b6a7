import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  downloadOf,
  preferredLanguage,
  renderPdf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Header, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { visibleUnits, type VisibleUnits } from '../employees/visible-units.js';
import { certificateDocument } from './certificate-document.js';
import { CertificateSchemes, type CertificateScheme } from './certificate-scheme.js';
import {
  CertificatePage,
  CertificateQuery,
  CertificateSchemeDto,
  CertificateSchemePage,
  CertificateSearchDto,
  CertificateSchemeQuery,
  CertificateView,
  ReissueCertificateDto,
  RevokeCertificateDto,
} from './certificate.dto.js';
import { CertificateQueries } from './certificate.queries.js';
import { CertificateViews } from './certificate-views.js';
import { Certificates } from './certificates.js';

const OK = 200;

/** Certificates (sertifikat, STTPP) of sessions of this region. */
@ServiceController('training-catalog', '')
export class CertificatesController {
  constructor(
    private readonly certificates: Certificates,
    private readonly queries: CertificateQueries,
    private readonly schemes: CertificateSchemes,
    private readonly views: CertificateViews,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Get('certificates')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificatePage })
  list(@Query() query: CertificateQuery, @CurrentPrincipal() principal: Principal): Promise<Page<CertificateView>> {
    return this.page(query, principal);
  }

  @Search('certificates/search')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificatePage })
  search(
    @Body() search: CertificateSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CertificateView>> {
    return this.page(search, principal);
  }

  private async page(
    query: CertificateQuery | CertificateSearchDto,
    principal: Principal,
  ): Promise<Page<CertificateView>> {
    const page = await this.queries.page(query, query, this.visible(principal));
    await this.noteReads(
      principal,
      page.items.map(({ employeeId }) => employeeId),
    );
    return { ...page, items: page.items.map((one) => this.views.viewOf(one)) };
  }

  @Get('certificates/:certificateId')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificateView })
  async get(
    @Param('certificateId', ParseUUIDPipe) certificateId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CertificateView> {
    const certificate = await this.queries.get(this.database, certificateId, this.visible(principal));
    await this.noteReads(principal, [certificate.employeeId]);
    return this.views.viewOf(certificate);
  }

  @Get('certificates/:certificateId/file.pdf')
  @Requires('certificates:write')
  @AnswersFile('pdf')
  @Header('cache-control', 'no-store')
  async file(
    @Param('certificateId', ParseUUIDPipe) certificateId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const certificate = await this.queries.get(this.database, certificateId, this.visible(principal));
    await this.noteReads(principal, [certificate.employeeId]);
    const scheme = await this.schemes.of(this.database, certificate.issuedOn);
    const url = this.views.verificationUrl(certificate);
    const pdf = await renderPdf(certificateDocument(certificate, scheme, url, preferredLanguage(accepted)));
    return downloadOf(pdf, `sertifikat-${certificateId}`, 'pdf');
  }

  /** Takes it back, and the completion with it: the hours go too. */
  @Post('certificates/:certificateId/revoke')
  @Requires('certificates:write')
  @ApiOkResponse({ type: CertificateView })
  revoke(
    @Param('certificateId', ParseUUIDPipe) certificateId: string,
    @Body() { reason }: RevokeCertificateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CertificateView>> {
    const visible = this.visible(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.queries.get(tx, certificateId, visible);
        return this.views.viewOf(await this.certificates.revoke(tx, certificateId, reason, principal.subject));
      },
      OK,
    );
  }

  /** Anew under the next number, with the name put right; the old one shows as replaced. */
  @Post('certificates/:certificateId/reissue')
  @Requires('certificates:write')
  @ApiCreatedResponse({ type: CertificateView })
  reissue(
    @Param('certificateId', ParseUUIDPipe) certificateId: string,
    @Body() { reason, holderName }: ReissueCertificateDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CertificateView>> {
    const visible = this.visible(principal);
    return this.idempotency.run(request, async (tx) => {
      await this.queries.get(tx, certificateId, visible);
      const issued = await this.certificates.reissue(tx, certificateId, reason, holderName, principal.subject);
      return this.views.viewOf(issued);
    });
  }

  @Get('certificate-schemes')
  @Requires('training:read')
  @ApiOkResponse({ type: CertificateSchemePage })
  listSchemes(@Query() query: CertificateSchemeQuery): Promise<Page<CertificateScheme>> {
    return this.schemes.page(this.database, query);
  }

  @Post('certificate-schemes')
  @Requires('certificates:write')
  @ApiCreatedResponse({ type: CertificateSchemeDto })
  recordScheme(
    @Body() input: CertificateSchemeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CertificateSchemeDto>> {
    assertMayActOn(principal, 'certificates:write', { region: this.config.region });
    return this.idempotency.run(request, async (tx) => {
      await this.schemes.record(tx, input, principal.subject);
      return input;
    });
  }

  private visible(principal: Principal): VisibleUnits {
    return visibleUnits(principal, 'certificates:write', this.config.region);
  }

  private noteReads(principal: Principal, employees: readonly string[]): Promise<void> {
    const read = { actor: principal.subject, subjects: [...new Set(employees)], purpose: 'certificate' };
    return this.audit.recordRead(this.database, read);
  }
}
