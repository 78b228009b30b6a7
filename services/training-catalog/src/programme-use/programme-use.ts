import { isDeepStrictEqual } from 'node:util';
import { ProgrammeUseStated, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, RegionConfig, UnitOfWork } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { statedUse, type StatedUse } from './programme-use.decision.js';
import {
  isMine,
  keyOf,
  loadStatements,
  loadUse,
  saveStatements,
  takeTouched,
  type UseStatement,
} from './programme-use-store.js';

/** States how programmes are used, each change once, for the province's reports. */
@Injectable()
export class ProgrammeUseStatements {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Answers how many statements it made; 0 also when another process is at it. */
  stateChanges(): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await isMine(tx))) return 0;
      const touched = await takeTouched(tx);
      if (touched.length === 0) return 0;
      const known = await loadStatements(tx, touched);
      const use = (await loadUse(tx, touched, this.config.region)).map(statedUse);
      const due = use.flatMap((stated) => nextStatement(stated, known.get(keyOf(stated))));
      if (due.length === 0) return 0;
      const at = this.clock.now();
      await saveStatements(tx, due, at);
      await this.outbox.append(
        tx,
        due.map((statement) => useStated(statement, at)),
      );
      return due.length;
    });
  }
}

function nextStatement(stated: StatedUse, known: UseStatement | undefined): UseStatement[] {
  if (known && isDeepStrictEqual(known.stated, stated)) return [];
  return [{ statement: (known?.statement ?? 0) + 1, stated }];
}

/** A statement as the province is told it. */
export function useStated({ statement, stated }: UseStatement, at: Date): NewEvent {
  return ProgrammeUseStated.create({
    subject: `${stated.programmeId}/${stated.year}`,
    time: at,
    data: { ...stated, statement, asOf: at.toISOString() },
  }) as unknown as NewEvent;
}
