import {
  AppError,
  ListQuery,
  ServiceDatabase,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { VisibleUnits } from '../employees/visible-units.js';
import { inUnits, unitsParameter } from '../employees/reach.js';
import { CERTIFICATE_COLUMNS, type Certificate } from './certificate.js';

const LIST: ListDefinition = {
  select: `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c LEFT JOIN employee AS e USING (employee_id)`,
  sorts: {
    issuedOn: { sql: 'c.issued_on', type: 'date' },
    number: { sql: 'c.number', type: 'text' },
    expiresOn: { sql: `coalesce(c.expires_on, '9999-12-31')`, type: 'date' },
  },
  defaultSort: '-issuedOn',
  key: { sql: 'c.certificate_id', type: 'uuid' },
};

export interface CertificateFilter {
  readonly employeeId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly number?: string | undefined;
  readonly state?: string | undefined;
  readonly expiresBy?: string | undefined;
}

/** Reads certificates. */
@Injectable()
export class CertificateQueries {
  constructor(private readonly database: ServiceDatabase) {}

  async page(query: PageQuery, filter: CertificateFilter, visible: VisibleUnits): Promise<Page<Certificate>> {
    const list = new ListQuery(LIST, query)
      .where('c.employee_id = ?', filter.employeeId)
      .where('c.session_id = ?', filter.sessionId)
      .where('c.number = ?', filter.number)
      .where('c.state = ?', filter.state)
      .where(`c.state = 'VALID' AND c.expires_on <= ?::date`, filter.expiresBy);
    if (visible !== null) list.where(`c.home_region IS NULL AND ${inUnits('e.unit_id')}`, unitsParameter(visible));
    const statement = list.build();
    return statement.page(await this.database.query<Certificate & ListRow>(statement.text, statement.values));
  }

  /** Throws `certificate-not-found` (404), also for what is out of the caller's reach. */
  async get(db: SqlClient, certificateId: string, visible: VisibleUnits): Promise<Certificate> {
    const values = [certificateId, unitsParameter(visible)];
    const text = `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c LEFT JOIN employee AS e USING (employee_id)
      WHERE c.certificate_id = $1 AND ($2::uuid[] IS NULL OR c.home_region IS NULL) AND ${inUnits('e.unit_id').replace('?', '$2')}`;
    const [row] = await db.query<Certificate>(text, values);
    if (!row) throw new AppError('certificate-not-found', { status: 404 });
    return row;
  }

  /** One's own. Throws `certificate-not-found` (404). */
  async getOwn(db: SqlClient, certificateId: string, employeeId: string): Promise<Certificate> {
    const found = await this.find(db, 'c.certificate_id = $1 AND c.employee_id = $2', [certificateId, employeeId]);
    if (!found) throw new AppError('certificate-not-found', { status: 404 });
    return found;
  }

  byToken(token: string): Promise<Certificate | undefined> {
    return this.find(this.database, 'c.token = $1', [token]);
  }

  private async find(db: SqlClient, where: string, values: readonly unknown[]): Promise<Certificate | undefined> {
    const [row] = await db.query<Certificate>(
      `SELECT ${CERTIFICATE_COLUMNS} FROM certificate AS c WHERE ${where}`,
      values,
    );
    return row;
  }
}
