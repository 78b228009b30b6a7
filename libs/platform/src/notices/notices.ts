import { v7 as uuidv7 } from 'uuid';

import type { SqlClient, Transaction } from '../database/transaction.js';
import { findNoticeTexts } from './notice-texts.js';
import type { NewNotice, NoticeAddress, StoredNotice } from './notice.js';

const COLUMNS = `notice_id AS "noticeId", code, params, link, created_at AS "createdAt", read_at AS "readAt"`;

/** One row a notice; who has an address also gets a mail on its way, in the same statement. */
const INSERT = `WITH told AS (
    INSERT INTO notice (notice_id, recipient_id, notice_key, code, params, link)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::jsonb[], $6::text[])
    ON CONFLICT (recipient_id, notice_key) DO NOTHING RETURNING notice_id, recipient_id),
  mailed AS (
    INSERT INTO notice_mail (notice_id, address, language)
    SELECT t.notice_id, a.address, a.language FROM told AS t JOIN notice_address AS a USING (recipient_id) WHERE $7
    RETURNING notice_id)
  SELECT (SELECT count(*) FROM told)::int AS told, (SELECT count(*) FROM mailed)::int AS mailed`;

/** The notices of one service to people who sign in to it. */
export class Notices {
  private readonly listeners: (() => void)[] = [];

  /** `byMail`: whether mails are written at all, that is, whether the region has an SMTP server. */
  constructor(readonly byMail: boolean) {}

  /** Tells people, in the transaction of the cause; who was told of it before is not told again. Answers how many were. */
  async tell(tx: Transaction, notices: readonly NewNotice[]): Promise<number> {
    if (notices.length === 0) return 0;
    // A code without texts would only be found out by its reader.
    for (const { code } of notices)
      if (findNoticeTexts({ code, params: {} }, 'id') === undefined) throw new Error(`notice ${code} has no texts`);
    const [row] = await tx.query<{ told: number; mailed: number }>(INSERT, [
      notices.map(() => uuidv7()),
      notices.map(({ recipientId }) => recipientId),
      notices.map(({ key }) => key),
      notices.map(({ code }) => code),
      notices.map(({ params }) => JSON.stringify(params ?? {})),
      notices.map(({ link }) => link ?? null),
      this.byMail,
    ]);
    if ((row?.mailed ?? 0) > 0) tx.afterCommit(() => this.listeners.forEach((wake) => wake()));
    return row?.told ?? 0;
  }

  /** A person's notices, newest first unless asked otherwise, after the last one of the page before. */
  list(
    db: SqlClient,
    recipientId: string,
    page: {
      readonly unreadOnly: boolean;
      readonly before: string | undefined;
      readonly oldestFirst?: boolean;
      readonly limit: number;
    },
  ): Promise<StoredNotice[]> {
    const [beyond, order] = page.oldestFirst === true ? ['>', 'ASC'] : ['<', 'DESC'];
    return db.query<StoredNotice>(
      `SELECT ${COLUMNS} FROM notice WHERE recipient_id = $1 AND (NOT $2 OR read_at IS NULL)
          AND ($3::uuid IS NULL OR notice_id ${beyond} $3) ORDER BY notice_id ${order} LIMIT $4`,
      [recipientId, page.unreadOnly, page.before ?? null, page.limit],
    );
  }

  async countUnread(db: SqlClient, recipientId: string): Promise<number> {
    const [row] = await db.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM notice WHERE recipient_id = $1 AND read_at IS NULL',
      [recipientId],
    );
    return row?.count ?? 0;
  }

  /** Marks notices of a person as read, or all; answers how many were not yet. Others' notices are not touched. */
  markRead(db: SqlClient, recipientId: string, noticeIds?: readonly string[]): Promise<number> {
    return db.execute(
      `UPDATE notice SET read_at = now() WHERE recipient_id = $1 AND read_at IS NULL AND ($2::uuid[] IS NULL OR notice_id = ANY($2))`,
      [recipientId, noticeIds ?? null],
    );
  }

  /** Sets where a person gets mail; undefined ends it, and mails that wait are not sent. */
  async setAddress(tx: SqlClient, recipientId: string, address: NoticeAddress | undefined): Promise<void> {
    await tx.execute('DELETE FROM notice_address WHERE recipient_id = $1', [recipientId]);
    if (address !== undefined) {
      const { address: mail, language } = address;
      await tx.execute('INSERT INTO notice_address (recipient_id, address, language) VALUES ($1, $2, $3)', [
        recipientId,
        mail,
        language,
      ]);
      return;
    }
    await tx.execute(
      `DELETE FROM notice_mail AS m USING notice AS n WHERE n.notice_id = m.notice_id AND n.recipient_id = $1 AND m.state = 'WAITING'`,
      [recipientId],
    );
  }

  async findAddress(db: SqlClient, recipientId: string): Promise<NoticeAddress | undefined> {
    const [row] = await db.query<NoticeAddress>(
      'SELECT address, language FROM notice_address WHERE recipient_id = $1',
      [recipientId],
    );
    return row;
  }

  /** Forgets notices that were made so many days ago. For a daily sweep. */
  sweep(db: SqlClient, days = 400): Promise<number> {
    return db.execute('DELETE FROM notice WHERE created_at < now() - make_interval(days => $1)', [days]);
  }

  /** Told after a commit that left mails to send. */
  onMail(wake: () => void): void {
    this.listeners.push(wake);
  }
}
