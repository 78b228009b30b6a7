import { CertificateFingerprintStated, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { ServiceDatabase, UnitOfWork, restBehindOthers, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { allCertificateNumbersOf } from '../ledger/certificate-corrections.js';
import { certificateFingerprint } from './certificate-fingerprint.decision.js';
import { overlapOf, sameCertificate, type Candidate, type DoubleFound } from './find-doubles.decision.js';
import { takeMarks, type Mark } from './take-marks.decision.js';

/** Completions looked at in one turn: the watch runs beside the booking and must not take its time. */
const COMPLETIONS_A_TURN = 40;
/** Turns one after the other while there is more to look at; between them others have their turn. */
const TURNS = 120;
/** The watch rests up to this many times as long as it worked: what it finds is no matter of seconds, and while it writes it hides what is booked meanwhile. */
const REST = 6;

const MARKED = 'SELECT EXISTS (SELECT 1 FROM ledger_mark) AS marked';
const ONE_AT_A_TIME = `SELECT pg_try_advisory_xact_lock(hashtextextended('learning-hours.doubles', 0)) AS mine`;

/** The oldest marks that make up a turn; the last of them may hold more. */
const DUE = `SELECT mark::text AS mark, completion_ids AS "completionIds" FROM (
  SELECT mark, completion_ids, sum(cardinality(completion_ids)) OVER (ORDER BY mark) - cardinality(completion_ids) AS before FROM
    (SELECT * FROM ledger_mark ORDER BY mark LIMIT $1) AS oldest) AS due WHERE before < $1`;

const ALL_CERTIFICATE_NUMBERS = allCertificateNumbersOf('first');

/** The marked completions as they stand now. A reversal is the line after what it reverses, so the last line tells. */
const TOUCHED = `SELECT first.completion_id AS "completionId", first.employee_id AS "employeeId", first.path_code AS "pathCode", first.title,
       first.organiser, first.started_on AS "startedOn", first.completed_on AS "completedOn", ${ALL_CERTIFICATE_NUMBERS} AS "certificateNumbers",
       (SELECT e.ordinal % 2 = 1 FROM ledger_entry AS e WHERE e.completion_id = first.completion_id ORDER BY e.ordinal DESC LIMIT 1) AS "inForce"
  FROM ledger_entry AS first WHERE first.completion_id = ANY($1::uuid[]) AND first.ordinal = 1`;

const END_MARKS = 'DELETE FROM ledger_mark WHERE mark = ANY($1::bigint[])';
const SHORTEN_MARK = 'UPDATE ledger_mark SET completion_ids = $2::uuid[] WHERE mark = $1::bigint';

const WRITE_USES = `INSERT INTO certificate_use AS c (completion_id, fingerprint, employee_id, title, completed_on, in_force)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::date[], $6::boolean[])
  ON CONFLICT (completion_id, fingerprint) DO UPDATE SET in_force = excluded.in_force WHERE c.in_force <> excluded.in_force`;

const USES = `SELECT fingerprint, completion_id AS "completionId", employee_id AS "employeeId", '' AS "pathCode", title,
    completed_on AS "startedOn", completed_on AS "completedOn"
  FROM certificate_use WHERE in_force AND fingerprint = ANY($1::text[])`;

// Person by person (OFFSET holds the planner to it): of a ledger that has grown faster than its statistics it would read all.
const NEIGHBOURS = `SELECT e.completion_id AS "completionId", e.employee_id AS "employeeId", e.path_code AS "pathCode", e.title,
    e.started_on AS "startedOn", e.completed_on AS "completedOn"
  FROM (SELECT i, min(f) AS f, max(t) AS t FROM unnest($1::uuid[], $2::date[], $3::date[]) AS u(i, f, t) GROUP BY i) AS p
 CROSS JOIN LATERAL (SELECT * FROM ledger_entry AS l
   WHERE l.employee_id = p.i AND l.started_on <= p.t AND l.completed_on >= p.f AND l.reverses_entry_id IS NULL OFFSET 0) AS e
 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry AS r WHERE r.reverses_entry_id = e.entry_id)`;

const WRITE_FINDINGS = `INSERT INTO double_finding (finding_id, kind, completion_id, employee_id, other_completion_id, other_employee_id)
  SELECT i, k, c, e, o, p FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[]) AS u(i, k, c, e, o, p)
   WHERE NOT EXISTS (SELECT 1 FROM double_finding AS f WHERE f.completion_id = u.o AND f.other_completion_id = u.c)
  ON CONFLICT DO NOTHING`;

const END_FINDINGS = `UPDATE double_finding SET state = 'GONE' WHERE state = 'OPEN' AND (completion_id = ANY($1::uuid[]) OR other_completion_id = ANY($1::uuid[]))`;

/** Answers the fingerprints whose number of uses differs from what the province was told last. */
const STATE = `INSERT INTO certificate_statement AS s (fingerprint, uses, statement)
  SELECT f, (SELECT count(*) FROM certificate_use AS c WHERE c.fingerprint = f AND c.in_force), 1 FROM unnest($1::text[]) AS f
  ON CONFLICT (fingerprint) DO UPDATE SET uses = excluded.uses, statement = s.statement + 1 WHERE s.uses <> excluded.uses
  RETURNING fingerprint, uses, statement`;

interface Touched extends Candidate {
  readonly organiser: string;
  /** The number now and those before it: whoever names an old one names the same training. */
  readonly certificateNumbers: readonly string[];
  readonly inForce: boolean;
}

type Fingerprints = ReadonlyMap<string, readonly string[]>;

type Use = Candidate & { readonly fingerprint: string };

/** The fingerprints of each completion that names a certificate. */
function fingerprintsOf(touched: readonly Touched[]): Map<string, readonly string[]> {
  const fingerprints = new Map<string, readonly string[]>();
  for (const { completionId, organiser, certificateNumbers } of touched) {
    const found = certificateNumbers.flatMap((number) => certificateFingerprint(organiser, number) ?? []);
    if (found.length > 0) fingerprints.set(completionId, [...new Set(found)]);
  }
  return fingerprints;
}

/**
 * Looks at new lines of the ledger some time after they were written: who has one certificate twice, or two classes on one day; and tells the
 * province of certificates by their fingerprint alone. Booking leaves a mark and waits for nothing.
 */
@Injectable()
export class CertificateWatch {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** Looks until there is nothing new or the service stops, for some turns at most; answers how many completions it looked at. */
  async look(isStopping: () => boolean): Promise<number> {
    // Nearly every look while all is quiet finds nothing: it opens no transaction for that.
    const [found] = await this.database.query<{ marked: boolean }>(MARKED);
    if (!found!.marked) return 0;
    let looked = 0;
    for (let turn = 0; turn < TURNS && !isStopping(); turn++) {
      const began = performance.now();
      const inTurn = await this.turn();
      looked += inTurn;
      if (inTurn === 0) break;
      await restBehindOthers(performance.now() - began, REST);
    }
    return looked;
  }

  /**
   * One turn; answers how many completions it looked at, 0 also when another process is at it. All that is read is read before the first write:
   * an open transaction that has written hides every later event of the region until it ends.
   */
  turn(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const [lock] = await tx.query<{ mine: boolean }>(ONE_AT_A_TIME);
      if (!lock?.mine) return 0;
      const marks = await tx.query<Mark>(DUE, [COMPLETIONS_A_TURN]);
      if (marks.length === 0) return 0;
      const { completionIds, settled, begun } = takeMarks(marks, COMPLETIONS_A_TURN);
      const touched = await tx.query<Touched>(TOUCHED, [[...new Set(completionIds)]]);
      const fingerprints = fingerprintsOf(touched);
      const inForce = touched.filter((one) => one.inForce);
      const found = [
        ...(await this.findCertificates(tx, touched, fingerprints)),
        ...(await this.findOverlaps(tx, inForce)),
      ];
      // Sent together, in this order: what is written first must not wait for this process to think of the rest.
      await Promise.all([
        tx.execute(END_MARKS, [settled]),
        begun && tx.execute(SHORTEN_MARK, [begun.mark, begun.completionIds]),
        this.recordUses(tx, touched, fingerprints),
        this.writeFindings(tx, found),
        this.endFindings(tx, touched),
        this.tellProvince(tx, [...new Set([...fingerprints.values()].flat())]),
      ]);
      return touched.length;
    });
  }

  private async recordUses(tx: Transaction, touched: readonly Touched[], fingerprints: Fingerprints): Promise<void> {
    const using = touched.flatMap((one) =>
      (fingerprints.get(one.completionId) ?? []).map((fingerprint) => ({ ...one, fingerprint })),
    );
    if (using.length === 0) return;
    await tx.execute(WRITE_USES, [
      using.map(({ completionId }) => completionId),
      using.map(({ fingerprint }) => fingerprint),
      using.map(({ employeeId }) => employeeId),
      using.map(({ title }) => title),
      using.map(({ completedOn }) => completedOn),
      using.map(({ inForce }) => inForce),
    ]);
  }

  /** Who else uses the certificates of the touched completions: by what is on record, and by the touched ones as they stand now. */
  private async findCertificates(
    tx: Transaction,
    touched: readonly Touched[],
    fingerprints: Fingerprints,
  ): Promise<DoubleFound[]> {
    const known = await tx.query<Use>(USES, [[...new Set([...fingerprints.values()].flat())]]);
    const renewed = new Set(touched.map(({ completionId }) => completionId));
    const fresh = touched.flatMap((one): Use[] => {
      const own = one.inForce ? (fingerprints.get(one.completionId) ?? []) : [];
      return own.map((fingerprint) => ({ ...one, fingerprint, pathCode: '', startedOn: one.completedOn }));
    });
    const byFingerprint = new Map<string, Candidate[]>();
    for (const use of [...known.filter(({ completionId }) => !renewed.has(completionId)), ...fresh]) {
      const users = byFingerprint.get(use.fingerprint);
      if (users) users.push(use);
      else byFingerprint.set(use.fingerprint, [use]);
    }
    return fresh.flatMap((use) => sameCertificate(use, byFingerprint.get(use.fingerprint) ?? []));
  }

  private async findOverlaps(tx: Transaction, fresh: readonly Touched[]): Promise<DoubleFound[]> {
    const neighbours = await tx.query<Candidate>(NEIGHBOURS, [
      fresh.map(({ employeeId }) => employeeId),
      fresh.map(({ startedOn }) => startedOn),
      fresh.map(({ completedOn }) => completedOn),
    ]);
    const byPerson = new Map<string, Candidate[]>();
    for (const one of neighbours) byPerson.set(one.employeeId, [...(byPerson.get(one.employeeId) ?? []), one]);
    return fresh.flatMap((completion) =>
      (byPerson.get(completion.employeeId) ?? []).flatMap((other) => {
        const kind = overlapOf(completion, other);
        return kind ? [{ kind, completion, other }] : [];
      }),
    );
  }

  /** A pair is found once: by its certificate rather than by its days. */
  private async writeFindings(tx: Transaction, found: readonly DoubleFound[]): Promise<void> {
    const pairs = new Map<string, DoubleFound>();
    for (const one of found) {
      const key = [one.completion.completionId, one.other.completionId].sort().join('/');
      if (!pairs.has(key)) pairs.set(key, one);
    }
    const findings = [...pairs.values()];
    if (findings.length === 0) return;
    await tx.execute(WRITE_FINDINGS, [
      findings.map(() => newId()),
      findings.map(({ kind }) => kind),
      findings.map(({ completion }) => completion.completionId),
      findings.map(({ completion }) => completion.employeeId),
      findings.map(({ other }) => other.completionId),
      findings.map(({ other }) => other.employeeId),
    ]);
  }

  private async endFindings(tx: Transaction, touched: readonly Touched[]): Promise<void> {
    const gone = touched.filter((one) => !one.inForce);
    if (gone.length > 0) await tx.execute(END_FINDINGS, [gone.map(({ completionId }) => completionId)]);
  }

  private async tellProvince(tx: Transaction, fingerprints: readonly string[]): Promise<void> {
    if (fingerprints.length === 0) return;
    const stated = await tx.query<{ fingerprint: string; uses: number; statement: number }>(STATE, [fingerprints]);
    await this.outbox.append(
      tx,
      stated.map(
        (data) => CertificateFingerprintStated.create({ subject: data.fingerprint, data }) as unknown as NewEvent,
      ),
    );
  }
}
