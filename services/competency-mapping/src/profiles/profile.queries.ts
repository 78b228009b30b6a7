import { AppError, ListQuery, ServiceDatabase, type Language, type ListRow, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { loadEvidence, type KeptEvidence } from '../evidence/evidence-store.js';
import type { VisibleUnits } from '../people/people-access.js';
import type { DatedRule } from '../rules/dated-rule.js';
import type { JobStandard } from '../standards/job-standard.js';
import { findActive } from '../standards/standard-store.js';
import { jobMatch, mappingCategory, promotionCategory, type JobMatch } from './job-person-match.decision.js';
import { MappingContexts, type MappingContext } from './mapping-context.js';
import { profileOf, type HeldLevel, type WeighedEvidence } from './profile.decision.js';
import { ruleText, verdictText } from './profile-explanation.js';
import { readState } from './profile-store.js';
import type {
  CompetencyGapView,
  EvidenceExplained,
  MatchView,
  PeopleQuery,
  PeopleSearchDto,
  PersonMatchView,
  ProfileView,
  RuleUsedView,
} from './profile.dto.js';

const PEOPLE = {
  select: `SELECT p.employee_id AS "employeeId", p.name, p.agency_id AS "agencyId", p.position_name AS "positionName",
      s.match_hundredths AS "matchHundredths", coalesce(s.required, 0) AS required, coalesce(s.assessed, 0) AS assessed,
      coalesce(s.with_gap, 0) AS "withGap", coalesce(s.deficit, 0) AS deficit
    FROM person AS p LEFT JOIN profile_summary AS s USING (employee_id)`,
  sorts: {
    name: { sql: `coalesce(p.name, '')`, type: 'text' },
    match: { sql: 'coalesce(s.match_hundredths, -1)', type: 'integer' },
    deficit: { sql: 'coalesce(s.deficit, 0)', type: 'integer' },
  },
  defaultSort: 'name',
  key: { sql: 'p.employee_id', type: 'uuid' },
} as const;

const HOLDS = `EXISTS (SELECT 1 FROM profile_level AS l WHERE l.employee_id = p.employee_id AND l.competency_code = ? AND l.level >= ?)`;

const BELOW = `p.unit_id IN (WITH RECURSIVE below AS (SELECT unnest(?::uuid[]) AS unit_id
    UNION SELECT u.unit_id FROM unit AS u JOIN below AS b ON u.parent_unit_id = b.unit_id) SELECT unit_id FROM below)`;

interface Explaining {
  readonly context: MappingContext;
  readonly evidence: readonly KeptEvidence[];
  readonly language: Language;
}

/** Reads profiles: computed from the evidence at each look, so that what is shown is what is explained. */
@Injectable()
export class ProfileQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly contexts: MappingContexts,
  ) {}

  /** Throws `standard-not-found` (404) for an unknown standard to compare with. */
  async explain(employeeId: string, standardId: string | undefined, language: Language): Promise<ProfileView> {
    const context = await this.contexts.load();
    const state = await readState(this.database, employeeId);
    const evidence = await loadEvidence(this.database, employeeId);
    const held = profileOf(
      evidence.map((piece) => ({ ...piece, revoked: piece.revokedAt !== null })),
      context,
    );
    const standard = standardId === undefined ? context.standards.find(state) : await this.getStandard(standardId);
    // A type to be held is weighed as that type, whatever the person is now.
    const asked = standardId !== undefined && standard?.scope === 'TYPE' ? standard.lookup : state.positionType;
    const match = matchOf(standard, held, context, asked);
    return {
      employeeId,
      asOf: context.today,
      dictionaryVersion: context.dictionary.version,
      rule: { ...ruleUsed(context.profileRule), text: ruleText(context.profileRule, language) },
      matchRule: ruleUsed(context.matchRule),
      standard: standard ? standardUsed(standard) : null,
      match: matchView(match, context),
      competencies: gapsOf(standard, held, { context, evidence, language }),
    };
  }

  async people(query: PeopleQuery & Partial<PeopleSearchDto>, visible: VisibleUnits): Promise<Page<PersonMatchView>> {
    const list = new ListQuery(PEOPLE, query)
      .where('p.state_order > 0 AND p.left_on IS NULL')
      .where('p.agency_id = ?', query.agencyId)
      .where('s.match_hundredths < ?', query.below)
      .where(HOLDS, query.competency, query.competency === undefined ? undefined : (query.minLevel ?? 1))
      .search(['p.name'], query.name);
    if (visible !== null) list.where(BELOW, visible);
    if (query.assessed === 'none') list.where('coalesce(s.assessed, 0) = 0');
    if (query.assessed === 'some') list.where('s.assessed > 0');
    const statement = list.build();
    return statement.page(await this.database.query<PersonMatchView & ListRow>(statement.text, statement.values));
  }

  private async getStandard(standardId: string): Promise<JobStandard> {
    const found = await findActive(this.database, standardId);
    if (!found) throw new AppError('standard-not-found', { status: 404 });
    return found;
  }
}

