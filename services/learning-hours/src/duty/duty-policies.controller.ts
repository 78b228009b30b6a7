import { Requires, ServiceController, ApiOkResponse, ApiProperty } from '@betang/platform';
import { Get } from '@nestjs/common';
import { DutyPolicies } from './duty-policies.js';

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

export class DutyPolicyList {
  @ApiProperty({ type: [DutyPolicyView] }) readonly items: readonly DutyPolicyView[];
}

/** The policies that say how many hours are due, every revision of them, with their regulation and how sure they are. */
@ServiceController('learning-hours')
export class DutyPoliciesController {
  constructor(private readonly policies: DutyPolicies) {}

  @Get('policies')
  @Requires('self:read')
  @ApiOkResponse({ type: DutyPolicyList })
  async listPolicies(): Promise<DutyPolicyList> {
    return { items: (await this.policies.book()).policies };
  }
}
