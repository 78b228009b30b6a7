import { queryOnce } from '../region/query-once.js';
import type { BenchRegion } from '../region/bench-region.js';

const AGENCIES = 60;
const COMPETENCIES = 9;

/** People of four types of position over sixty agencies, as identity's events would have left them. */
const PEOPLE = `INSERT INTO competency_mapping.person (employee_id, name, employment_status, agency_id, unit_id, position_type, position_name, position_key, state_order)
  SELECT gen_random_uuid(), 'Pegawai Rekaan ' || i, 'PNS', a, a, (ARRAY['EXECUTOR', 'PENGAWAS', 'FUNCTIONAL:AHLI_MUDA', 'ADMINISTRATOR'])[1 + i % 4],
         'Jabatan Rekaan ' || i % 200, 'jabatan rekaan ' || i % 200, 1
    FROM generate_series(1, $1) AS i, LATERAL (SELECT ('00000000-0000-4000-8000-' || lpad((i % ${AGENCIES})::text, 12, '0'))::uuid AS a) AS agency`;

/** Everyone was assessed in all nine competencies, and every other one has a training beside it. */
const EVIDENCE = `INSERT INTO competency_mapping.evidence (evidence_id, employee_id, competency_code, level, method, assessor, observed_on, valid_until, assessment_id, source,
    source_key, rule_version, recorded_by)
  SELECT gen_random_uuid(), p.employee_id, c.code, 1 + (ascii(right(p.employee_id::text, 1)) + n) % 5, m.method, 'UPT Rekaan', date '2026-02-02' + m.days,
         date '2029-02-02', gen_random_uuid(), m.source, m.source || ':' || p.employee_id || ':' || c.code, 'profil-awal', 'bench'
    FROM competency_mapping.person AS p
    CROSS JOIN (SELECT code, (row_number() OVER (ORDER BY code))::integer AS n FROM competency_mapping.competency) AS c
    CROSS JOIN (VALUES ('ASSESSMENT_CENTER', 0, 'IMPORT'), ('TRAINING', 30, 'TRAINING')) AS m(method, days, source)
   WHERE m.source = 'IMPORT' OR n % 2 = 0`;

const MARK = `INSERT INTO competency_mapping.profile_mark (employee_id, cause) SELECT employee_id, 'ASSESSMENT' FROM competency_mapping.person`;

/** Fills competency mapping with people and their evidence; answers how many pieces of evidence there are. Profiles are for the service to compute. */
export async function inventProfiles(region: BenchRegion, people: number): Promise<number> {
  await queryOnce(region, PEOPLE, [people]);
  await queryOnce(region, EVIDENCE);
  await queryOnce(region, 'ANALYZE competency_mapping.person, competency_mapping.evidence');
  await queryOnce(region, MARK);
  const [row] = await queryOnce(region, 'SELECT count(*)::integer AS n FROM competency_mapping.evidence');
  const evidence = row!['n'] as number;
  if (evidence < people * COMPETENCIES) throw new Error(`only ${evidence} pieces of evidence`);
  return evidence;
}