function matchOf(
  standard: JobStandard | undefined,
  held: readonly HeldLevel[],
  context: MappingContext,
  positionType: string | null,
): JobMatch {
  const levels = new Map(held.flatMap(({ code, level }) => (level === null ? [] : [[code, level] as const])));
  const groupOf = (code: string) => context.competencies.get(code)?.group;
  return jobMatch(standard?.levels ?? {}, levels, groupOf, context.matchRule.content, positionType);
}

function matchView(match: JobMatch, { matchRule }: MappingContext): MatchView {
  const { hundredths } = match;
  return {
    ...match,
    mapping: hundredths === null ? null : mappingCategory(hundredths, matchRule.content),
    promotion: hundredths === null ? null : promotionCategory(hundredths, matchRule.content),
  };
}

function gapsOf(
  standard: JobStandard | undefined,
  held: readonly HeldLevel[],
  { context: { competencies }, evidence, language }: Explaining,
): CompetencyGapView[] {
  const kept = new Map(evidence.map((piece) => [piece.evidenceId, piece]));
  const byCode = new Map(held.map((row) => [row.code, row]));
  const codes = [...new Set([...Object.keys(standard?.levels ?? {}), ...byCode.keys()])].sort();
  return codes.map((code) => {
    const row = byCode.get(code);
    const required = standard?.levels[code] ?? null;
    const competency = competencies.get(code);
    return {
      code,
      name: (language === 'en' ? competency?.nameEn : competency?.nameId) ?? code,
      required,
      level: row?.level ?? null,
      gap: required === null ? 0 : Math.max(0, required - (row?.level ?? 0)),
      validUntil: row?.validUntil ?? null,
      evidence: (row?.evidence ?? []).map((piece) => explained(piece, kept.get(piece.evidenceId)!, language)),
    };
  });
}

function explained(weighed: WeighedEvidence, kept: KeptEvidence, language: Language): EvidenceExplained {
  const { evidenceId, code, level, currentLevel, method, observedOn, validUntil, verdict } = weighed;
  const { assessor, reference, assessmentId, source, ruleVersion, recordedAt, eventId } = kept;
  const { revokedAt, revokedReason, revokedEventId, origin } = kept;
  const revoked = revokedAt && { at: revokedAt.toISOString(), reason: revokedReason, eventId: revokedEventId };
  return {
    ...{ evidenceId, code, level, currentLevel, method, observedOn, validUntil, verdict },
    because: verdictText(weighed, language),
    ...{ assessor, reference, assessmentId, source, ruleVersion, recordedAt: recordedAt.toISOString(), eventId },
    ...{ origin, revoked },
  };
}

function ruleUsed({ ruleVersion, validFrom, legalBasis }: DatedRule): RuleUsedView {
  return { ruleVersion, validFrom, legalBasis };
}

function standardUsed({ standardId, version, title, scope, legalBasis }: JobStandard) {
  return { standardId, version, title, scope, legalBasis };
}
