import type { ReadinessComponent } from '../rules/rule-values.js';

/** Why a component is not whole. `code` is a message; it names roles, services and items, people only by their opaque id. */
export interface Reason {
  readonly code: string;
  /** The role, service, need or commitment. */
  readonly subjectId?: string;
  readonly employeeId?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface ComponentResult {
  readonly component: ReadinessComponent;
  /** Basis points. */
  readonly score: number;
  readonly weight: number;
  readonly reasons: readonly Reason[];
}

export type ReadinessBand = 'NOT_READY' | 'PARTLY_READY' | 'READY';

export interface ReadinessResult {
  /** Basis points. */
  readonly figure: number;
  readonly band: ReadinessBand;
  readonly components: readonly ComponentResult[];
}
