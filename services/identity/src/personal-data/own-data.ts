import { RegionConfig, ServiceDatabase, SERVICE_NAMES, apiPrefixOf, type Principal } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { findAccount, listGrants } from '../accounts/account-store.js';
import { loadOverruled } from '../employees/overruled-values.js';
import { findEmployee } from '../employees/employee.queries.js';
import { loadPeriods } from '../employees/period-store.js';
import { yearIn } from '../organisation/effective-day.js';
import { loadRoleRequestsOf } from '../roles/role-request-store.js';
import { loadRequests } from './correction-requests.js';
import { ownRecords } from '../data-copies/own-records.js';
import type { DataCopy } from './personal-data.dto.js';

/** What identity itself keeps of a person. */
@Injectable()
export class OwnData {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  async of(who: Principal, now = new Date()): Promise<DataCopy> {
    const account = who.kind === 'person' ? ((await findAccount(this.database, who.subject)) ?? null) : null;
    const own = who.employeeId;
    const found = own === undefined ? undefined : await findEmployee(this.database, own, null);
    return {
      madeAt: now.toISOString(),
      account,
      roles: account === null ? [] : await listGrants(this.database, who.subject),
      roleRequests: account === null ? [] : await loadRoleRequestsOf(this.database, who.subject),
      employee: found?.view ?? null,
      history: own === undefined ? [] : await loadPeriods(this.database, own),
      overruledValues: own === undefined ? [] : await loadOverruled(this.database, [own]),
      correctionRequests: own === undefined ? [] : await loadRequests(this.database, own),
      elsewhere:
        own === undefined
          ? SERVICE_NAMES.map((service) => `${apiPrefixOf(service)}/me/data-accesses`)
          : ownRecords(yearIn(this.config.region, now)).map(({ path }) => path),
    };
  }
}
