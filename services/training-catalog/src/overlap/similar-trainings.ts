import { RegionConfig, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';
import type { CatalogueRules, SimilarityWeights } from '../rules/catalogue-rules.js';
import { scoreSimilarity, wordsOf, type Outline, type ScorePart } from './score-similarity.decision.js';

/** A programme or session of the federation that resembles the one at hand. */
export interface SimilarTraining {
  readonly kind: 'PROGRAMME' | 'SESSION';
  readonly programmeId: string;
  readonly sessionId: string | null;
  readonly region: string;
  readonly title: string;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** How one could join: its seats, its programme, or neither just now. */
  readonly offer: 'SEATS' | 'ADOPT' | 'OWN' | 'ASK';
  readonly seatsUntil: string | null;
  /** Both regions approved that the two count as the same (penyetaraan). */
  readonly equivalent: boolean;
  readonly score: number;
  readonly parts: readonly ScorePart[];
}

interface CandidateRow extends Omit<SimilarTraining, 'score' | 'parts' | 'offer'> {
  readonly competencies: readonly CompetencyAtLevel[] | null;
  readonly targetGroups: readonly string[] | null;
}

/**
 * Whatever shares a competency or, where one of both names none, a telling word of the title. Two that name different competencies are
 * looked at only where the rest could still reach the score that is asked for.
 */
const RELATED = `(codes && $2::text[] OR programme_id = ANY($5::uuid[]) OR ((NOT $7 OR cardinality($2::text[]) = 0 OR cardinality(codes) = 0)
  AND EXISTS (SELECT 1 FROM unnest($3::text[]) AS w WHERE strpos(lower(title), w) > 0)))`;

const CANDIDATES = `SELECT kind, programme_id AS "programmeId", session_id AS "sessionId", region, title, starts_on AS "startsOn", ends_on AS "endsOn",
    competencies, target_groups AS "targetGroups", seats_until AS "seatsUntil", programme_id = ANY($5::uuid[]) AS equivalent
  FROM (
    SELECT 'PROGRAMME' AS kind, programme_id, NULL::uuid AS session_id, organiser_region AS region, title, NULL::date AS starts_on, NULL::date AS ends_on,
           coalesce(competencies, (SELECT jsonb_agg(jsonb_build_object('code', c, 'level', NULL)) FROM unnest(competency_codes) AS c)) AS competencies,
           target_groups, competency_codes AS codes, NULL::date AS seats_until
      FROM shared_programme WHERE title IS NOT NULL AND withdrawn_at IS NULL AND organiser_region <> $1
    UNION ALL
    SELECT 'PROGRAMME', programme_id, NULL, $1, title, NULL, NULL, competencies, target_groups, competency_codes, NULL
      FROM programme WHERE state = 'PUBLISHED'
    UNION ALL
    SELECT 'SESSION', s.programme_id, s.session_id, s.region, s.title, s.starts_on, s.ends_on, s.competencies, p.target_groups,
           ARRAY(SELECT jsonb_array_elements(s.competencies)->>'code'), o.request_until
      FROM shared_session AS s LEFT JOIN shared_programme AS p ON p.programme_id = s.programme_id
      LEFT JOIN shared_seat_offer AS o ON o.session_id = s.session_id AND o.state = 'OPEN' AND o.request_until >= $4::date
     WHERE s.region <> $1 AND s.state = 'OPEN' AND s.ends_on >= $4::date AND s.programme_id IS NOT NULL
    UNION ALL
    SELECT 'SESSION', s.programme_id, s.session_id, $1, s.title, s.starts_on, s.ends_on, s.competencies, p.target_groups,
           ARRAY(SELECT jsonb_array_elements(s.competencies)->>'code'), s.enrol_until
      FROM training_session AS s LEFT JOIN programme AS p ON p.programme_id = s.programme_id
     WHERE s.state = 'OPEN' AND s.ends_on >= $4::date AND s.programme_id IS NOT NULL
  ) AS candidate
 WHERE ${RELATED} AND NOT programme_id = ANY($6::uuid[])`;

const EQUIVALENTS = `SELECT CASE WHEN programme_id = $1 THEN other_programme_id ELSE programme_id END AS id FROM programme_equivalence
  WHERE $1 IN (programme_id, other_programme_id) AND decision = 'APPROVED' AND decision_region = other_region AND ended_at IS NULL`;

const WHOLE_SCORE = 100;

/** The highest score of two trainings that name competencies and share none. */
export function highestApart({ competency, targetGroup, period, title }: SimilarityWeights): number {
  const rest = targetGroup + period + title;
  return competency + rest === 0 ? 0 : Math.round((rest * WHOLE_SCORE) / (competency + rest));
}

/** What is searched for, and what is no overlap with it: itself, and where it was taken from. */
export interface SimilarityQuestion {
  readonly outline: Outline;
  readonly programmeId: string | null;
  readonly notThese: readonly string[];
  readonly today: string;
}

/** Looks through the catalogue and the calendar of the whole federation, as far as its events have come. */
@Injectable()
export class SimilarTrainings {
  constructor(private readonly config: RegionConfig) {}

  /** Everything at or above a score, most similar first. */
  async find(
    db: SqlClient,
    question: SimilarityQuestion,
    rules: CatalogueRules,
    lowest = rules.threshold,
  ): Promise<SimilarTraining[]> {
    const { outline, programmeId, notThese, today } = question;
    const equivalents = programmeId === null ? [] : await db.query<{ id: string }>(EQUIVALENTS, [programmeId]);
    const codes = outline.competencies.map(({ code }) => code);
    const rows = await db.query<CandidateRow>(CANDIDATES, [
      this.config.region,
      codes,
      [...wordsOf(outline.title)],
      today,
      equivalents.map(({ id }) => id),
      notThese,
      lowest > highestApart(rules.weights),
    ]);
    return rows
      .map((row) => this.scored(outline, row, rules))
      .filter(({ score }) => score >= lowest)
      .sort((a, b) => b.score - a.score || a.title.localeCompare(b.title));
  }

  private scored(outline: Outline, row: CandidateRow, rules: CatalogueRules): SimilarTraining {
    const { competencies, targetGroups, ...shown } = row;
    const period = row.startsOn !== null && row.endsOn !== null ? { from: row.startsOn, to: row.endsOn } : undefined;
    const other = { title: row.title, competencies: competencies ?? [], targetGroups: targetGroups ?? [], period };
    const { score, parts } = scoreSimilarity(outline, other, rules);
    return { ...shown, offer: this.offerOf(row), score: row.equivalent ? WHOLE_SCORE : score, parts };
  }

  private offerOf(row: CandidateRow): SimilarTraining['offer'] {
    if (row.region === this.config.region) return 'OWN';
    if (row.kind === 'PROGRAMME') return 'ADOPT';
    return row.seatsUntil === null ? 'ASK' : 'SEATS';
  }
}
