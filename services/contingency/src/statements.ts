import {
  ContingencyPlanStated,
  DrillStated,
  HazardStated,
  ReadinessStated,
  type EventContract,
  type NewEvent,
} from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';

export type StatementKind = 'HAZARD' | 'PLAN' | 'READINESS' | 'DRILL';

/** What the province is told of one subject; number and time are added here. */
export interface StatementInput {
  readonly subjectId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const CONTRACTS: Readonly<Record<StatementKind, EventContract>> = {
  HAZARD: HazardStated as unknown as EventContract,
  PLAN: ContingencyPlanStated as unknown as EventContract,
  READINESS: ReadinessStated as unknown as EventContract,
  DRILL: DrillStated as unknown as EventContract,
};

/** Rows are written in the order of their subjects, so that two writers never wait for each other. */
const WRITE = `INSERT INTO statement AS s (kind, subject_id, number, data, stated_at)
  SELECT $1, i, 1, d, $4 FROM unnest($2::uuid[], $3::jsonb[]) AS u(i, d) ORDER BY i
  ON CONFLICT (kind, subject_id) DO UPDATE SET number = s.number + 1, data = excluded.data, stated_at = excluded.stated_at
  WHERE s.data IS DISTINCT FROM excluded.data
  RETURNING subject_id AS "subjectId", number, data, stated_at AS "statedAt"`;
const ALL = `SELECT kind, subject_id AS "subjectId", number, data, stated_at AS "statedAt" FROM statement ORDER BY kind, subject_id`;

interface StatementRow extends StatementInput {
  readonly number: number;
  readonly statedAt: Date;
}

/** Statements to the province: what differs from the last one is stated with the next number, anything else not at all. */
@Injectable()
export class Statements {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async state(tx: Transaction, kind: StatementKind, inputs: readonly StatementInput[]): Promise<void> {
    if (inputs.length === 0) return;
    const ids = inputs.map(({ subjectId }) => subjectId);
    const data = inputs.map((input) => JSON.stringify(input.data));
    const rows = await tx.query<StatementRow>(WRITE, [kind, ids, data, this.clock.now()]);
    await this.outbox.append(
      tx,
      rows.map((row) => eventOf(kind, row)),
    );
  }
}

/** The newest statement of everything, for who comes late. */
export async function loadStatements(db: SqlClient): Promise<NewEvent[]> {
  const rows = await db.query<StatementRow & { kind: StatementKind }>(ALL);
  return rows.map((row) => eventOf(row.kind, row));
}

function eventOf(kind: StatementKind, { subjectId, number, data, statedAt }: StatementRow): NewEvent {
  const stated = { ...data, statement: number, asOf: statedAt.toISOString() };
  return CONTRACTS[kind].create({ subject: subjectId, data: stated as never }) as unknown as NewEvent;
}
