import { DeliveryConfig } from '@betang/messaging';
import { Setting } from '@betang/platform';
import { IsInt, Max, Min } from 'class-validator';

/** Settings of learning-hours. */
export class LearningHoursConfig extends DeliveryConfig {
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
}
