import { competencies as referenceCompetencies, newId } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, UnitOfWork, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ProfileMarks } from '../marks/profile-marks.js';
import { recodeItems } from '../individual-plans/recode-items.js';
import { recodeRaisedNeeds, recodeTargetTies } from '../needs/recode-needs.js';
import { recodePlanLines } from '../plans/recode-plan-lines.js';
import { touchMapping } from '../rules/mapping-version.js';
import { migrateStandards } from '../standards/migrate-standards.js';
import type { Dictionary, DictionaryCompetency, Succession } from '../dictionary/dictionary.js';
import type { Followed } from '../dictionary/followed.js';
import { codesSucceeded, dictionaryPublished, dictionaryRecorded } from '../dictionary/dictionary-events.js';
import {
  findDictionary,
  findDraft,
  findNewest,
  insertDictionary,
  loadCompetencies,
  loadCurrentCodes,
  takeUntoldAtHome,
  writeCompetencies,
  writeCurrentCodes,
} from '../dictionary/dictionary-store.js';
import { splitEvidence } from '../dictionary/split-store.js';
import { leaveSplitOpen, splitCodes } from '../dictionary/split.decision.js';
import { codeSteps, composeSuccessions, successionProblems, usedBefore } from '../dictionary/succession.decision.js';

const FIRST_DAY = '2017-01-01';
const UNIQUE_VIOLATION = '23505';

export interface NewDictionary {
  readonly title: string;
  readonly legalBasis: string;
  readonly validFrom: string;
}

export interface DictionaryPublication {
  readonly dictionary: Dictionary;
  /** Standards that went over to the new codes. */
  readonly standardsMigrated: number;
  /** Pieces of evidence that show the other parts of codes that were split. */
  readonly evidenceSplit: number;
  /** What names codes and followed, by kind. */
  readonly followed: {
    readonly planLines: Followed;
    readonly raisedNeeds: Followed;
    readonly targetTies: Followed;
    readonly individualItems: Followed;
  };
}

