import { DeliveryConfig } from '@betang/messaging';
import { Setting } from '@betang/platform';
import { IsInt, Max, Min } from 'class-validator';

/** Settings of contingency. */
export class ContingencyConfig extends DeliveryConfig {
  @Setting({
    env: 'BETANG_READINESS_SWEEP_SECONDS',
    description: 'How often the service looks for what expired: competencies, commitments, reviews, plans, retirements',
    type: 'integer',
    default: 300,
    localDefault: 30,
  })
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly readinessSweepSeconds: number;
}
