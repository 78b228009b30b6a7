import { DeliveryHost, MessagingModule } from '@betang/messaging';
import { FilesModule, JobsModule, NoticesModule, PlatformModule, RegionConfig } from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { AccountRescueController } from './accounts/account-rescue.controller.js';
import { MeController } from './accounts/me.controller.js';
import { OwnPasswordController } from './accounts/own-password.controller.js';
import { SecondFactor } from './accounts/second-factor.js';
import { SecondFactorRulesController } from './accounts/second-factor-rules.controller.js';
import { SessionsController } from './accounts/sessions.controller.js';
import { ClientsController } from './clients/clients.controller.js';
import { ScopeRequests } from './clients/scope-requests.js';
import { ScopeRequestsController } from './clients/scope-requests.controller.js';
import { CorrectionResolver } from './corrections/correction-resolver.js';
import { restateOwn } from './corrections/correction-store.js';
import { CorrectionsController } from './corrections/corrections.controller.js';
import { RecordMerges } from './corrections/record-merges.js';
import { RecordMergesController } from './corrections/record-merges.controller.js';
import { Disagreements } from './employees/disagreements.js';
import { EmployeeEdits } from './employees/employee-edits.js';
import { EmployeeEditsController } from './employees/employee-edits.controller.js';
import { EmployeesController } from './employees/employees.controller.js';
import { identity } from './identity.definition.js';
import { IdentityKeys } from './keys/identity-keys.js';
import './messages.js';
import { UnitsController } from './organisation/units.controller.js';
import { DataCopies } from './personal-data/data-copies.js';
import { DataCopiesController } from './personal-data/data-copies.controller.js';
import { OwnData } from './personal-data/own-data.js';
import { PersonalDataController } from './personal-data/personal-data.controller.js';
import { presentFacts } from './present-facts.js';
import { PlannedReorganisations } from './reorganisation/planned-reorganisations.js';
import { PlannedReorganisationsController } from './reorganisation/planned-reorganisations.controller.js';
import { UnitTreeController } from './reorganisation/unit-tree.controller.js';
import { ReorganisationsController } from './reorganisation/reorganisations.controller.js';
import { Retention } from './retention/retention.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionSweep } from './retention/retention-sweep.js';
import { ForecastSweep } from './retirement/forecast-sweep.js';
import { RetirementsController } from './retirement/retirements.controller.js';
import { RosterImportQueue } from './roster-import/roster-import-queue.js';
import { ImportWork } from './roster-import/import-work.js';
import { RosterMappingsController } from './roster-import/roster-mappings.controller.js';
import { RosterImportsController } from './roster-import/roster-imports.controller.js';
import { RoleGrants } from './roles/role-grants.js';
import { RoleGrantsController } from './roles/role-grants.controller.js';
import { RoleNotices } from './roles/role-notices.js';
import { RoleRequests } from './roles/role-requests.js';
import { RoleRequestsController } from './roles/role-requests.controller.js';
import { Openid } from './sign-in/openid.js';
import { Reception } from './transfers/reception.js';
import { Release } from './transfers/release.js';
import { TransferNotices } from './transfers/transfer-notices.js';
import { TransferHandlers } from './transfers/transfer.handlers.js';
import { TransferSweep } from './transfers/transfer-sweep.js';
import { TransfersController } from './transfers/transfers.controller.js';
import { UnitImportsController } from './unit-import/unit-imports.controller.js';

/** The register of units and employees, and who may sign in. */
@Module({
  imports: [
    PlatformModule.forService(identity),
    MessagingModule.forService(identity),
    JobsModule.forService(identity),
    NoticesModule.forService(identity),
    FilesModule.forService(identity),
  ],
  controllers: [
    UnitImportsController,
    ReorganisationsController,
    PlannedReorganisationsController,
    UnitTreeController,
    UnitsController,
    EmployeesController,
    EmployeeEditsController,
    CorrectionsController,
    RecordMergesController,
    RetirementsController,
    TransfersController,
    TransferHandlers,
    RosterImportsController,
    RosterMappingsController,
    AccountsController,
    AccountRescueController,
    RoleGrantsController,
    RoleRequestsController,
    SessionsController,
    SecondFactorRulesController,
    ClientsController,
    ScopeRequestsController,
    MeController,
    OwnPasswordController,
    DataCopiesController,
    PersonalDataController,
    RetentionController,
  ],
  providers: [
    { provide: Disagreements, useValue: { restate: restateOwn } satisfies Disagreements },
    EmployeeEdits,
    CorrectionResolver,
    RecordMerges,
    PlannedReorganisations,
    Retention,
    RetentionSweep,
    OwnData,
    DataCopies,
    ForecastSweep,
    Release,
    Reception,
    TransferSweep,
    TransferNotices,
    RosterImportQueue,
    ImportWork,
    SecondFactor,
    ScopeRequests,
    RoleNotices,
    RoleRequests,
    RoleGrants,
    Openid,
    {
      provide: IdentityKeys,
      inject: [RegionConfig],
      useFactory: (config: RegionConfig) => IdentityKeys.open(config.keysDir),
    },
  ],
})
export class IdentityModule implements OnModuleInit {
  constructor(private readonly delivery: DeliveryHost) {}

  onModuleInit(): void {
    this.delivery.stateBy(identity.name, presentFacts);
  }
}
