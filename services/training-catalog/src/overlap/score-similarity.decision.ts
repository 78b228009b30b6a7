import type { SimilarityWeights } from '../rules/catalogue-rules.js';
import type { CompetencyAtLevel } from '../dictionary/competency-at-level.js';
import { sharedPart } from '../programmes/target-groups.js';

/** First and last day. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What two trainings are compared by. */
export interface Outline {
  readonly title: string;
  readonly competencies: readonly CompetencyAtLevel[];
  readonly targetGroups: readonly string[];
  /** When it is held or planned; undefined for a programme without dates. */
  readonly period: Period | undefined;
}

export const CRITERIA = ['competency', 'level', 'targetGroup', 'period', 'title'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** One criterion's part of a score, with what it saw: a score that cannot be explained is not shown. */
export interface ScorePart {
  readonly criterion: Criterion;
  /** Hundredths of a percent of agreement, 0 to 10,000. */
  readonly agreement: number;
  readonly weight: number;
  /** What both have in common: codes, words. */
  readonly shared: readonly string[];
}

export interface Similarity {
  /** 0 to 100. */
  readonly score: number;
  readonly parts: readonly ScorePart[];
}

export interface SimilarityRules {
  readonly weights: SimilarityWeights;
  readonly periodDays: number;
}

/**
 * How similar two trainings are: the weighted agreement of the criteria that both have something to say on. Without dates the period does
 * not count, without competencies on either side neither competency nor level does: what is unknown is no difference.
 */
export function scoreSimilarity(one: Outline, other: Outline, rules: SimilarityRules): Similarity {
  const parts = CRITERIA.flatMap((criterion) => {
    const found = COMPARE[criterion](one, other, rules);
    if (!found) return [];
    return [
      {
        criterion,
        weight: rules.weights[criterion],
        agreement: Math.round(found.agreement * WHOLE),
        shared: found.shared,
      },
    ];
  });
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  const points = parts.reduce((sum, part) => sum + part.weight * part.agreement, 0);
  return { score: weight === 0 ? 0 : Math.round((points * 100) / (weight * WHOLE)), parts };
}

const WHOLE = 10_000;

interface Agreement {
  readonly agreement: number;
  readonly shared: readonly string[];
}
type Compare = (one: Outline, other: Outline, rules: SimilarityRules) => Agreement | undefined;

const COMPARE: Readonly<Record<Criterion, Compare>> = {
  competency: compareCompetencies,
  level: compareLevels,
  targetGroup: (one, other) => ({ agreement: sharedPart(one.targetGroups, other.targetGroups), shared: [] }),
  period: comparePeriods,
  title: compareTitles,
};

function compareCompetencies(one: Outline, other: Outline): Agreement | undefined {
  if (one.competencies.length === 0 || other.competencies.length === 0) return undefined;
  const codes = new Set(other.competencies.map(({ code }) => code));
  const shared = one.competencies.map(({ code }) => code).filter((code) => codes.has(code));
  // The smaller one may lie wholly in the larger: half for that, half for being of one size.
  const [all, smaller] = [
    one.competencies.length + other.competencies.length - shared.length,
    Math.min(one.competencies.length, other.competencies.length),
  ];
  return { agreement: (shared.length / all + shared.length / smaller) / 2, shared };
}

const HIGHEST_DIFFERENCE = 4;

/** Levels of the competencies that both develop; one level apart is three quarters of the way. */
function compareLevels(one: Outline, other: Outline): Agreement | undefined {
  const levels = new Map(other.competencies.map(({ code, level }) => [code, level]));
  const pairs = one.competencies.flatMap(({ code, level }) => {
    const against = levels.get(code) ?? null;
    return level === null || against === null ? [] : [{ code, apart: Math.abs(level - against) }];
  });
  if (pairs.length === 0) return undefined;
  const sum = pairs.reduce((total, { apart }) => total + 1 - apart / HIGHEST_DIFFERENCE, 0);
  return { agreement: sum / pairs.length, shared: pairs.filter(({ apart }) => apart === 0).map(({ code }) => code) };
}

function comparePeriods(one: Outline, other: Outline, { periodDays }: SimilarityRules): Agreement | undefined {
  if (!one.period || !other.period) return undefined;
  const apart = Math.max(
    0,
    daysBetween(one.period.to, other.period.from),
    daysBetween(other.period.to, one.period.from),
  );
  if (apart === 0) return { agreement: 1, shared: [] };
  return { agreement: apart >= periodDays ? 0 : 1 - apart / periodDays, shared: [] };
}

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** Words that every training's title has (pelatihan, bimbingan teknis, angkatan …) tell nothing. */
const COMMON_WORDS = new Set(
  'pelatihan diklat bimbingan teknis bimtek workshop lokakarya seminar webinar kursus penataran sosialisasi angkatan bagi dan di dalam dari untuk pada dengan yang ke asn pns pppk tingkat dasar lanjutan rekaan'.split(
    ' ',
  ),
);

function compareTitles(one: Outline, other: Outline): Agreement | undefined {
  const [a, b] = [wordsOf(one.title), wordsOf(other.title)];
  if (a.size === 0 || b.size === 0) return undefined;
  const shared = [...a].filter((word) => b.has(word));
  return { agreement: (2 * shared.length) / (a.size + b.size), shared };
}

/** The telling words of a title, lower case. */
export function wordsOf(title: string): ReadonlySet<string> {
  const words = title.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON_WORDS.has(word)));
}
