import { PageQuery, ApiProperty, ApiPropertyOptional } from '@betang/platform';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { HAZARD_CODE } from '../hazards/hazard.dto.js';
import { RequiredCompetencyDto } from '../roles/role.dto.js';
import { CATEGORIES, type Category } from '../resources/resource-rows.js';

export class TemplateRoleDto {
  @IsString() @MinLength(1) @MaxLength(120) readonly field: string;
  @IsString() @MinLength(1) @MaxLength(200) readonly name: string;
  @IsInt() @Min(1) @Max(1_000) readonly people: number;
  @IsInt() @Min(0) @Max(1_000) readonly alternates: number;
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => RequiredCompetencyDto)
  readonly competencies: readonly RequiredCompetencyDto[];
}

export class TemplateNeedDto {
  @IsString() @MinLength(1) @MaxLength(120) readonly field: string;
  @IsIn(CATEGORIES) readonly category: Category;
  @IsString() @MinLength(1) @MaxLength(200) readonly item: string;
  @IsString() @MinLength(1) @MaxLength(40) readonly unit: string;
  @IsInt() @Min(1) @Max(1_000_000_000_000) readonly quantity: number;
}

export class NewTemplateDto {
  @Matches(HAZARD_CODE) readonly hazardCode: string;
  @IsString() @MinLength(5) @MaxLength(300) readonly title: string;
  @ApiProperty({ type: Object, description: 'Sections by code' }) @IsObject() readonly sections: Readonly<
    Record<string, unknown>
  >;
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => TemplateRoleDto)
  readonly roles: readonly TemplateRoleDto[];
  @IsArray()
  @ArrayMaxSize(300)
  @ValidateNested({ each: true })
  @Type(() => TemplateNeedDto)
  readonly needs: readonly TemplateNeedDto[];
}

export class TemplateQuery extends PageQuery {
  @IsOptional() @Matches(HAZARD_CODE) readonly hazardCode?: string;
}

export class TemplateView {
  @ApiProperty({ format: 'uuid' }) readonly templateId: string;
  @ApiProperty({ description: 'Region that offers it' }) readonly region: string;
  @ApiProperty({ enum: ['DRAFT', 'PUBLISHED', 'WITHDRAWN'] }) readonly state: string;
  @ApiProperty({ description: '0: not published' }) readonly publishedVersion: number;
  @ApiProperty() readonly hazardCode: string;
  @ApiProperty() readonly title: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it is to be looked at and published again' })
  readonly reviewReason: string | null;
}

export class TemplatePage {
  @ApiProperty({ type: [TemplateView] }) readonly items: readonly TemplateView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class TemplateDetailView extends TemplateView {
  @ApiProperty({ type: Object }) readonly sections: object;
  @ApiProperty({ type: [TemplateRoleDto] }) readonly roles: readonly TemplateRoleDto[];
  @ApiProperty({ type: [TemplateNeedDto] }) readonly needs: readonly TemplateNeedDto[];
  @ApiProperty({ type: [String], description: 'Codes of its roles that the dictionary of this region does not have' })
  readonly unknownCodes: readonly string[];
}
