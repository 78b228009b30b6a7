import { BudgetShareStated } from '@betang/contracts';
import type { EventBatch, ReceivedEvent } from '@betang/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { saveStatements } from './save-statements.js';

/** What regions state of the share of their budgets for the development of civil servants. */
@Controller()
export class BudgetShareStatedHandler {
  @EventPattern(BudgetShareStated, 'projection')
  async handle(events: readonly ReceivedEvent<typeof BudgetShareStated>[], { transaction }: EventBatch): Promise<void> {
    await saveStatements(transaction, 'budget-share', events, ({ fiscalYear, stage, statement, asOf }) => ({
      subject: `${fiscalYear}/${stage}`,
      year: fiscalYear,
      statement,
      asOf,
    }));
  }
}