/** The region's competency dictionary (kamus kompetensi): versions drafted from the one before, published, and followed by everything that names codes. */
@Injectable()
export class Dictionaries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
    private readonly marks: ProfileMarks,
  ) {}

  /** Version 1 is the nine of PermenPANRB 38/2017, the same in every region; may be repeated at every start. */
  async seed(): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('competency-mapping.seed', 0))`);
      if (await findNewest(tx)) return this.tellAtHome(tx);
      const dictionary: Dictionary = {
        dictionaryId: newId(),
        version: 1,
        title: 'Standar Kompetensi Jabatan ASN',
        legalBasis: 'PermenPANRB 38/2017',
        validFrom: FIRST_DAY,
        state: 'PUBLISHED',
        revision: 1,
      };
      await insertDictionary(tx, dictionary, 'betang');
      const nine = referenceCompetencies().map(({ group, ...competency }) => ({
        ...competency,
        group: group === 'managerial' ? ('MANAGERIAL' as const) : ('SOCIO_CULTURAL' as const),
        field: null,
        indicators: [],
      }));
      await writeCompetencies(tx, dictionary.dictionaryId, nine);
    });
  }

  /** Versions that were published before the region's own services were told them whole. */
  private async tellAtHome(tx: Transaction): Promise<void> {
    for (const dictionary of await takeUntoldAtHome(tx))
      await this.outbox.append(tx, dictionaryRecorded(dictionary, await loadCompetencies(tx, dictionary.dictionaryId)));
  }

  /** A draft of the next version, with all that the newest one has. Throws `dictionary-draft-open` (409). */
  async draft(tx: Transaction, input: NewDictionary, actor: string): Promise<Dictionary> {
    if (await findDraft(tx, true)) throw new AppError('dictionary-draft-open', { status: 409 });
    const newest = (await findNewest(tx))!;
    const dictionary: Dictionary = {
      ...input,
      dictionaryId: newId(),
      version: newest.version + 1,
      state: 'DRAFT',
      revision: 1,
    };
    try {
      await insertDictionary(tx, dictionary, actor);
    } catch (cause) {
      // Somebody else began one at the same moment.
      if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
      throw new AppError('dictionary-draft-open', { status: 409, cause });
    }
    await writeCompetencies(tx, dictionary.dictionaryId, await loadCompetencies(tx, newest.dictionaryId));
    await this.note(tx, actor, 'draft-dictionary', dictionary);
    return dictionary;
  }

  /** Adds competencies to a draft, or says anew what they are. Throws `dictionary-not-a-draft` (409). */
  async write(
    tx: Transaction,
    dictionaryId: string,
    competencies: readonly DictionaryCompetency[],
    actor: string,
  ): Promise<Dictionary> {
    const dictionary = await this.lockDraft(tx, dictionaryId);
    await writeCompetencies(tx, dictionaryId, competencies);
    return this.counted(tx, dictionary, actor, 'write-competencies');
  }

  async remove(tx: Transaction, dictionaryId: string, code: string, actor: string): Promise<Dictionary> {
    const dictionary = await this.lockDraft(tx, dictionaryId);
    await tx.execute('DELETE FROM competency WHERE dictionary_id = $1 AND code = $2', [dictionaryId, code]);
    return this.counted(tx, dictionary, actor, 'remove-competency');
  }

  /**
   * Puts a draft in force: evidence, standards, plans that are not fixed yet and needs go over to its codes by the successions, all profiles are
   * computed again, the region's other services and the federation are told. What has no successor stays, and is counted as asked about. Throws `dictionary-refused` (422) naming every code whose fate is not said.
   */
  async publish(
    tx: Transaction,
    dictionaryId: string,
    successions: readonly Succession[],
    actor: string,
  ): Promise<DictionaryPublication> {
    const draft = await this.lockDraft(tx, dictionaryId);
    const before = await loadCompetencies(tx, (await findNewest(tx))!.dictionaryId);
    const after = await loadCompetencies(tx, dictionaryId);
    const known = await loadCurrentCodes(tx);
    const current = composeSuccessions(known, before, after, successions);
    const errors = [...successionProblems(before, after, successions), ...usedBefore(current, after)];
    if (errors.length > 0) throw new AppError('dictionary-refused', { status: 422, errors });
    if (draft.validFrom > this.clock.today())
      throw new AppError('dictionary-in-future', { status: 422, field: 'validFrom' });
    await writeCurrentCodes(tx, current);
    const steps = codeSteps(before, after, successions);
    await tx.execute(
      `UPDATE dictionary SET state = 'PUBLISHED', published_at = now(), successions = $2, told_at_home = true WHERE dictionary_id = $1`,
      [dictionaryId, JSON.stringify(steps)],
    );
    const dictionary: Dictionary = { ...draft, state: 'PUBLISHED' };
    const evidenceSplit = await splitEvidence(tx, splitCodes(known, before, steps));
    const standardsMigrated = await migrateStandards(tx, after, successions, dictionary.version, actor);
    const open = leaveSplitOpen(steps);
    const followed = {
      planLines: await recodePlanLines(tx, open),
      raisedNeeds: await recodeRaisedNeeds(tx, open),
      targetTies: await recodeTargetTies(tx, steps),
      individualItems: await recodeItems(tx, open),
    };
    await touchMapping(tx);
    const told = [
      ...codesSucceeded(dictionary, steps),
      ...dictionaryRecorded(dictionary, after),
      ...dictionaryPublished(dictionary, after, this.config.region),
    ];
    await this.marks.markAll(tx, 'DICTIONARY', told[0]?.id);
    await this.outbox.append(tx, told);
    await this.note(tx, actor, 'publish-dictionary', dictionary);
    return { dictionary, standardsMigrated, evidenceSplit, followed };
  }

  private async lockDraft(tx: Transaction, dictionaryId: string): Promise<Dictionary> {
    const found = await findDictionary(tx, dictionaryId, true);
    if (!found) throw new AppError('dictionary-not-found', { status: 404 });
    if (found.state !== 'DRAFT') throw new AppError('dictionary-not-a-draft', { status: 409 });
    return found;
  }

  private async counted(tx: Transaction, before: Dictionary, actor: string, action: string): Promise<Dictionary> {
    const dictionary = { ...before, revision: before.revision + 1 };
    await tx.execute('UPDATE dictionary SET revision = $2 WHERE dictionary_id = $1', [
      before.dictionaryId,
      dictionary.revision,
    ]);
    await this.note(tx, actor, action, dictionary);
    return dictionary;
  }

  private note(tx: Transaction, actor: string, action: string, dictionary: Dictionary): Promise<void> {
    const { dictionaryId, version, state, revision } = dictionary;
    const object = { type: 'dictionary', id: dictionaryId };
    return this.audit.record(tx, { actor, action, object, after: { version, state, revision } });
  }
}
