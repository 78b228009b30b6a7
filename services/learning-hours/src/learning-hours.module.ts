import { DeliveryHost, MessagingModule } from '@betang/messaging';
import { JobsModule, PlatformModule, RegionConfig } from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { Clock, SystemClock } from './clock.js';
import { ConversionRules } from './conversion/conversion-rules.js';
import { RulesController } from './conversion/rules.controller.js';
import { DutyPolicies } from './duty/duty-policies.js';
import { OwnHoursController } from './duty/own-hours.controller.js';
import { PeopleAtRisk } from './duty/people-at-risk.js';
import { PeopleController } from './duty/people.controller.js';
import { YearStatements } from './duty/year-statements.js';
import { LearningHoursConfig } from './learning-hours.config.js';
import { learningHours } from './learning-hours.definition.js';
import { CompletionRevokedHandler } from './ledger/completion-revoked.handler.js';
import { LedgerBooking } from './ledger/ledger-booking.js';
import { LedgerQueries } from './ledger/ledger.queries.js';
import { TrainingCompletedHandler } from './ledger/training-completed.handler.js';
import './messages.js';
import { PeopleAccess } from './people/people-access.js';
import { PersonStateHandlers } from './people/person-state.handlers.js';
import { UnitRecordedHandler } from './people/unit-recorded.handler.js';
import { presentFacts } from './present-facts.js';
import { RecalculationQueue } from './recalculation/recalculation-queue.js';
import { RecalculationWork } from './recalculation/recalculation-work.js';
import { RecalculationsController } from './recalculation/recalculations.controller.js';
import { RuleProposalsController } from './rule-proposals/rule-proposals.controller.js';
import { RuleProposals } from './rule-proposals/rule-proposals.js';
import { Pseudonyms } from './sharing/pseudonyms.js';
import { regionPseudonyms } from './sharing/region-pseudonyms.js';
import { TotalsController } from './totals/totals.controller.js';
import { TotalsPublisher } from './totals/totals-publisher.js';
import { TotalsStatements } from './totals/totals-statements.js';

@Module({
  imports: [
    PlatformModule.forService(learningHours),
    MessagingModule.forService(learningHours),
    JobsModule.forService(learningHours),
  ],
  controllers: [
    OwnHoursController,
    PeopleController,
    TotalsController,
    RulesController,
    RuleProposalsController,
    RecalculationsController,
    TrainingCompletedHandler,
    CompletionRevokedHandler,
    PersonStateHandlers,
    UnitRecordedHandler,
  ],
  providers: [
    { provide: Clock, inject: [RegionConfig], useFactory: (config: RegionConfig) => new SystemClock(config.region) },
    { provide: Pseudonyms, inject: [LearningHoursConfig], useFactory: regionPseudonyms },
    ConversionRules,
    DutyPolicies,
    LedgerBooking,
    LedgerQueries,
    PeopleAccess,
    PeopleAtRisk,
    YearStatements,
    TotalsStatements,
    TotalsPublisher,
    RuleProposals,
    RecalculationWork,
    RecalculationQueue,
  ],
})
export class LearningHoursModule implements OnModuleInit {
  constructor(
    private readonly rules: ConversionRules,
    private readonly policies: DutyPolicies,
    private readonly pseudonyms: Pseudonyms,
    private readonly delivery: DeliveryHost,
  ) {}

  /** Rules and policies are there before the first event is handled. */
  async onModuleInit(): Promise<void> {
    await this.rules.seed();
    await this.policies.seed();
    this.delivery.stateBy(learningHours.name, presentFacts(this.pseudonyms));
  }
}
