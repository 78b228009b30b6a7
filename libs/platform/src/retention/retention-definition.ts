import type { Scope } from '../auth/role-scopes.js';
import type { ServiceName } from '../service-name.js';

/** How long a kind may be kept, where something else than the region's own rule says so. Days. */
export interface RetentionLimit {
  readonly kind: string;
  readonly least?: number;
  readonly most?: number;
  /** Error code of a rule outside it. */
  readonly code: string;
}

/** What a service keeps for a time only: its kinds of records, and what its rules are called. One constant in the service's package. */
export interface RetentionDefinition {
  readonly service: ServiceName;
  /** What a rule takes away; the table `retention_rule` of the service knows the same. */
  readonly kinds: readonly string[];
  readonly limits?: readonly RetentionLimit[];
  /** From when the days count, for the OpenAPI document. */
  readonly countedFrom: string;
  readonly scopes: { readonly read: Scope; readonly record: Scope };
  readonly codes: { readonly exists: string; readonly tooSoon: string };
  /** Names in the OpenAPI document: `HoursRetention` gives `HoursRetentionView` and its like. */
  readonly schemas: { readonly rule: string; readonly run: string };
}
