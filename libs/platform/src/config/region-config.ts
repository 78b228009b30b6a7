import { IsBoolean, IsIn, IsInt, IsString, IsUrl, Matches, Max, Min } from 'class-validator';

import { Setting } from './setting.js';
import { IsSecureTransport } from './transport-security.js';

/** Settings that every service of a region has in common. A service extends the class with its own. */
export class RegionConfig {
  @Setting({
    env: 'BETANG_REGION',
    description: 'Code of the region (kode wilayah): 62 for a province, 62.03 below it',
  })
  @Matches(/^\d{2}(\.\d{2})?$/, { message: 'region must be a region code such as 62 or 62.03' })
  readonly region: string;

  @Setting({
    env: 'BETANG_MODE',
    description: 'production, or local: plain connections to loopback and the defaults marked local',
    default: 'production',
  })
  @IsIn(['local', 'production'])
  readonly mode: 'local' | 'production';

  @Setting({
    env: 'BETANG_PLAIN_HOSTS',
    description: 'Hosts that may be reached without TLS, separated by commas: those of a private container network',
    type: 'list',
    default: [],
  })
  readonly plainHosts: readonly string[];

  @Setting({ env: 'BETANG_HTTP_HOST', description: 'Address to listen on', default: '127.0.0.1' })
  @IsString()
  readonly httpHost: string;

  @Setting({
    env: 'BETANG_HTTP_PORT',
    description: 'Port to listen on; 0 picks a free one',
    type: 'integer',
    localDefault: 8062,
  })
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly httpPort: number;

  @Setting({
    env: 'BETANG_HTTP_REQUESTS_PER_MINUTE',
    description: 'Requests a minute from one caller (signed-in subject, else address); 0 for no limit',
    type: 'integer',
    default: 1200,
  })
  @IsInt()
  @Min(0)
  readonly httpRequestsPerMinute: number;

  @Setting({
    env: 'BETANG_HTTP_TRUSTED_PROXIES',
    description: 'Addresses or networks of reverse proxies whose X-Forwarded-For counts, separated by commas',
    type: 'list',
    default: [],
  })
  readonly httpTrustedProxies: readonly string[];

  @Setting({
    env: 'BETANG_DATABASE_URL',
    description: 'Host and database of the region; TLS by ?sslmode=verify-full&sslrootcert=<file>',
    localDefault: 'postgres://127.0.0.1:5432/betang',
  })
  @IsSecureTransport()
  readonly databaseUrl: string;

  @Setting({
    env: 'BETANG_DATABASE_PASSWORDS_FILE',
    description: 'JSON file, mode 0600: database role -> password',
  })
  @IsString()
  readonly databasePasswordsFile: string;

  @Setting({
    env: 'BETANG_DATABASE_POOL_SIZE',
    description: 'Database connections of one service at most, beside those for locks and jobs',
    type: 'integer',
    default: 10,
  })
  @IsInt()
  @Min(2)
  @Max(200)
  readonly databasePoolSize: number;

  @Setting({
    env: 'BETANG_MIGRATE_AT_START',
    description:
      'true: a starting service brings its own schema up to date; needs the migrator roles in the passwords file',
    type: 'boolean',
    default: false,
    localDefault: true,
  })
  @IsBoolean()
  readonly migrateAtStart: boolean;

  @Setting({ env: 'BETANG_NATS_URL', description: "The region's own bus", localDefault: 'nats://127.0.0.1:4222' })
  @IsSecureTransport()
  readonly natsUrl: string;

  @Setting({
    env: 'BETANG_NATS_CREDENTIALS',
    description: "File with the service's credentials on the region's bus",
    optional: true,
  })
  @IsString()
  readonly natsCredentials?: string;

  @Setting({
    env: 'BETANG_HUB_URL',
    description: "The province's hub; without it the region stands alone",
    optional: true,
  })
  @IsSecureTransport()
  readonly hubUrl?: string;

  @Setting({
    env: 'BETANG_HUB_CREDENTIALS',
    description: "File with the region's credentials on the hub",
    optional: true,
  })
  @IsString()
  readonly hubCredentials?: string;

  @Setting({ env: 'BETANG_KEYS_DIR', description: "Folder of the region's private keys, mode 0700" })
  @IsString()
  readonly keysDir: string;

  @Setting({
    env: 'BETANG_DATA_DIR',
    description: "Folder of the region's files (evidence, materials)",
    localDefault: '.betang/data',
  })
  @IsString()
  readonly dataDir: string;

  @Setting({ env: 'BETANG_ISSUER_URL', description: 'OpenID provider whose tokens are accepted' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @IsSecureTransport()
  readonly issuerUrl: string;

  @Setting({
    env: 'BETANG_ISSUER_AUDIENCE',
    description: 'What tokens of another OpenID provider are made for',
    default: 'betang',
  })
  @IsString()
  readonly issuerAudience: string;

  @Setting({
    env: 'BETANG_ISSUER_CLAIMS',
    description:
      'Claims of another OpenID provider, separated by commas: role=…,region=…,unit=…,employee=…; without it the claims of ours',
    type: 'list',
    default: [],
  })
  @Matches(/^(role|region|unit|employee)=\S+$/, { each: true })
  readonly issuerClaims: readonly string[];

  @Setting({
    env: 'BETANG_ISSUER_ROLES',
    description: 'Roles of another OpenID provider, separated by commas: theirs=ours; without it they bear our names',
    type: 'list',
    default: [],
  })
  @Matches(/^\S+=[a-z-]+$/, { each: true })
  readonly issuerRoles: readonly string[];

  @Setting({ env: 'BETANG_LOG_LEVEL', description: 'fatal, error, warn, info, debug or trace', default: 'info' })
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

  @Setting({
    env: 'BETANG_STOP_SECONDS',
    description: 'Time to finish work after SIGTERM',
    type: 'integer',
    default: 20,
  })
  @IsInt()
  @Min(1)
  @Max(600)
  readonly stopSeconds: number;

  @Setting({
    env: 'BETANG_TRACES_URL',
    description: 'OTLP/HTTP address for traces; without it none are made',
    optional: true,
  })
  @IsSecureTransport()
  readonly tracesUrl?: string;

  @Setting({
    env: 'BETANG_REDIS_URL',
    description:
      'Redis for job queues, where one is run anyway: rediss://user:password@host:6379/0?sslrootcert=<file>; without it they live in Postgres',
    optional: true,
    secret: true,
  })
  @IsSecureTransport()
  @Matches(/^rediss?:\/\/[^\s/]/, { message: 'must be an address of Redis, redis:// or rediss://' })
  readonly redisUrl?: string;

  @Setting({
    env: 'BETANG_SMTP_URL',
    description:
      'Mail server for notices, smtps://user:password@host or smtp://… with STARTTLS; without it notices show in the application only',
    optional: true,
    secret: true,
  })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['smtp', 'smtps'] })
  readonly smtpUrl?: string;

  @Setting({ env: 'BETANG_SMTP_FROM', description: 'Sender of notices', default: 'Betang <betang@localhost>' })
  @IsString()
  readonly smtpFrom: string;
}
