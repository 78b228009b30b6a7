import { IfGiven, PageQuery, SCOPES, type Scope, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { SCOPE_REQUEST_STATES, type ScopeRequestState } from './scope-request.js';

/** A program's id is the subject of its tokens: it is no account's (a UUID), and not the administrator's of local mode, lest its acts be taken for theirs. */
const CLIENT_ID = /^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)(?!administrator$)[a-z][a-z0-9-]{2,59}$/;

const trim = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** Scopes for a program that signs in as itself. */
export class ClientScopesDto {
  @ApiProperty({ enum: SCOPES, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCOPES.length)
  @IsIn(SCOPES, { each: true })
  readonly scopes: readonly Scope[];

  @ApiPropertyOptional({
    minLength: 10,
    maxLength: 500,
    description: 'What the program needs them for; needed where a second officer decides',
  })
  @IfGiven()
  @Transform(trim)
  @IsString()
  @MinLength(10)
  @MaxLength(500)
  readonly purpose?: string;
}

/** A program that signs in as itself. */
export class NewServiceClientDto extends ClientScopesDto {
  @ApiProperty({ pattern: CLIENT_ID.source, example: 'data-warehouse' })
  @Matches(CLIENT_ID)
  readonly clientId: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name: string;
}

/** A program in which people sign in: a web application, or one for the command line. */
export class NewApplicationDto {
  @ApiProperty({ pattern: CLIENT_ID.source, example: 'portal' })
  @Matches(CLIENT_ID)
  readonly clientId: string;

  @ApiProperty({ maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly name: string;

  @ApiPropertyOptional({ type: [String], description: 'Where people come back to; none for a device application' })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(10)
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'], allow_fragments: false },
    { each: true },
  )
  readonly redirectUris?: readonly string[];
}

/** Why a request for scopes is refused. */
export class RefuseScopesDto {
  @ApiProperty({ minLength: 3, maxLength: 500 })
  @Transform(trim)
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly note: string;
}

export class ScopeRequestQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SCOPE_REQUEST_STATES })
  @IsOptional()
  @IsIn(SCOPE_REQUEST_STATES)
  readonly state?: ScopeRequestState;

  @ApiPropertyOptional({ maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly clientId?: string;
}

/** A request for scopes of a program as shown. */
export class ScopeRequestView {
  @ApiProperty({ format: 'uuid' }) readonly requestId: string;
  @ApiProperty() readonly clientId: string;
  @ApiProperty() readonly clientName: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) readonly scopes: readonly string[];
  @ApiProperty() readonly purpose: string;
  @ApiProperty({ enum: SCOPE_REQUEST_STATES }) readonly state: string;
  @ApiProperty({ description: 'Account or program' }) readonly requestedBy: string;
  @ApiProperty({ format: 'date-time' }) readonly requestedAt: Date;
  @ApiProperty({ type: String, nullable: true, description: 'Account or program' }) readonly decidedBy: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly decidedAt: Date | null;
  @ApiProperty({ type: String, nullable: true }) readonly note: string | null;
}

export class ScopeRequestPage {
  @ApiProperty({ type: [ScopeRequestView] }) readonly items: readonly ScopeRequestView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** A program that signs in as itself, as shown. */
export class ServiceClientView {
  @ApiProperty() readonly clientId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ enum: SCOPES, isArray: true, description: 'What its tokens may say' })
  readonly scopes: readonly string[];
  @ApiProperty({ enum: SCOPES, isArray: true, description: 'What waits for a second officer' })
  readonly requestedScopes: readonly string[];
}

export class ServiceClientPage {
  @ApiProperty({ type: [ServiceClientView] }) readonly items: readonly ServiceClientView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class ServiceClientQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SCOPES, description: 'Programs that have this scope' })
  @IsOptional()
  @IsIn(SCOPES)
  readonly scope?: Scope;

  @ApiPropertyOptional({ maxLength: 60, description: 'Part of the id or the name' })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  readonly search?: string;
}

/** What a program has now, and what waits for a second officer. */
export class ClientScopesView {
  @ApiProperty() readonly clientId: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) readonly scopes: readonly string[];
  @ApiProperty({ type: ScopeRequestView, nullable: true, description: 'Null: nothing waits for a second officer' })
  readonly request: ScopeRequestView | null;
}

export class ServiceClientMadeView extends ClientScopesView {
  @ApiPropertyOptional({ description: 'Told once' }) readonly clientSecret?: string;
}

/** A program by its id. */
export class ClientIdView {
  @ApiProperty() readonly clientId: string;
}

/** A program with another secret. */
export class ClientSecretView extends ClientIdView {
  @ApiPropertyOptional({ description: 'Told once' }) readonly clientSecret?: string;
}

/** A program in which people sign in, as shown. */
export class ApplicationView extends ClientIdView {
  @ApiProperty({ enum: ['SERVICE', 'APPLICATION', 'DEVICE'] }) readonly kind: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ type: [String] }) readonly scopes: readonly string[];
  @ApiProperty({ type: [String], description: 'Where people come back to' }) readonly redirectUris: readonly string[];
}
