import type { CurrentCode, DictionaryCompetency } from '../dictionary/dictionary.js';
import type { Method, ProfileRule } from '../rules/dated-rule.js';

/** Evidence of one person as it was recorded. */
export interface Evidence {
  readonly evidenceId: string;
  readonly code: string;
  readonly level: number;
  readonly method: Method;
  /** Days, YYYY-MM-DD. */
  readonly observedOn: string;
  readonly validUntil: string | null;
  /** Shown where a profile is explained; it never counts. */
  readonly revoked?: boolean;
}

/** What became of one piece of evidence. */
export type Verdict =
  | 'CHOSEN'
  | 'COUNTED'
  | 'OLDER'
  | 'LOWER'
  | 'DOES_NOT_RAISE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET'
  | 'METHOD_NOT_COUNTED'
  | 'COMPETENCY_GONE';

export interface WeighedEvidence extends Evidence {
  /** Code and level in the dictionary in force. */
  readonly currentCode: string | null;
  readonly currentLevel: number;
  readonly verdict: Verdict;
}

/** The level that a person has in one competency, and all evidence that was looked at for it. */
export interface HeldLevel {
  readonly code: string;
  /** Null: nothing valid shows it. */
  readonly level: number | null;
  readonly validUntil: string | null;
  /** The evidence that it rests on most. */
  readonly evidenceId: string | null;
  readonly evidence: readonly WeighedEvidence[];
}

export interface ProfileContext {
  readonly rule: ProfileRule;
  readonly currentCodes: ReadonlyMap<string, CurrentCode>;
  readonly competencies: ReadonlyMap<string, DictionaryCompetency>;
  readonly today: string;
}

/**
 * The profile of a person by the rule of the day: PP 11/2017 article 206 compares it with the standard of the position. Evidence of earlier
 * dictionaries counts under its current code; what has expired, lies ahead, or was shown by a method that the rule does not count, does not.
 */
export function profileOf(evidence: readonly Evidence[], context: ProfileContext): HeldLevel[] {
  const byCode = new Map<string, WeighedEvidence[]>();
  for (const piece of evidence) {
    const weighed = weigh(piece, context);
    const key = weighed.currentCode ?? piece.code;
    const known = byCode.get(key);
    if (known) known.push(weighed);
    else byCode.set(key, [weighed]);
  }
  return [...byCode]
    .map(([code, pieces]) => heldLevel(code, pieces, context.rule))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

function weigh(piece: Evidence, { rule, currentCodes, competencies, today }: ProfileContext): WeighedEvidence {
  const current = currentCodes.get(piece.code);
  const currentCode = current ? current.currentCode : piece.code;
  const competency = currentCode === null ? undefined : competencies.get(currentCode);
  const method = rule.methods[piece.method];
  const mapped = current ? (current.levels[piece.level] ?? piece.level) : piece.level;
  const currentLevel = Math.min(mapped, method.maxLevel, competency?.maxLevel ?? mapped);
  const verdict = firstObstacle(piece, competency !== undefined, method.weight, today) ?? 'COUNTED';
  return { ...piece, currentCode: competency ? currentCode : null, currentLevel, verdict };
}

function firstObstacle(piece: Evidence, known: boolean, weight: number, today: string): Verdict | undefined {
  if (piece.revoked === true) return 'REVOKED';
  if (!known) return 'COMPETENCY_GONE';
  if (weight === 0) return 'METHOD_NOT_COUNTED';
  if (piece.observedOn > today) return 'NOT_YET';
  return piece.validUntil !== null && piece.validUntil < today ? 'EXPIRED' : undefined;
}

function heldLevel(code: string, pieces: readonly WeighedEvidence[], rule: ProfileRule): HeldLevel {
  const counted = pieces.filter(({ verdict }) => verdict === 'COUNTED');
  const steady = counted.filter(({ method }) => !rule.methods[method].onlyRaises);
  const raising = counted.filter(({ method }) => rule.methods[method].onlyRaises);
  const base = steady.length === 0 ? undefined : chosenBy(rule, steady);
  const best = bestOf(raising);
  const raises = best !== undefined && best.currentLevel > (base?.level ?? -1);
  const result = raises ? { level: best.currentLevel, validUntil: best.validUntil, chosen: best } : base;
  const evidence = pieces.map((piece) => ({ ...piece, verdict: verdictOf(piece, rule, result, raises) }));
  return {
    code,
    level: result?.level ?? null,
    validUntil: result?.validUntil ?? null,
    evidenceId: result?.chosen.evidenceId ?? null,
    evidence: evidence.sort(newestFirst),
  };
}

interface Result {
  readonly level: number;
  readonly validUntil: string | null;
  readonly chosen: WeighedEvidence;
}

function chosenBy(rule: ProfileRule, pieces: readonly WeighedEvidence[]): Result {
  const newest = [...pieces].sort(
    (a, b) => newestFirst(a, b) || weightOf(b, rule) - weightOf(a, rule) || b.currentLevel - a.currentLevel,
  )[0]!;
  if (rule.strategy === 'LATEST') return resultOf(newest);
  if (rule.strategy === 'BEST') return resultOf(bestOf(pieces)!);
  const total = pieces.reduce((sum, piece) => sum + weightOf(piece, rule), 0);
  const level = Math.floor(pieces.reduce((sum, piece) => sum + piece.currentLevel * weightOf(piece, rule), 0) / total);
  // The mean changes with the first of its parts to expire: until then it holds.
  const ends = pieces.flatMap(({ validUntil }) => validUntil ?? []).sort();
  return { level, validUntil: ends[0] ?? null, chosen: newest };
}

function verdictOf(piece: WeighedEvidence, rule: ProfileRule, result: Result | undefined, raised: boolean): Verdict {
  if (piece.verdict !== 'COUNTED' || !result) return piece.verdict;
  if (piece.evidenceId === result.chosen.evidenceId) return 'CHOSEN';
  if (rule.methods[piece.method].onlyRaises) return raised ? 'LOWER' : 'DOES_NOT_RAISE';
  if (raised) return 'LOWER';
  if (rule.strategy === 'WEIGHTED') return 'COUNTED';
  return rule.strategy === 'BEST' ? 'LOWER' : 'OLDER';
}

function resultOf(piece: WeighedEvidence): Result {
  return { level: piece.currentLevel, validUntil: piece.validUntil, chosen: piece };
}

/** Highest level; of equals the one that holds longest, then the newest. */
function bestOf(pieces: readonly WeighedEvidence[]): WeighedEvidence | undefined {
  return [...pieces].sort(
    (a, b) =>
      b.currentLevel - a.currentLevel || compare(b.validUntil ?? '9999', a.validUntil ?? '9999') || newestFirst(a, b),
  )[0];
}

function weightOf({ method }: Evidence, rule: ProfileRule): number {
  return rule.methods[method].weight;
}

function newestFirst(a: Evidence, b: Evidence): number {
  return compare(b.observedOn, a.observedOn) || compare(b.evidenceId, a.evidenceId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
