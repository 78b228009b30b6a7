import type { EmployeeChanged } from '@betang/contracts';
import { yearIn } from '../organisation/effective-day.js';
import type { UnitTreeView } from '../organisation/unit.dto.js';
import { openIdentityOffice, type IdentityOffice } from './identity-office.js';
import { invent, type RosterPerson } from './office-roster.js';

const REGION = '62.03';
export const THIS = yearIn(REGION);
export const LAST = THIS - 1;
export const DECEMBER = `${LAST}-12-10`;
export const JANUARY = `${THIS}-01-01`;

/** What was told of somebody by one event. */
export interface Told {
  readonly type: string;
  readonly years: EmployeeChanged['earlierYears'] | null;
  readonly unitId: string | null;
}

/** People are of an agency that goes by the last letter of their unit, so that what one test does to it is no other's matter. */
const person = (index: number, unit: string, change: Partial<RosterPerson> = {}): RosterPerson =>
  invent(index, { agency: `Dinas Tahun ${unit.at(-1)}`, unit, ...change });

/** Identity with these units, and what is told of the years of its people. */
export function yearsOffice(units: readonly string[]) {
  let opened: IdentityOffice;
  let next = 100;

  /** Oldest first. */
  const told = (employeeId: string) =>
    opened.service.region.sql<Told & Record<string, unknown>>(
      `SELECT split_part(type, '.', 3) AS type, body->'earlierYears' AS years, body->>'unitId' AS "unitId"
         FROM (SELECT type, convert_from(body, 'UTF8')::jsonb AS body, xid, seq FROM identity.outbox WHERE subject = $1) AS t
        ORDER BY xid, seq`,
      [employeeId],
    );
  const someoneNew = (unit: string, change: Partial<RosterPerson> = {}) => person(next++, unit, change);
  const unit = async (name: string) => {
    const all = (tree: readonly UnitTreeView[]): UnitTreeView[] => tree.flatMap((one) => [one, ...all(one.children)]);
    const found = all((await opened.call<UnitTreeView[]>('GET', 'units/tree')).body).find((one) => one.name === name)!;
    return { unitId: found.unitId, agencyId: found.agencyId };
  };
  return {
    office: () => opened,
    open: async () => {
      opened = await openIdentityOffice(REGION);
      await opened.importAll(units.map((name, index) => person(index, name)));
    },
    close: () => opened.stop(),
    told,
    lastTold: async (employeeId: string): Promise<Told> => (await told(employeeId)).at(-1)!,
    countTold: async (employeeId: string) => (await told(employeeId)).length,
    unit,
    /** A new unit below an agency that goes by this letter. */
    createUnit: async (name: string, letter: string) => {
      const { unitId: parentUnitId } = await unit(`Dinas Tahun ${letter}`);
      return (await opened.call<{ unitId: string }>('POST', 'units', { name, parentUnitId })).body.unitId;
    },
    someoneNew,
    /** Somebody on record in a unit, since nobody knows when. */
    somebody: async (unitName: string, change: Partial<RosterPerson> = {}) => {
      const who = someoneNew(unitName, change);
      await opened.importAll([who]);
      return { who, id: await opened.idOf(who.number) };
    },
    edit: async (id: string, body: object) => {
      const { headers } = await opened.call('GET', `employees/${id}`);
      const done = await opened.call('PATCH', `employees/${id}`, body, {
        headers: { 'if-match': headers.get('etag')! },
      });
      if (done.status !== 200) throw new Error(`the edit was refused: ${JSON.stringify(done.body)}`);
    },
    addPast: (id: string, body: object) => opened.call('POST', `employees/${id}/history`, body),
  };
}
