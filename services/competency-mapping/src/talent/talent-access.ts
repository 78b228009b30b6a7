import { Audit, RegionConfig, ServiceDatabase, assertMayActOn, type Principal } from '@betang/platform';
import { Injectable } from '@nestjs/common';

/** Who may see and make talent data: the personnel agency of the whole region alone; every look at persons is on record. */
@Injectable()
export class TalentAccess {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  assertOfficer(principal: Principal, scope: 'talent:read' | 'talent:write'): void {
    assertMayActOn(principal, scope, { region: this.config.region });
  }

  noteRead(principal: Principal, people: readonly { readonly employeeId: string }[]): Promise<void> {
    const subjects = people.map(({ employeeId }) => employeeId);
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'talent-management' });
  }
}
