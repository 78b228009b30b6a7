import { MessagingModule } from '@betang/messaging';
import { JobsModule, PlatformModule } from '@betang/platform';
import { Module } from '@nestjs/common';
import { CorrectionsController } from './employees/corrections.controller.js';
import { EmployeesController } from './employees/employees.controller.js';
import { identity } from './identity.definition.js';
import './messages.js';
import { UnitsController } from './organisation/units.controller.js';
import { ImportQueue } from './roster-import/import-queue.js';
import { ImportWork } from './roster-import/import-work.js';
import { RosterImportsController } from './roster-import/roster-imports.controller.js';

/** The register of units and employees, and who may sign in. */
@Module({
  imports: [PlatformModule.forService(identity), MessagingModule.forService(identity), JobsModule.forService(identity)],
  controllers: [UnitsController, EmployeesController, CorrectionsController, RosterImportsController],
  providers: [ImportQueue, ImportWork],
})
export class IdentityModule {}
