import { identity } from '@betang/identity';
import { EmployeeRegistered, newId, type NewEvent } from '@betang/contracts';
import { MessagingModule, Outbox } from '@betang/messaging';
import { PlatformModule, UnitOfWork } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { queryOnce } from './query-once.js';
import type { BenchRegion } from './bench-region.js';
import { hostServices, type HostedServices } from './hosted-services.js';

const AGENCIES = 20;
const PER_TRANSACTION = 500;

/**
 * Makes so many invented people known to all services of a region, by the events that a roster import writes, and waits until every service has
 * taken them in. Answers their ids.
 */
export async function registerPeople(region: BenchRegion, services: HostedServices, people: number): Promise<string[]> {
  const outbox = services.app.select(MessagingModule.forService(identity)).get(Outbox, { strict: true });
  const unitOfWork = services.app.select(PlatformModule.forService(identity)).get(UnitOfWork, { strict: true });
  const agencies = Array.from({ length: AGENCIES }, () => newId());
  const events = Array.from({ length: people }, (_, index) => registered(index, agencies[index % AGENCIES]!));
  for (let at = 0; at < people; at += PER_TRANSACTION)
    await unitOfWork.run((tx) => outbox.append(tx, events.slice(at, at + PER_TRANSACTION)));
  const known = `SELECT (SELECT count(*) FROM training_catalog.employee) = $1 AND (SELECT count(*) FROM learning_hours.person) = $1
    AND (SELECT count(*) FROM reporting.employee) = $1 AS known`;
  await waitUntil('all services know the people', async () => (await queryOnce(region, known, [people]))[0]!['known'], {
    timeoutMs: 60_000,
    intervalMs: 100,
  });
  return events.map(({ subject }) => subject);
}

/** The same before the region's own process is started: hosts the services for a moment. */
export async function peopleOf(region: BenchRegion, people: number): Promise<string[]> {
  const services = await hostServices(await region.environment());
  try {
    return await registerPeople(region, services, people);
  } finally {
    await services.stop();
  }
}

function registered(index: number, agencyId: string): NewEvent {
  const employeeId = newId();
  return EmployeeRegistered.create({
    subject: employeeId,
    data: {
      employeeId,
      employeeNumber: `19900101${String(index).padStart(10, '0')}`,
      name: `Pegawai Rekaan ${index}`,
      employmentStatus: 'PNS',
      agencyId,
      unitId: agencyId,
      grade: 'III/a',
      positionType: 'PELAKSANA',
      positionName: 'Pengelola Data',
    },
  }) as unknown as NewEvent;
}
