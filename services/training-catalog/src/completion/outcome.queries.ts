import { RegionCode, ianaTimeZones, timeZoneOf } from '@betang/asn';
import {
  ListQuery,
  RegionConfig,
  ServiceDatabase,
  findMessage,
  type Language,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { CompletionCheck } from './decide-completion.decision.js';
import type { CheckView, OutcomeView } from './completion.dto.js';

/** What was revoked without a certificate has no day on record, only an instant: its day is the region's. */
const listIn = (zone: string): ListDefinition => ({
  select: `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", o.employee_id AS "employeeId", coalesce(n.guest_name, e.name) AS name, o.passed,
      o.checks, o.attendance, o.pre_score AS "preScore", o.post_score AS "postScore", o.assignments, o.completion_id AS "completionId",
      o.decided_on AS "decidedOn", coalesce(c.ended_on, (k.revoked_at AT TIME ZONE '${zone}')::date) AS "revokedOn", coalesce(c.ended_reason, k.revoked_reason) AS "revokedReason"
    FROM training_outcome AS o JOIN enrolment AS n USING (enrolment_id) LEFT JOIN employee AS e ON e.employee_id = o.employee_id
    LEFT JOIN completion AS k ON k.completion_id = o.completion_id
    LEFT JOIN certificate AS c ON c.completion_id = o.completion_id AND c.state = 'REVOKED'`,
  sorts: {
    decidedOn: { sql: 'o.decided_on', type: 'date' },
    name: { sql: `coalesce(n.guest_name, e.name, '')`, type: 'text' },
  },
  defaultSort: '-decidedOn',
  key: { sql: 'o.enrolment_id', type: 'uuid' },
});

type Row = Omit<OutcomeView, 'checks'> & { readonly checks: readonly CompletionCheck[] } & ListRow;

/** Reads what was decided on participants, with the reasons in words. */
@Injectable()
export class OutcomeQueries {
  private readonly list: ListDefinition;

  constructor(
    private readonly database: ServiceDatabase,
    config: RegionConfig,
  ) {
    this.list = listIn(ianaTimeZones[timeZoneOf(RegionCode.parse(config.region))]);
  }

  async page(
    query: PageQuery,
    filter: { sessionId?: string; employeeId?: string; passed?: boolean | undefined },
    language: Language,
  ): Promise<Page<OutcomeView>> {
    const statement = new ListQuery(this.list, query)
      .where('o.session_id = ?', filter.sessionId)
      .where('o.employee_id = ?', filter.employeeId)
      .where('o.passed = ?', filter.passed)
      .build();
    const page = statement.page(await this.database.query<Row>(statement.text, statement.values));
    return { ...page, items: page.items.map((row) => ({ ...row, checks: checkViews(row.checks, language) })) };
  }
}

export function checkViews(checks: readonly CompletionCheck[], language: Language): CheckView[] {
  return checks.map(({ code, required, reached, met }) => {
    const params = { required: percent(required, language), reached: percent(reached, language) };
    const text = findMessage(language, `check.${code}.${met ? 'met' : 'unmet'}`, params) ?? code;
    return { code, text, required, reached, met };
  });
}

function percent(value: number | null, language: Language): string {
  if (value === null) return '-';
  const text = (value / 100).toFixed(2).replace(/\.?0+$/, '');
  return `${language === 'id' ? text.replace('.', ',') : text} %`;
}
