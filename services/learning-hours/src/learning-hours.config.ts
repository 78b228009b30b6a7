import { DeliveryConfig } from '@betang/messaging';
import { IsSecureTransport, Setting, withAmountSettings } from '@betang/platform';
import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';

/** Settings of learning-hours. */
export class LearningHoursConfig extends withAmountSettings(DeliveryConfig) {
  @Setting({
    env: 'BETANG_STATEMENT_SECONDS',
    description: 'Least time between two statements of the same totals to the province',
    type: 'integer',
    default: 5,
  })
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly statementSeconds: number;

  @Setting({
    env: 'BETANG_CLAIM_DAYS',
    description: 'Working days in which a claim of learning hours is to be decided',
    type: 'integer',
    default: 10,
  })
  @IsInt()
  @Min(1)
  @Max(250)
  readonly claimDays: number;

  @Setting({
    env: 'BETANG_CLAIM_LATE_DAYS',
    description: 'Days after the end of a year in which its trainings can still be claimed',
    type: 'integer',
    default: 90,
  })
  @IsInt()
  @Min(0)
  @Max(3_660)
  readonly claimLateDays: number;

  @Setting({
    env: 'BETANG_CLAIM_APPEAL_DAYS',
    description: 'Days after a refusal in which a person can appeal against it (keberatan)',
    type: 'integer',
    default: 14,
  })
  @IsInt()
  @Min(1)
  @Max(366)
  readonly claimAppealDays: number;

  @Setting({
    env: 'BETANG_EVIDENCE_MEGABYTES',
    description: 'Largest evidence file of a claim, in MiB',
    type: 'integer',
    default: 5,
  })
  @IsInt()
  @Min(1)
  @Max(30)
  readonly evidenceMegabytes: number;

  @Setting({
    env: 'BETANG_LATER_USE_DAYS',
    description: 'Days after a webinar or seminar at which its people are asked for later use',
    type: 'integer',
    default: 90,
  })
  @IsInt()
  @Min(1)
  @Max(730)
  readonly laterUseDays: number;

  @Setting({
    env: 'BETANG_SIASN_URL',
    description: 'Base address of the SIASN web service; without it the exchange with BKN is off',
    optional: true,
  })
  @IsOptional()
  @IsSecureTransport()
  readonly siasnUrl?: string;

  @Setting({
    env: 'BETANG_SIASN_GATEWAY_TOKEN_URL',
    description: "Where the gateway's token is asked for",
    optional: true,
  })
  @IsOptional()
  @IsSecureTransport()
  readonly siasnGatewayTokenUrl?: string;

  @Setting({ env: 'BETANG_SIASN_SSO_TOKEN_URL', description: "Where the officer's token is asked for", optional: true })
  @IsOptional()
  @IsSecureTransport()
  readonly siasnSsoTokenUrl?: string;

  @Setting({ env: 'BETANG_SIASN_CONSUMER_KEY', description: "Key of the agency's access to SIASN", optional: true })
  @IsOptional()
  @IsString()
  readonly siasnConsumerKey?: string;

  @Setting({
    env: 'BETANG_SIASN_CONSUMER_SECRET',
    description: "Secret of the agency's access to SIASN",
    optional: true,
    secret: true,
  })
  @IsOptional()
  @IsString()
  readonly siasnConsumerSecret?: string;

  @Setting({ env: 'BETANG_SIASN_CLIENT_ID', description: 'Client at the single sign-on of SIASN', optional: true })
  @IsOptional()
  @IsString()
  readonly siasnClientId?: string;

  @Setting({ env: 'BETANG_SIASN_USER', description: 'Account at the single sign-on of SIASN', optional: true })
  @IsOptional()
  @IsString()
  readonly siasnUser?: string;

  @Setting({
    env: 'BETANG_SIASN_PASSWORD',
    description: 'Password of that account',
    optional: true,
    secret: true,
  })
  @IsOptional()
  @IsString()
  readonly siasnPassword?: string;

  @Setting({
    env: 'BETANG_SIASN_AGENCY_ID',
    description: "SIASN's id of the region's government (instansiId)",
    optional: true,
  })
  @IsOptional()
  @IsString()
  readonly siasnAgencyId?: string;

  @Setting({
    env: 'BETANG_SIASN_REQUESTS_PER_MINUTE',
    description: 'Most requests a minute to SIASN',
    type: 'integer',
    default: 60,
  })
  @IsInt()
  @Min(1)
  @Max(6_000)
  readonly siasnRequestsPerMinute: number;

  @Setting({
    env: 'BETANG_SIASN_RETRY_SECONDS',
    description: 'Seconds after which an exchange goes on that SIASN did not answer',
    type: 'integer',
    default: 60,
  })
  @IsInt()
  @Min(1)
  @Max(3_600)
  readonly siasnRetrySeconds: number;
}
