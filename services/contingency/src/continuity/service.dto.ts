import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { RequiredCompetencyDto } from '../roles/role.dto.js';

export class NewServiceDto {
  @ApiProperty({ format: 'uuid', description: 'Unit that gives the service' }) @IsUUID() readonly unitId: string;
  @IsString() @MinLength(3) @MaxLength(200) readonly name: string;
  @ApiProperty({ description: 'Longest tolerable outage, hours' })
  @IsInt()
  @Min(1)
  @Max(8_760)
  readonly longestOutageHours: number;
  @ApiProperty({ description: 'Fewest people that keep it running' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly leastStaff: number;
  @ApiProperty({ type: [RequiredCompetencyDto] })
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => RequiredCompetencyDto)
  readonly competencies: readonly RequiredCompetencyDto[];
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(300) readonly alternativeSite?: string;
  @ApiPropertyOptional({ description: 'Data and systems that it stands on' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  readonly dataDependency?: string;
  @ApiPropertyOptional({ description: 'How it goes on by hand' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  readonly fallback?: string;
}

export class DependencyDto {
  @ApiProperty({ format: 'uuid', description: 'The service that must run first' })
  @IsUUID()
  readonly dependsOnId: string;
}

export class ProtectDto {
  @IsUUID() readonly serviceId: string;
}

export class ServiceQuery extends PageQuery {
  @IsOptional() @IsUUID() readonly unitId?: string;
  @IsOptional() @IsUUID() readonly planId?: string;
}

export class CriticalServiceView {
  @ApiProperty({ format: 'uuid' }) readonly serviceId: string;
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty() readonly longestOutageHours: number;
  @ApiProperty() readonly leastStaff: number;
  @ApiProperty({ type: [RequiredCompetencyDto] }) readonly competencies: readonly RequiredCompetencyDto[];
  @ApiProperty({ type: String, nullable: true }) readonly alternativeSite: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly dataDependency: string | null;
  @ApiProperty({ type: String, nullable: true }) readonly fallback: string | null;
}

export class CriticalServicePage {
  @ApiProperty({ type: [CriticalServiceView] }) readonly items: readonly CriticalServiceView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class RestorationStepView {
  @ApiProperty() readonly step: number;
  @ApiProperty({ format: 'uuid' }) readonly serviceId: string;
  @ApiProperty() readonly name: string;
  @ApiProperty({ format: 'uuid' }) readonly unitId: string;
  @ApiProperty({ description: 'Hours after the event, for itself and for all that wait for it' })
  readonly neededWithinHours: number;
  @ApiProperty({ type: [String] }) readonly dependsOn: readonly string[];
  @ApiProperty({ type: [String] }) readonly awaitedBy: readonly string[];
  @ApiProperty({ description: 'People in place with every competency asked for' }) readonly staffReady: number;
  @ApiProperty() readonly leastStaff: number;
  @ApiProperty({ description: 'Alternates in place with every competency asked for' }) readonly alternatesReady: number;
  @ApiProperty({ description: 'Its own tolerable outage is longer than that of who waits for it' })
  readonly tooLong: boolean;
}

export class RestorationOrder {
  @ApiProperty({ type: [RestorationStepView] }) readonly items: readonly RestorationStepView[];
}

export class CriticalServiceDetail extends CriticalServiceView {
  @ApiProperty({ type: [String] }) readonly dependsOn: readonly string[];
  @ApiProperty({ type: [String] }) readonly awaitedBy: readonly string[];
  @ApiProperty({ description: 'Hours after the event, for itself and for all that wait for it' })
  readonly neededWithinHours: number;
  @ApiProperty({ description: 'People in place with every competency asked for' }) readonly staffReady: number;
  @ApiProperty() readonly alternatesReady: number;
  @ApiProperty({ description: 'Its own tolerable outage is longer than that of who waits for it' })
  readonly tooLong: boolean;
}

export class DependencyView {
  @ApiProperty({ format: 'uuid' }) readonly serviceId: string;
  @ApiProperty({ type: [String] }) readonly dependsOn: readonly string[];
}

export class ProtectedServices {
  @ApiProperty({ type: [String] }) readonly serviceIds: readonly string[];
}
