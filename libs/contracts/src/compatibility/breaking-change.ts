/**
 * Why a change would break a version that is already in the world. `narrowed`: events written before would be refused.
 * `widened`: a region that still runs the release before would refuse new ones.
 */
export type BreakingRule =
  | 'field-removed'
  | 'field-required'
  | 'field-optional'
  | 'type-changed'
  | 'narrowed'
  | 'widened'
  | 'terms-changed'
  | 'version-removed';

export interface BreakingChange {
  readonly rule: BreakingRule;
  /** Path in the data, `/heads/*` + `/position`, or the term, `sharing.audience`. */
  readonly field: string;
  readonly problem: string;
}

const EFFECT: Partial<Record<BreakingRule, string>> = {
  narrowed: '; events written before would be refused',
  widened: '; regions on the release before would refuse new events',
  'field-required': '; events written before do not have it',
  'field-optional': '; regions on the release before need it',
};

/** One line for the engineer: which event, which field, and the way out. */
export function explain(type: string, version: number, change: BreakingChange): string {
  const wayOut =
    change.rule === 'version-removed'
      ? 'put it back: published versions stay for ever'
      : `undo it and publish version ${version + 1}, which lifts version ${version}`;
  return `${type}, ${change.field}: ${change.problem}${EFFECT[change.rule] ?? ''}. A published version never changes: ${wayOut} (libs/contracts/README.md)`;
}
