import { fitted } from './fitting-inputs.js';
import type { RecordCall } from './record-calls.js';

/** A command in which one field of the input is null. */
export interface NullTrial {
  readonly call: RecordCall;
  readonly field: string;
}

/**
 * The command with each of its fields null in turn, those that fit its schema otherwise kept. Null is how a client empties a field: an endpoint takes it
 * where the description says so, and names the field where it does not. What it must never do is pass it on to the database.
 */
export function nullTrials(told: RecordCall, fields: readonly string[]): NullTrial[] {
  const call = fitted(told);
  return fields.map((field) => ({ field, call: { ...call, body: { ...call.body, [field]: null } } }));
}
