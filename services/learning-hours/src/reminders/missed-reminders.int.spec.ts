import { Audit, Notices } from '@betang/platform';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import '../messages.js';
import { people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { Reminders } from './reminders.js';

const OFFICER = { subject: 'petugas-1', employeeId: '00000000-0000-7000-8000-00000000000a' };
const DUTY = { below: 'duty', active: true } as const;
let service: ServiceUnderTest;
let reminders: Reminders;
let person: string;

beforeEach(async () => {
  service = await ServiceUnderTest.start();
  const { unitOfWork } = service.database;
  const config = { region: '62.03' } as never;
  reminders = new Reminders(unitOfWork, service.policies, new Notices(false), new Audit(), service.clock, config);
  [person] = people(1) as [string];
  await service.receive(registered(service, person, {}, '2025-01-10T02:00:00.000Z'));
  for (const year of [2025, 2026])
    await service.rows(
      `INSERT INTO person_year (employee_id, year, employment_status, in_service) VALUES ($1, $2, 'PNS', true)
       ON CONFLICT (employee_id, year) DO NOTHING`,
      [person, year],
    );
  const dates = [
    { month: 6, day: 1, ...DUTY },
    { month: 12, day: 20, ...DUTY },
  ];
  await unitOfWork.run((tx) => reminders.set(tx, dates, OFFICER));
  await service.rows(`UPDATE reminder_date SET set_at = '2025-01-02'`);
});
afterEach(() => service.stop());

const sweepOn = async (day: string) => {
  service.clock.set(`${day}T01:00:00Z`);
  await reminders.runDue();
};
const told = (recipient: string) =>
  service.rows<{ code: string; params: object }>(
    `SELECT code, params FROM notice WHERE recipient_id = $1 ORDER BY notice_id`,
    [recipient],
  );
const missed = async () =>
  (await reminders.listRuns(service.database, null, 10))
    .filter(({ missedAt }) => missedAt !== null)
    .map(({ dueOn, people: reached }) => [dueOn, reached])
    .sort();

describe('a reminder of December that was missed over New Year', () => {
  it('is sent to nobody, shown as missed, and told once to whoever set it', async () => {
    await sweepOn('2025-06-01');
    expect(await told(person)).toHaveLength(1);
    for (const day of ['2026-01-02', '2026-01-03']) await sweepOn(day);
    expect(await told(person)).toHaveLength(1);
    expect(await missed()).toEqual([['2025-12-20', 0]]);
    expect(await told(OFFICER.employeeId)).toEqual([{ code: 'reminder-missed', params: { dueOn: '2025-12-20' } }]);
  });

  it('is sent late as long as its year lasts', async () => {
    await sweepOn('2025-06-01');
    await sweepOn('2025-12-31');
    expect((await told(person)).map(({ code }) => code)).toEqual(['hours-missing', 'hours-missing']);
    await sweepOn('2026-01-01');
    expect([await missed(), await told(OFFICER.employeeId)]).toEqual([[], []]);
  });

  it('is not gone on with in January where it was begun in December', async () => {
    const [date] = (await reminders.list(service.database)).slice(-1);
    const begun = {
      reminderId: date!.reminderId,
      year: 2025,
      dueOn: '2025-12-20',
      below: 'duty',
      by: 'reminders',
    } as const;
    const runId = await service.database.unitOfWork.run((tx) => reminders.begin(tx, begun));
    service.clock.set('2026-01-01T01:00:00Z');
    expect(await reminders.send(runId)).toBe(0);
    await sweepOn('2026-01-01');
    expect(await missed()).toEqual([
      ['2025-06-01', 0],
      ['2025-12-20', 0],
    ]);
    expect(await told(person)).toEqual([]);
  });
});

describe('a run by hand that a year ended on', () => {
  it('is shown as missed, and nobody more is told', async () => {
    const byHand = { reminderId: null, year: 2025, dueOn: '2025-12-31', below: 'duty', by: OFFICER.subject } as const;
    const runId = await service.database.unitOfWork.run((tx) => reminders.begin(tx, byHand));
    service.clock.set('2026-01-01T01:00:00Z');
    expect([await reminders.send(runId), await missed()]).toEqual([0, [['2025-12-31', 0]]]);
  });
});

describe('a reminder that was missed for longer than it is sent late', () => {
  it('is told of too', async () => {
    await sweepOn('2025-07-01');
    expect(await told(person)).toEqual([]);
    expect(await told(OFFICER.employeeId)).toEqual([{ code: 'reminder-missed', params: { dueOn: '2025-06-01' } }]);
  });
});
