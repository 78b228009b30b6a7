import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeLeft, RETENTION_DAYS, ReceiptsPublished, newId, type EventContract } from '@betang/contracts';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { HandlerRegistry, type HandlerKind } from '../handling/handler-registry.js';
import { pruneArchive } from './archive-pruning.js';

const NOW = new Date('2040-01-01T00:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

describe('an archive whose time is up', () => {
  let region: RegionUnderTest;
  let service: ServiceUnderTest;

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['learning-hours']);
    service = await region.service('learning-hours');
  });
  afterAll(async () => region?.stop());

  let position = 0;
  const archived = async (type: string, age: number) => {
    position += 1;
    await service.query(
      `INSERT INTO archive (type, region, service, audience, epoch, position, id, subject, time, chain, body)
       VALUES ($1, '62', 'identity', 'local', '1.a', $2, $3, 'x', $4, '', '')`,
      [type, position, newId(), daysAgo(age)],
    );
  };
  const kept = async () => {
    const rows = await service.query<{ age: number }>(
      `SELECT round(extract(epoch FROM $1::timestamptz - time) / 86400)::int AS age FROM archive ORDER BY seq`,
      [NOW],
    );
    return rows.map(({ age }) => age);
  };
  const registryOf = (kind: HandlerKind) => {
    const registry = new HandlerRegistry('learning-hours');
    registry.register({ contract: EmployeeLeft as unknown as EventContract, kind, handle: async () => undefined });
    return registry;
  };
  const db = () => ({
    query: service.query,
    execute: async (text: string, values?: unknown[]) => (await service.query(text, values)).length,
  });

  it('is not kept whole by one event of a region whose clock went wrong', async () => {
    await archived(ReceiptsPublished.type, 120);
    await archived(ReceiptsPublished.type, -4_000);
    await archived(ReceiptsPublished.type, 110);
    await archived(ReceiptsPublished.type, 10);
    expect(await pruneArchive(db() as never, registryOf('process'), NOW)).toBe(2);
    expect(await kept()).toEqual([-4_000, 10]);
    await region.sql('TRUNCATE learning_hours.archive_pruned, learning_hours.archive');
    await region.sql('ALTER SEQUENCE learning_hours.archive_seq RESTART');
  });

  it('loses what was for 90 days, keeps the baseline of its projections, and looks at each event once', async () => {
    const years = RETENTION_DAYS[EmployeeLeft.definition.retention];
    await archived(EmployeeLeft.type, years + 10);
    await archived(ReceiptsPublished.type, 200);
    await archived(ReceiptsPublished.type, 91);
    await archived(ReceiptsPublished.type, 89);
    await archived(EmployeeLeft.type, 88);
    expect(await pruneArchive(db() as never, registryOf('projection'), NOW)).toBe(2);
    expect(await kept()).toEqual([years + 10, 89, 88]);
    expect(await pruneArchive(db() as never, registryOf('projection'), NOW)).toBe(0);
    const [place] = await service.query<{ through: string; pruned: string }>(
      `SELECT through, pruned FROM archive_pruned WHERE retention = 'days-90'`,
    );
    expect(place).toEqual({ through: '3', pruned: '2' });
    expect(await pruneArchive(db() as never, registryOf('process'), new Date(NOW.getTime() + 2 * 86_400_000))).toBe(1);
    expect(await kept()).toEqual([years + 10, 88]);
  });
});
