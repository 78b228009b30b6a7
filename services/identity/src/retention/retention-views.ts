import { findMessage } from '@betang/platform';
import { RETENTION_TERMS, goesOn, ruleOn, type RetentionKind, type RetentionRule } from './retention-rule.js';
import type { OwnRetentionView, RetentionRuleView } from './retention.dto.js';

/** What a kind is, for people. */
export function titleOf(kind: RetentionKind): { id: string; en: string } {
  const code = `retention.${kind}`;
  return { id: findMessage('id', code) ?? kind, en: findMessage('en', code) ?? kind };
}

export function ruleView(rule: RetentionRule, rules: readonly RetentionRule[], today: string): RetentionRuleView {
  const { ruleId, kind, keep, validFrom, basis, certainty } = rule;
  const { act, from } = RETENTION_TERMS[kind];
  const inForce = ruleOn(rules, kind, today)?.ruleId === ruleId;
  return { ruleId, kind, title: titleOf(kind), act, countedFrom: from, keep, validFrom, inForce, basis, certainty };
}

/** Kinds that are about a person in the register, or with an account; files of others' making are not theirs to follow. */
const OF_PERSONS: readonly RetentionKind[] = [
  'CORRECTION',
  'TRANSFER',
  'ACCOUNT',
  'SIGN_IN_FAILURE',
  'NOTICE',
  'DATA_COPY',
  'EMPLOYEE_IDENTITY',
  'EMPLOYMENT_HISTORY',
  'AUDIT_TRAIL',
  'ROSTER_IMPORT',
];

/** The rules in force as they concern one person; for what is counted from leaving, the day on which it goes. */
export function ownRules(rules: readonly RetentionRule[], leftOn: string | null, today: string): OwnRetentionView[] {
  return OF_PERSONS.flatMap((kind) => {
    const rule = ruleOn(rules, kind, today);
    if (!rule) return [];
    const counted = RETENTION_TERMS[kind].from === 'LEAVING' && leftOn !== null;
    return [{ ...ruleView(rule, rules, today), goesOn: counted ? goesOn(rule, leftOn) : null }];
  });
}
