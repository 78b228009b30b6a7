import { Clock, ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { loadPeople } from '../roles/load-people.js';
import { staffingOf } from '../roles/staffing.decision.js';
import { Rules } from '../rules/rules.js';
import { restorationOrder } from './restoration.decision.js';
import type { RestorationStepView } from './service.dto.js';
import { SERVICES, loadServices } from './service-rows.js';

/** In which order critical services come back, and who is in place for each of them today. */
@Injectable()
export class RestorationQueries {
  constructor(
    private readonly rules: Rules,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  async steps(): Promise<RestorationStepView[]> {
    const today = this.clock.today();
    const graph = await loadServices(this.database);
    const rows = await SERVICES.where(this.database, 'NOT ended');
    const services = new Map(rows.map((row) => [row.serviceId, row]));
    const ages = (await this.rules.book(this.database)).get('retirement.ages', today);
    const places = rows.map(({ serviceId: id, competencies }) => ({ id, competencies }));
    const people = await loadPeople(this.database, places, ages);
    const dependsOn = new Map(graph.map((each) => [each.serviceId, each.dependsOn]));
    return restorationOrder(graph).map(({ serviceId, neededWithinHours, awaitedBy }, index) => {
      const { name, unitId, leastStaff, competencies, longestOutageHours } = services.get(serviceId)!;
      const assigned = people.get(serviceId) ?? [];
      const asked = { people: leastStaff, alternates: assigned.length, competencies };
      const { qualified, alternates } = staffingOf({ ...asked, assigned }, today);
      const waits = dependsOn.get(serviceId) ?? [];
      return {
        step: index + 1,
        serviceId,
        name,
        unitId,
        neededWithinHours,
        dependsOn: waits,
        awaitedBy,
        staffReady: qualified,
        alternatesReady: alternates,
        tooLong: longestOutageHours > neededWithinHours,
        leastStaff,
      };
    });
  }
}
