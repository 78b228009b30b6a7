import {
  Clock,
  Public,
  RegionConfig,
  ServiceController,
  apiPrefixOf,
  preferredLanguage,
  type Language,
  ApiPropertyOptional,
  AnswersFile,
  ApiOperation,
} from '@betang/platform';
import { findRegion } from '@betang/contracts';
import { Get, Header, Headers, Param, Query } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { CertificateQueries } from './certificate.queries.js';
import { verificationPage } from './verification-page.js';

const TOKEN = /^[A-Za-z0-9_-]{22}$/;

class VerificationQuery {
  @ApiPropertyOptional({ enum: ['id', 'en'], description: 'Default: as the browser prefers' })
  @IsOptional()
  @IsIn(['id', 'en'])
  readonly lang?: Language;
}

/** The public page of a certificate, without signing in. Only who holds the paper knows its address. */
@ServiceController('training-catalog', 'verify')
export class VerificationController {
  constructor(
    private readonly queries: CertificateQueries,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get(':token')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('referrer-policy', 'no-referrer')
  @Header(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
  )
  @ApiOperation({ summary: 'Whether the certificate holds; the same page for one that is not known' })
  @AnswersFile('html')
  async verify(
    @Param('token') token: string,
    @Query() { lang }: VerificationQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<string> {
    const language = lang ?? preferredLanguage(accepted);
    const certificate = TOKEN.test(token) ? await this.queries.byToken(token) : undefined;
    const region = findRegion(this.config.region)?.name ?? this.config.region;
    const path = `${apiPrefixOf('training-catalog')}/verify/${encodeURIComponent(token)}`;
    return verificationPage(certificate, { today: this.clock.today(), language, region, path });
  }
}
