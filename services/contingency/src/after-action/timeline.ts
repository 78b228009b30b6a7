import type { ListDefinition } from '@betang/platform';

/** What happened in an emergency, as it was put on record when it happened. */
export interface TimelineRow {
  readonly at: Date;
  readonly kind: string;
  readonly what: string;
  readonly detail: string;
  readonly by: string | null;
}

export const TIMELINE: ListDefinition = {
  select: `SELECT t.at, t.kind, t.what, t.detail, t.by FROM (
    SELECT d.emergency_id, d.declared_at AS at, 'DECLARED' AS kind, d.level AS what, coalesce(d.decree_number, '-') AS detail, d.declared_by AS by,
           'd' || d.declaration AS entry FROM emergency_declaration AS d
     UNION ALL
    SELECT k.emergency_id, s.changed_at, 'TASK', s.to_state, k.field || ': ' || k.title || coalesce(' - ' || s.note, ''), s.changed_by,
           't' || s.task_id || '.' || s.revision FROM operation_step AS s JOIN operation_task AS k USING (task_id)
     UNION ALL
    SELECT a.emergency_id, m.said_at, 'AID', upper(substring(m.type FROM 'mutual-aid-([a-z]+)')), a.other_region || ': ' || a.title, m.said_by,
           'a' || m.aid_id || '.' || m.number FROM aid_message AS m JOIN aid AS a USING (aid_id)
     WHERE a.emergency_id IS NOT NULL AND m.taken) AS t`,
  sorts: { at: { sql: 't.at', type: 'timestamptz' } },
  defaultSort: 'at',
  key: { sql: 't.entry', type: 'text' },
};
