import { Requires, ServiceController, ApiOkResponse, ApiProperty } from '@betang/platform';
import { Get } from '@nestjs/common';
import { DutyPolicies } from '../duty/duty-policies.js';
import { ConversionRules } from './conversion-rules.js';

export class ConversionRuleView {
  @ApiProperty({ example: 'KL06/2018-01-01/1' }) readonly version: string;
  @ApiProperty() readonly pathCode: string;
  @ApiProperty({ enum: ['REFERENCE', 'REGION'] }) readonly origin: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty() readonly unit: string;
  @ApiProperty({ type: Number, nullable: true }) readonly nationalHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly internationalHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly internationalBonusPercent: number | null;
  @ApiProperty({ type: Object, nullable: true }) readonly cap: object | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validTo: string | null;
  @ApiProperty() readonly basis: string;
  @ApiProperty() readonly status: string;
  @ApiProperty({ description: 'This revision ends its row' }) readonly withdrawn: boolean;
}

export class DutyPolicyView {
  @ApiProperty() readonly employmentStatus: string;
  @ApiProperty({ enum: ['REFERENCE', 'REGION'] }) readonly origin: string;
  @ApiProperty() readonly revision: number;
  @ApiProperty({ type: Number, nullable: true }) readonly minimumHundredths: number | null;
  @ApiProperty({ type: Number, nullable: true }) readonly maximumCountedHundredths: number | null;
  @ApiProperty({ format: 'date' }) readonly validFrom: string;
  @ApiProperty({ type: String, format: 'date', nullable: true }) readonly validTo: string | null;
  @ApiProperty() readonly basis: string;
  @ApiProperty() readonly status: string;
  @ApiProperty({ description: 'This revision ends its row' }) readonly withdrawn: boolean;
}

export class ConversionRuleList {
  @ApiProperty({ type: [ConversionRuleView] }) readonly items: readonly ConversionRuleView[];
}

export class DutyPolicyList {
  @ApiProperty({ type: [DutyPolicyView] }) readonly items: readonly DutyPolicyView[];
}

/** The rules by which hours are counted, every revision of them, with their regulation and how sure they are. */
@ServiceController('learning-hours')
export class RulesController {
  constructor(
    private readonly rules: ConversionRules,
    private readonly policies: DutyPolicies,
  ) {}

  @Get('rules')
  @Requires('self:read')
  @ApiOkResponse({ type: ConversionRuleList })
  async listRules(): Promise<ConversionRuleList> {
    return { items: (await this.rules.book()).rules };
  }

  @Get('policies')
  @Requires('self:read')
  @ApiOkResponse({ type: DutyPolicyList })
  async listPolicies(): Promise<DutyPolicyList> {
    return { items: (await this.policies.book()).policies };
  }
}
