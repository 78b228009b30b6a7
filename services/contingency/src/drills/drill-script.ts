import { AppError, type SqlClient, type Transaction } from '@betang/platform';
import { Table } from '../database/table.js';
import { unratedParts, type InjectOutcome, type ObjectiveResult } from './drill-script.decision.js';
import type { DrillScriptDto, EvaluateDrillDto } from './drill-script.dto.js';

export interface DrillObjective {
  readonly drillId: string;
  readonly number: number;
  readonly text: string;
  readonly result: ObjectiveResult | null;
  readonly note: string | null;
}

/** What the players are told at which minute, what they should do, and what they did. */
export interface DrillInject {
  readonly drillId: string;
  readonly number: number;
  readonly atMinute: number;
  readonly toWhom: string;
  readonly content: string;
  readonly expected: string;
  readonly outcome: InjectOutcome | null;
  readonly note: string | null;
}

export interface DrillScript {
  readonly objectives: readonly DrillObjective[];
  readonly injects: readonly DrillInject[];
}

const OBJECTIVES = new Table<DrillObjective>('drill_objective', 'drillId');
const INJECTS = new Table<DrillInject>('drill_inject', 'drillId');
const PART = 'drill_id = $1 AND number = $2';

export async function loadScript(db: SqlClient, drillId: string): Promise<DrillScript> {
  return {
    objectives: await OBJECTIVES.where(db, 'drill_id = $1 ORDER BY number', [drillId]),
    injects: await INJECTS.where(db, 'drill_id = $1 ORDER BY number', [drillId]),
  };
}

/** Takes the place of the script before; injects are numbered in the order of their time. */
export async function writeScript(tx: Transaction, drillId: string, input: DrillScriptDto): Promise<void> {
  await tx.execute('DELETE FROM drill_objective WHERE drill_id = $1', [drillId]);
  await tx.execute('DELETE FROM drill_inject WHERE drill_id = $1', [drillId]);
  await OBJECTIVES.insertAll(
    tx,
    input.objectives.map((text, index) => ({ drillId, number: index + 1, text })),
  );
  const inTime = [...input.injects].sort((a, b) => a.atMinute - b.atMinute);
  await INJECTS.insertAll(
    tx,
    inTime.map(({ atMinute, toWhom, content, expected }, index) => ({
      ...{ drillId, number: index + 1, atMinute, toWhom, content, expected },
    })),
  );
}

/** How each objective and inject came out. Throws `drill-evaluation-incomplete` (422), naming what is unrated or not in the script. */
export async function rateScript(tx: Transaction, drillId: string, input: EvaluateDrillDto): Promise<void> {
  const { objectives = [], injects = [] } = input;
  const errors = unratedParts(await loadScript(tx, drillId), { objectives, injects });
  if (errors.length > 0) throw new AppError('drill-evaluation-incomplete', { status: 422, errors });
  for (const { number, result, note = null } of objectives)
    await OBJECTIVES.updateWhere(tx, PART, [drillId, number], { result, note });
  for (const { number, outcome, note = null } of injects)
    await INJECTS.updateWhere(tx, PART, [drillId, number], { outcome, note });
}
