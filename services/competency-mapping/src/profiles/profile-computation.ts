import { CompetencyProfileChanged, type Cause, type EventData, type ProfileChangeCause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { eventList } from '../events.js';
import { jobMatch } from './job-person-match.decision.js';
import { StatementSignal } from '../marks/statement-signal.js';
import { MappingContexts, type MappingContext } from './mapping-context.js';
import { MovedPeople } from './moved-people.js';
import { ProfileMarks, type MarkCause } from '../marks/profile-marks.js';
import { profileOf, type HeldLevel } from './profile.decision.js';
import {
  findComputedLater,
  lockStates,
  writeLevels,
  writeSummaries,
  type LevelRow,
  type ProfileState,
  type Summary,
} from './profile-store.js';

type Change = EventData<typeof CompetencyProfileChanged>['changes'][number];

export interface PersonToCompute {
  readonly employeeId: string;
  readonly cause: MarkCause;
  /** The event that this person's change follows from, where it is another than that of the whole batch. */
  readonly causationId?: string | null;
}

/** Computes profiles again, a batch a transaction: rows and events of what changed, and nothing of what did not. */
@Injectable()
export class ProfileComputation {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly outbox: Outbox,
    private readonly signal: StatementSignal,
    private readonly moved: MovedPeople,
    private readonly marks: ProfileMarks,
  ) {}

  /** Answers how many people's levels changed. At most some thousand people a call. */
  async compute(tx: Transaction, people: readonly PersonToCompute[], cause: Cause = {}): Promise<number> {
    if (people.length === 0) return 0;
    const context = await this.contexts.load(tx);
    const causes = new Map(people.map((person) => [person.employeeId, person]));
    const locked = await lockStates(tx, [...causes.keys()].sort());
    const later = await findComputedLater(tx, [...causes.keys()]);
    // Their profiles are computed by a transaction that begins after this one.
    await this.marks.markAgain(
      tx,
      people.filter(({ employeeId }) => later.has(employeeId)),
    );
    const states = locked.filter(({ employeeId }) => !later.has(employeeId));
    const changed: LevelRow[] = [];
    const gone: { employeeId: string; code: string }[] = [];
    const summaries: Summary[] = [];
    const events: object[] = [];
    for (const state of states) {
      const held = profileOf(state.evidence, context);
      const changes = diff(state, held, changed, gone);
      summaries.push(summaryOf(state, held, context));
      if (changes.length > 0) events.push(profileChanged(causes.get(state.employeeId)!, changes, context, cause));
    }
    await writeLevels(tx, changed, gone);
    await writeSummaries(tx, summaries, context);
    await this.outbox.append(tx, eventList(...events));
    await this.moved.follow(tx, [...causes.keys()]);
    this.signal.changedBy(tx);
    return events.length;
  }
}

/** What differs from the stored profile: as rows to write, and as changes to tell. */
function diff(
  { employeeId, levels }: ProfileState,
  held: readonly HeldLevel[],
  changed: LevelRow[],
  gone: { employeeId: string; code: string }[],
): Change[] {
  const before = new Map(levels.map((level) => [level.code, level]));
  const changes: Change[] = [];
  for (const { code, level, validUntil, evidenceId } of held) {
    const old = before.get(code);
    if (level === null || evidenceId === null) continue;
    before.delete(code);
    if (old?.level === level && old.validUntil === validUntil && old.evidenceId === evidenceId) continue;
    changed.push({ employeeId, code, level, validUntil, evidenceId });
    if (old?.level === level && old.validUntil === validUntil) continue;
    changes.push({ competencyCode: code, level, previousLevel: old?.level ?? null, validUntil });
  }
  for (const { code, level } of before.values()) {
    gone.push({ employeeId, code });
    changes.push({ competencyCode: code, level: null, previousLevel: level, validUntil: null });
  }
  return changes;
}

function summaryOf(state: ProfileState, held: readonly HeldLevel[], context: MappingContext): Summary {
  const standard = context.standards.find(state);
  const levels = new Map(held.flatMap(({ code, level }) => (level === null ? [] : [[code, level] as const])));
  const match = jobMatch(
    standard?.levels ?? {},
    levels,
    (code) => context.competencies.get(code)?.group,
    context.matchRule.content,
    state.positionType,
  );
  return {
    employeeId: state.employeeId,
    standardId: standard?.standardId ?? null,
    standardVersion: standard?.version ?? null,
    ...match,
  };
}

function profileChanged(
  { employeeId, cause, causationId }: PersonToCompute,
  changes: readonly Change[],
  { profileRule, dictionary }: MappingContext,
  causedBy: Cause,
): object {
  // A move to another position changes no level; when levels change in its computation, it is because time has passed.
  const why: ProfileChangeCause = cause === 'POSITION' ? 'EXPIRY' : cause;
  return CompetencyProfileChanged.create({
    subject: employeeId,
    cause: causationId === undefined || causationId === null ? causedBy : { ...causedBy, causationId },
    data: {
      employeeId,
      cause: why,
      ruleVersion: profileRule.ruleVersion,
      dictionaryVersion: dictionary.version,
      changes: [...changes],
    },
  });
}
