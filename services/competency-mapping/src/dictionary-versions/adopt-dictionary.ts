import { AppError, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Dictionaries } from './dictionaries.js';
import type { Dictionary, DictionaryCompetency } from '../dictionary/dictionary.js';

interface SharedPart {
  readonly parts: number;
  readonly title: string;
  readonly legalBasis: string;
  readonly validFrom: string;
  readonly competencies: readonly DictionaryCompetency[];
}

/** Takes over a dictionary that another region published: a draft of the own next version, with its competencies beside the own ones. */
@Injectable()
export class DictionaryAdoption {
  constructor(private readonly dictionaries: Dictionaries) {}

  /** Throws `dictionary-not-found` (404) until all its parts have come. */
  async adopt(tx: Transaction, sharedId: string, today: string, actor: string): Promise<Dictionary> {
    const parts = await tx.query<SharedPart>(
      `SELECT parts, title, legal_basis AS "legalBasis", valid_from::text AS "validFrom", competencies FROM shared_dictionary
        WHERE dictionary_id = $1 ORDER BY part`,
      [sharedId],
    );
    const [first] = parts;
    if (!first || parts.length < first.parts) throw new AppError('dictionary-not-found', { status: 404 });
    const { title, legalBasis } = first;
    const draft = await this.dictionaries.draft(tx, { title, legalBasis, validFrom: today }, actor);
    const competencies = parts.flatMap((part) => part.competencies);
    return this.dictionaries.write(tx, draft.dictionaryId, competencies, actor);
  }
}
