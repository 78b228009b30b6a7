import { CalendarDate } from '@betang/asn';
import { AppError } from '@betang/platform';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import type { AssessedResult } from '../evidence/evidence.decision.js';
import type { ProfileRule } from '../rules/dated-rule.js';
import type { CombinedResult, PeerLevels, PeerRequest } from './peer-request.js';

/**
 * Of two answers each of the two would know what the other said, so that three is the least for anonymity; no regulation that was read states a number.
 * A region may ask for more by its dated rule of profiles, never for fewer.
 */
const LEAST_PEER_ANSWERS = 3;
/** Days that colleagues may be given at most: a year's assessment is not asked for half a year before. */
const MOST_DAYS = 90;

export interface PeerProblem {
  readonly field: string;
  readonly code:
    | 'peer.oneself'
    | 'peer.supervisor'
    | 'peer.asker'
    | 'peer.unknown'
    | 'peer.twice'
    | 'peer.too-few'
    | 'peer.day-past'
    | 'peer.day-far'
    | 'peer.not-asked-of'
    | 'evidence.competency-unknown'
    | 'evidence.level-outside'
    | 'evidence.twice';
}

export function leastAnswersOf({ leastPeerAnswers }: ProfileRule): number {
  return Math.max(leastPeerAnswers ?? LEAST_PEER_ANSWERS, LEAST_PEER_ANSWERS);
}

/** Whom colleagues are asked about, and by whom. */
export interface PeerCircle {
  readonly employeeId: string;
  readonly supervisorId: string | null;
  readonly askerId: string | null;
  /** Who is in service, and within reach of who asks. */
  readonly reachable: ReadonlySet<string>;
  /** Who was asked before. */
  readonly asked: ReadonlySet<string>;
}

/** Why colleagues cannot be asked, all of it: nobody about herself, no supervisor as a colleague, and not who asks, who sees the answers' texts. */
export function peerProblems(peerIds: readonly string[], circle: PeerCircle): PeerProblem[] {
  return peerIds.flatMap((peerId, index): PeerProblem[] => {
    const field = `peerIds[${index}]`;
    if (circle.asked.has(peerId) || peerIds.indexOf(peerId) < index) return [{ field, code: 'peer.twice' }];
    if (peerId === circle.employeeId) return [{ field, code: 'peer.oneself' }];
    if (peerId === circle.supervisorId) return [{ field, code: 'peer.supervisor' }];
    if (peerId === circle.askerId) return [{ field, code: 'peer.asker' }];
    return circle.reachable.has(peerId) ? [] : [{ field, code: 'peer.unknown' }];
  });
}

export interface PeerQuestion {
  readonly peerIds: readonly string[];
  readonly competencyCodes: readonly string[];
  readonly dueOn: string;
}

/** What is wrong with a new request beside its people. */
export function questionProblems(
  { peerIds, competencyCodes, dueOn }: PeerQuestion,
  competencies: ReadonlyMap<string, DictionaryCompetency>,
  leastAnswers: number,
  today: string,
): PeerProblem[] {
  const problems: PeerProblem[] = [];
  if (new Set(peerIds).size < leastAnswers) problems.push({ field: 'peerIds', code: 'peer.too-few' });
  if (dueOn < today) problems.push({ field: 'dueOn', code: 'peer.day-past' });
  if (dueOn > CalendarDate.parse(today).plusDays(MOST_DAYS).iso)
    problems.push({ field: 'dueOn', code: 'peer.day-far' });
  competencyCodes.forEach((code, index) => {
    const field = `competencyCodes[${index}]`;
    if (competencyCodes.indexOf(code) < index) problems.push({ field, code: 'evidence.twice' });
    if (!competencies.has(code)) problems.push({ field, code: 'evidence.competency-unknown' });
  });
  return problems;
}

/** What is wrong with an answer. What a colleague cannot judge she leaves out. */
export function answerProblems(
  results: readonly AssessedResult[],
  { competencyCodes }: Pick<PeerRequest, 'competencyCodes'>,
  competencies: ReadonlyMap<string, Pick<DictionaryCompetency, 'maxLevel'>>,
): PeerProblem[] {
  return results.flatMap(({ code, level }, index): PeerProblem[] => {
    const field = `results[${index}]`;
    if (!competencyCodes.includes(code)) return [{ field: `${field}.code`, code: 'peer.not-asked-of' }];
    if (results.findIndex((other) => other.code === code) < index)
      return [{ field: `${field}.code`, code: 'evidence.twice' }];
    const most = competencies.get(code)?.maxLevel ?? 0;
    return level > most ? [{ field: `${field}.level`, code: 'evidence.level-outside' }] : [];
  });
}

/** Throws `peer-request-ended` (409) once it was closed or withdrawn, or its last day has passed. */
export function assertAnswerable({ state, dueOn }: Pick<PeerRequest, 'state' | 'dueOn'>, today: string): void {
  assertOpen({ state });
  if (dueOn < today) throw new AppError('peer-request-ended', { status: 409 });
}

/** Throws `peer-request-ended` (409). */
export function assertOpen({ state }: Pick<PeerRequest, 'state'>): void {
  if (state !== 'OPEN') throw new AppError('peer-request-ended', { status: 409 });
}

/** The levels together, for each competency of which enough colleagues said something: the mean, rounded down as everywhere in profiles. */
export function combine(
  answers: readonly PeerLevels[],
  { competencyCodes, leastAnswers }: Pick<PeerRequest, 'competencyCodes' | 'leastAnswers'>,
): CombinedResult[] {
  return competencyCodes.flatMap((code): CombinedResult[] => {
    const levels = answers.flatMap((answer) => answer[code] ?? []);
    if (levels.length < leastAnswers) return [];
    const sum = levels.reduce((whole, level) => whole + level, 0);
    return [{ code, level: Math.floor(sum / levels.length), answers: levels.length }];
  });
}
