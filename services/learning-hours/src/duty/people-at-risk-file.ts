import {
  Audit,
  Clock,
  ServiceDatabase,
  exportTable,
  type CellValue,
  type ExportFormat,
  type Language,
  type Page,
  type Principal,
} from '@betang/platform';
import { Injectable, type StreamableFile } from '@nestjs/common';
import { PeopleAccess } from '../people/people-access.js';
import { PeopleAtRisk } from './people-at-risk.js';
import { atRiskTexts } from './people-at-risk.texts.js';
import type { PeopleAtRiskQuery, PersonAtRiskView } from './people-at-risk.dto.js';

const LARGEST_PAGE = 200;
const NUMBERS_FROM = 3;
const HUNDREDTHS = 100;

type WholeList = Omit<PeopleAtRiskQuery, 'cursor' | 'limit'>;

/** Who is behind, as far as the caller's units reach, in pages and as a file. Each person that is shown is a look on record. */
@Injectable()
export class PeopleAtRiskFile {
  constructor(
    private readonly atRisk: PeopleAtRisk,
    private readonly access: PeopleAccess,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
  ) {}

  async read(query: PeopleAtRiskQuery, principal: Principal): Promise<Page<PersonAtRiskView>> {
    const page = await this.atRisk.page(query, this.access.visibleUnits(principal));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'learning-hours-duty' });
    return page;
  }

  /** The whole list in the order of the pages, whatever its size. Throws `document-too-long` (422) for a long PDF. */
  file(
    query: WholeList,
    principal: Principal,
    { format, language }: { readonly format: ExportFormat; readonly language: Language },
  ): Promise<StreamableFile> {
    const texts = atRiskTexts[language];
    const now = this.clock.now();
    const year = query.year ?? Number(this.clock.today().slice(0, 4));
    return exportTable(
      {
        name: `jp-tertinggal-${year}`,
        title: [`${texts.title[query.below]} ${year}`],
        language,
        issuedAt: now,
        columns: texts.columns.map((heading, index) => ({
          heading,
          kind: index >= NUMBERS_FROM ? ('decimal' as const) : ('text' as const),
        })),
        rows: this.rows({ ...query, year }, principal),
        notes: [`${texts.asOf} ${now.toISOString()}`],
      },
      format,
    );
  }

  private async *rows(query: WholeList, principal: Principal): AsyncGenerator<readonly CellValue[]> {
    let cursor: string | undefined;
    do {
      const part = cursor === undefined ? {} : { cursor };
      const page = await this.read({ ...query, limit: LARGEST_PAGE, ...part }, principal);
      for (const { name, agencyName, employmentStatus, counted, minimum, shortfall } of page.items) {
        const hours = [counted, minimum, shortfall].map((hundredths) => hundredths / HUNDREDTHS);
        yield [name, agencyName, employmentStatus, ...hours];
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
}
