import {
  AppError,
  Audit,
  ListQuery,
  sqlState,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { DEFAULT_PATTERN, isNumberPattern } from './certificate-number.decision.js';

/** How the region's certificates look, from a day on. */
export interface CertificateScheme {
  readonly validFrom: string;
  /** With one place each for `{seq}`, `{region}` and `{year}`; `{path}` may stand in it. */
  readonly pattern: string;
  readonly letterhead: readonly string[];
  readonly place: string;
  readonly signerName: string;
  readonly signerPost: string;
}

const COLUMNS = `valid_from AS "validFrom", pattern, letterhead, place, signer_name AS "signerName", signer_post AS "signerPost"`;
const LIST: ListDefinition = {
  select: `SELECT ${COLUMNS} FROM certificate_scheme`,
  sorts: { validFrom: { sql: 'valid_from', type: 'date' } },
  defaultSort: 'validFrom',
  key: { sql: 'valid_from', type: 'date' },
};
const INSERT = `INSERT INTO certificate_scheme (valid_from, pattern, letterhead, place, signer_name, signer_post, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UNIQUE_VIOLATION = '23505';

@Injectable()
export class CertificateSchemes {
  constructor(private readonly audit: Audit) {}

  async page(db: SqlClient, query: PageQuery & { readonly begunBy?: string }): Promise<Page<CertificateScheme>> {
    const list = new ListQuery(LIST, query).where('valid_from <= ?', query.begunBy).build();
    return list.page(await db.query<CertificateScheme & ListRow>(list.text, list.values));
  }

  /** The scheme of a day; before the region has set one, a plain one without signer. */
  async of(db: SqlClient, day: string): Promise<CertificateScheme> {
    const [row] = await db.query<CertificateScheme>(
      `SELECT ${COLUMNS} FROM certificate_scheme WHERE valid_from <= $1 ORDER BY valid_from DESC LIMIT 1`,
      [day],
    );
    return (
      row ?? {
        validFrom: day,
        pattern: DEFAULT_PATTERN,
        letterhead: [],
        place: '',
        signerName: '',
        signerPost: '',
      }
    );
  }

  /** Throws `certificate-scheme-refused` (422) for a pattern that does not tell numbers apart, `certificate-scheme-exists` (409). */
  async record(tx: Transaction, scheme: CertificateScheme, actor: string): Promise<void> {
    const { validFrom, pattern, letterhead, place, signerName, signerPost } = scheme;
    if (!isNumberPattern(pattern))
      throw new AppError('certificate-scheme-refused', {
        status: 422,
        errors: [{ field: 'pattern', code: 'certificate.pattern' }],
      });
    try {
      await tx.execute(INSERT, [validFrom, pattern, letterhead, place, signerName, signerPost, actor]);
    } catch (cause) {
      if (sqlState(cause) === UNIQUE_VIOLATION) throw new AppError('certificate-scheme-exists', { status: 409, cause });
      throw cause;
    }
    const object = { type: 'certificate-scheme', id: validFrom };
    await this.audit.record(tx, { actor, action: 'record-certificate-scheme', object });
  }
}
