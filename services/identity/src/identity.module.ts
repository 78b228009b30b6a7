import { DeliveryHost, MessagingModule } from '@betang/messaging';
import { JobsModule, PlatformModule, RegionConfig } from '@betang/platform';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountsController } from './accounts/accounts.controller.js';
import { ClientsController } from './accounts/clients.controller.js';
import { MeController } from './accounts/me.controller.js';
import { CorrectionsController } from './employees/corrections.controller.js';
import { EmployeesController } from './employees/employees.controller.js';
import { identity } from './identity.definition.js';
import './messages.js';
import { UnitsController } from './organisation/units.controller.js';
import { presentFacts } from './present-facts.js';
import { ImportQueue } from './roster-import/import-queue.js';
import { ImportWork } from './roster-import/import-work.js';
import { RosterImportsController } from './roster-import/roster-imports.controller.js';
import { IdentityKeys } from './sign-in/identity-keys.js';
import { Openid } from './sign-in/openid.js';

/** The register of units and employees, and who may sign in. */
@Module({
  imports: [PlatformModule.forService(identity), MessagingModule.forService(identity), JobsModule.forService(identity)],
  controllers: [
    UnitsController,
    EmployeesController,
    CorrectionsController,
    RosterImportsController,
    AccountsController,
    ClientsController,
    MeController,
  ],
  providers: [
    ImportQueue,
    ImportWork,
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
