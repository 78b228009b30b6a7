import { PositionType } from '@betang/asn';
import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, UnitOfWork, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Dictionary, DictionaryCompetency } from '../dictionary/dictionary.js';
import { findInForce, loadCompetencies } from '../dictionary/dictionary-store.js';
import { positionKey } from '../people/position-key.js';
import { ProfileMarks } from '../marks/profile-marks.js';
import { touchMapping } from '../rules/mapping-version.js';
import { FIRST_BASIS, FIRST_LEVELS } from './first-standards.js';
import type { JobStandard, RequiredLevels, StandardScope } from './job-standard.js';
import { isAgency } from './known-agencies.js';
import { findActive, findStanding, loadActive, writeVersions } from './standard-store.js';
import { levelProblems } from './standard.decision.js';

const UNIQUE_VIOLATION = '23505';

export interface NewStandard {
  readonly scope: StandardScope;
  /** Name of the position, or value of the type. */
  readonly title: string;
  readonly agencyId: string | null;
  readonly levels: RequiredLevels;
  readonly legalBasis: string;
}

/** Job standards (SKJ): each command makes a version, and has all profiles that it touches matched again. */
@Injectable()
export class JobStandards {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly marks: ProfileMarks,
  ) {}

  /** Defaults by type of position for a region that has no standard at all; may be repeated at every start. */
  async seed(): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('competency-mapping.seed', 0))`);
      const [any] = await tx.query('SELECT 1 FROM job_standard LIMIT 1');
      if (any) return;
      const { dictionary, competencies } = await this.dictionary(tx);
      const standards = Object.entries(FIRST_LEVELS).map(([type, level]): JobStandard => ({
        standardId: newId(),
        version: 1,
        scope: 'TYPE',
        lookup: type,
        title: PositionType.fromValue(type).name,
        agencyId: null,
        levels: Object.fromEntries(competencies.map(({ code }) => [code, level])),
        dictionaryVersion: dictionary.version,
        origin: 'DEFAULT',
        legalBasis: FIRST_BASIS,
      }));
      await writeVersions(tx, standards, 'betang');
    });
  }

  /** Throws `standard-refused` (422) by field, `standard-taken` (409). */
  async create(
    tx: Transaction,
    input: NewStandard,
    actor: string,
    origin: JobStandard['origin'],
  ): Promise<JobStandard> {
    const { dictionary, competencies } = await this.dictionary(tx);
    const lookup = lookupOf(input);
    this.check(input.levels, competencies, lookup);
    // Nobody would ever be measured by it.
    if (input.agencyId !== null && !(await isAgency(tx, input.agencyId)))
      throw new AppError('standard-refused', {
        status: 422,
        errors: [{ field: 'agencyId', code: 'standard.agency-unknown' }],
      });
    const standard: JobStandard = {
      ...input,
      standardId: newId(),
      version: 1,
      lookup: lookup!,
      dictionaryVersion: dictionary.version,
      origin,
    };
    const standing = await findStanding(tx, [standard]);
    if (standing.length > 0) throw new AppError('standard-taken', { status: 409 });
    await this.write(tx, [standard], actor, 'create-job-standard');
    return standard;
  }

  /** A new version with other levels. Throws `standard-not-found` (404), `standard-changed` (409), `standard-refused` (422). */
  async change(
    tx: Transaction,
    standardId: string,
    version: number,
    levels: RequiredLevels,
    legalBasis: string,
    actor: string,
  ): Promise<JobStandard> {
    const before = await findActive(tx, standardId, true);
    if (!before) throw new AppError('standard-not-found', { status: 404 });
    if (before.version !== version) throw new AppError('standard-changed', { status: 409 });
    const { dictionary, competencies } = await this.dictionary(tx);
    this.check(levels, competencies, before.lookup);
    const changes = { levels, legalBasis, dictionaryVersion: dictionary.version, origin: 'MANUAL' as const };
    const standard: JobStandard = { ...before, ...changes, version: before.version + 1 };
    await this.write(tx, [standard], actor, 'change-job-standard');
    return standard;
  }

  /** The same levels for another position or agency. Throws `standard-not-found` (404), `standard-taken` (409). */
  async copy(
    tx: Transaction,
    standardId: string,
    to: { readonly title: string; readonly agencyId: string | null },
    actor: string,
  ): Promise<JobStandard> {
    const source = await findActive(tx, standardId);
    if (!source) throw new AppError('standard-not-found', { status: 404 });
    const { levels, legalBasis } = source;
    return this.create(tx, { ...to, scope: 'POSITION', levels, legalBasis }, actor, 'COPY');
  }

  /** It no longer holds; people fall back to the next standard that fits. */
  async retire(tx: Transaction, standardId: string, reason: string, actor: string): Promise<void> {
    const done = await tx.execute('UPDATE job_standard SET active = false WHERE standard_id = $1 AND active', [
      standardId,
    ]);
    if (done === 0) throw new AppError('standard-not-found', { status: 404 });
    await touchMapping(tx);
    await this.marks.markAll(tx, 'POSITION');
    const object = { type: 'job-standard', id: standardId };
    await this.audit.record(tx, { actor, action: 'retire-job-standard', object, reason });
  }

  /** Writes versions that were checked; what they are for is matched again. */
  async write(tx: Transaction, standards: readonly JobStandard[], actor: string, action: string): Promise<void> {
    if (standards.length === 0) return this.audit.nothingChanged(tx);
    try {
      await writeVersions(tx, standards, actor);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new AppError('standard-taken', { status: 409, cause: error });
    }
    await touchMapping(tx);
    await this.marks.markAll(tx, 'POSITION');
    for (const { standardId, version, title, levels } of standards)
      await this.audit.record(tx, {
        actor,
        action,
        object: { type: 'job-standard', id: standardId },
        after: { version, title, levels: JSON.stringify(levels) },
      });
  }

  async dictionary(tx: Transaction): Promise<{ dictionary: Dictionary; competencies: DictionaryCompetency[] }> {
    const dictionary = await findInForce(tx, this.clock.today());
    if (!dictionary) throw new AppError('dictionary-not-found', { status: 404 });
    return { dictionary, competencies: await loadCompetencies(tx, dictionary.dictionaryId) };
  }

  active(tx: Transaction): Promise<JobStandard[]> {
    return loadActive(tx);
  }

  private check(levels: RequiredLevels, competencies: readonly DictionaryCompetency[], lookup: string | null): void {
    const errors: { field: string; code: string }[] = [...levelProblems(levels, competencies)];
    if (lookup === null) errors.push({ field: 'title', code: 'standard.position-unknown' });
    if (errors.length > 0) throw new AppError('standard-refused', { status: 422, errors });
  }
}

/** Null for a type that the field does not know. */
function lookupOf({ scope, title }: Pick<NewStandard, 'scope' | 'title'>): string | null {
  if (scope === 'POSITION') return positionKey(title);
  try {
    return PositionType.fromValue(title).value;
  } catch {
    return null;
  }
}
