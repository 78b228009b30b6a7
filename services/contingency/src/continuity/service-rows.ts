import type { SqlClient } from '@betang/platform';
import { Table, toRow } from '../database/table.js';
import type { RequiredCompetency } from '../dictionary/required-competency.js';
import type { ServiceToRestore } from './restoration.decision.js';

/** A critical service (layanan kritis) of an agency. */
export interface CriticalService {
  readonly serviceId: string;
  readonly unitId: string;
  readonly name: string;
  readonly longestOutageHours: number;
  readonly leastStaff: number;
  readonly competencies: readonly RequiredCompetency[];
  readonly alternativeSite: string | null;
  readonly dataDependency: string | null;
  /** How it goes on by hand. */
  readonly fallback: string | null;
  readonly ended: boolean;
  readonly revision: number;
}

export const SERVICES = new Table<CriticalService>('critical_service', 'serviceId', { json: ['competencies'] });

const TO_RESTORE = `SELECT s.service_id, s.longest_outage_hours,
    coalesce((SELECT array_agg(d.depends_on_id::text ORDER BY d.depends_on_id) FROM service_dependency AS d WHERE d.service_id = s.service_id), '{}') AS depends_on
  FROM critical_service AS s WHERE NOT s.ended ORDER BY s.service_id`;

/** All critical services with what they depend on. */
export async function loadServices(db: SqlClient): Promise<ServiceToRestore[]> {
  return (await db.query(TO_RESTORE)).map(toRow<ServiceToRestore>);
}
