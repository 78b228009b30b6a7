import { Outbox } from '@betang/messaging';
import { Logger, UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { dateRulesOf } from '../employees/person-dates.js';
import { IdentityConfig } from '../identity.config.js';
import { todayIn } from '../organisation/effective-day.js';
import { RosterFileError } from '../roster-file/roster-file.error.js';
import { ImportApplication } from './apply-import.js';
import { ImportComparison } from './compare-import.js';
import { findImport, finish } from './import-store.js';
import { ImportReading } from './read-import.js';
import { ImportUndo } from './undo-import.js';
import { WORKING_STATES, type ImportState } from './roster-import.js';

/** Does the work of one import from wherever it stands to where a person has to look at it, or to its end. Repeating it is harmless. */
@Injectable()
export class ImportWork {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
    private readonly config: IdentityConfig,
  ) {}

  /** Throws what is worth trying again later, and at the next transaction once the signal is aborted; a file that cannot be read ends the import instead. */
  async run(importId: string, signal?: AbortSignal): Promise<ImportState | undefined> {
    const unitOfWork = this.unitOfWork.until(signal);
    for (;;) {
      const state = await this.stateOf(importId);
      if (!state || !WORKING_STATES.includes(state)) return state;
      // Another worker that began later brings the import to its end.
      if (!(await this.step(importId, state, unitOfWork))) return this.stateOf(importId);
    }
  }

  private async stateOf(importId: string): Promise<ImportState | undefined> {
    return (await this.unitOfWork.run((tx) => findImport(tx, importId)))?.state;
  }

  private async step(importId: string, state: ImportState, unitOfWork: Pick<UnitOfWork, 'run'>): Promise<boolean> {
    const { region } = this.config;
    const dates = dateRulesOf(this.config, todayIn(region));
    try {
      if (state === 'READING') return await new ImportReading(unitOfWork, importId, uuidv4(), dates).run();
      if (state === 'COMPARING') return await new ImportComparison(unitOfWork, importId, uuidv4(), dates).run();
      if (state === 'UNDOING') return await new ImportUndo(unitOfWork, this.outbox, importId, region).run();
      return await new ImportApplication(unitOfWork, this.outbox, importId, region, dates).run();
    } catch (error) {
      if (!(error instanceof RosterFileError)) throw error;
      this.logger.info('roster file refused', { importId, code: error.code });
      await this.unitOfWork.run((tx) => finish(tx, importId, 'FAILED', error.code));
      return true;
    }
  }
}
