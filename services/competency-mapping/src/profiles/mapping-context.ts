import { Clock, ServiceDatabase, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { CurrentCode, Dictionary, DictionaryCompetency } from '../dictionary/dictionary.js';
import { findInForce, loadCompetencies, loadCurrentCodes } from '../dictionary/dictionary-store.js';
import type { DatedRule } from '../rules/dated-rule.js';
import { mappingVersion } from '../rules/mapping-version.js';
import { RuleBook } from '../rules/rule-book.js';
import { StandardBook } from '../standards/standard-book.js';
import { loadActive } from '../standards/standard-store.js';
import type { ProfileContext } from './profile.decision.js';

/** All that profiles and matches of a day follow from. */
export interface MappingContext extends ProfileContext {
  readonly dictionary: Dictionary;
  readonly competencies: ReadonlyMap<string, DictionaryCompetency>;
  readonly currentCodes: ReadonlyMap<string, CurrentCode>;
  readonly profileRule: DatedRule<'PROFILE'>;
  readonly matchRule: DatedRule<'JOB_MATCH'>;
  readonly standards: StandardBook;
}

/** Reads dictionary, rules and standards once, and again when the day or any of them changes. */
@Injectable()
export class MappingContexts {
  private kept: { readonly key: string; readonly context: MappingContext } | undefined;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly rules: RuleBook,
    private readonly clock: Clock,
  ) {}

  /** As the transaction sees it: a change that it made itself counts. */
  async load(db: SqlClient = this.database): Promise<MappingContext> {
    const today = this.clock.today();
    const key = `${today} ${await mappingVersion(db)}`;
    if (this.kept?.key === key) return this.kept.context;
    const context = await this.read(db, today);
    this.kept = { key, context };
    return context;
  }

  private async read(db: SqlClient, today: string): Promise<MappingContext> {
    const dictionary = (await findInForce(db, today))!;
    const competencies = await loadCompetencies(db, dictionary.dictionaryId);
    const currentCodes = await loadCurrentCodes(db);
    const profileRule = await this.rules.getInForce(db, 'PROFILE', today);
    return {
      today,
      dictionary,
      competencies: new Map(competencies.map((competency) => [competency.code, competency])),
      currentCodes: new Map(currentCodes.map((row) => [row.recordedCode, row])),
      profileRule,
      rule: profileRule.content,
      matchRule: await this.rules.getInForce(db, 'JOB_MATCH', today),
      standards: new StandardBook(await loadActive(db)),
    };
  }
}
