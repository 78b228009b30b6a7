import { Clock, Notices, Sweeps, UnitOfWork, type NewNotice } from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** People are told so many days before a certificate ends, and once more when it is near. */
const DAYS_BEFORE = [90, 30] as const;
/** Also of those that another region issued; who serves elsewhere now is told there. */
const DUE = `SELECT c.id, c.employee_id AS "employeeId", c.title, c.expires_on AS "expiresOn" FROM (
    SELECT certificate_id AS id, employee_id, title, expires_on FROM certificate WHERE state = 'VALID' AND home_region IS NULL
    UNION ALL SELECT certificate_id, employee_id, title, expires_on FROM foreign_certificate WHERE standing = 'VALID') AS c
  JOIN employee AS e USING (employee_id)
 WHERE c.expires_on >= $1::date AND c.expires_on <= $1::date + $2::integer AND (e.left_on IS NULL OR e.left_on > $1::date)`;

/** Tells holders in time that a certificate is about to end; each notice goes out once however often the sweep runs. */
@Injectable()
export class ExpiryNotices implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly unitOfWork: UnitOfWork,
    private readonly notices: Notices,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeps.register('certificate-expiry', { dailyAt: '06:30' }, () => this.tellAll());
  }

  async tellAll(): Promise<number> {
    let told = 0;
    for (const days of DAYS_BEFORE) told += await this.tell(days);
    return told;
  }

  private tell(days: number): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ id: string; employeeId: string; title: string; expiresOn: string }>(DUE, [
        this.clock.today(),
        days,
      ]);
      const code = 'training.certificate-expires';
      return this.notices.tell(
        tx,
        rows.map(({ id, employeeId, title, expiresOn }): NewNotice => ({
          recipientId: employeeId,
          key: `${code}:${id}:${days}`,
          code,
          params: { title, expiresOn },
          link: '/training/certificates',
        })),
      );
    });
  }
}
