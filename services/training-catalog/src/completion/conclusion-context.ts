import type { Cause } from '@betang/contracts';
import type { TrainingSessionEntity } from '../database/training-session.entity.js';
import type { PassRule } from './pass-rule.js';

/** By what, by whom and why participants of a session are decided on. */
export interface ConclusionContext {
  readonly session: TrainingSessionEntity;
  readonly rule: PassRule;
  readonly actor: string;
  readonly cause: Cause;
  /** Why, where somebody is decided on once more. */
  readonly reason: string | null;
}
