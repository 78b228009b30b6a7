import { Requires, ServiceController, ApiOkResponse, ApiProperty } from '@betang/platform';
import { Get } from '@nestjs/common';
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

export class ConversionRuleList {
  @ApiProperty({ type: [ConversionRuleView] }) readonly items: readonly ConversionRuleView[];
}

/** The rules by which hours are converted, every revision of them, with their regulation and how sure they are. */
@ServiceController('learning-hours')
export class RulesController {
  constructor(private readonly rules: ConversionRules) {}

  @Get('rules')
  @Requires('self:read')
  @ApiOkResponse({ type: ConversionRuleList })
  async listRules(): Promise<ConversionRuleList> {
    return { items: (await this.rules.book()).rules };
  }
}
