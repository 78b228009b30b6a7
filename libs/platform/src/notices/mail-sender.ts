import type { Transporter } from 'nodemailer';

import type { ServiceDatabase } from '../database/service-database.js';
import type { Language } from '../errors/message-catalogue.js';
import type { Logger } from '../logging/logger.js';
import { findNoticeTexts } from './notice-texts.js';

export interface MailSettings {
  /** `smtps://user:password@host:465`, or `smtp://…` which is upgraded by STARTTLS where the mode asks for encryption. */
  readonly url: string;
  readonly from: string;
  /** Refuse to send without encryption; false only for loopback in local mode and hosts of a private network. */
  readonly requireTls: boolean;
}

interface ClaimedMail {
  readonly noticeId: string;
  readonly address: string;
  readonly language: Language;
  readonly attempts: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const BATCH = 20;
const MOST_ATTEMPTS = 8;
const TEXTS_GONE = 'notice-texts-gone';

/** Mails of one turn are leased, so that a second process does not send them too; a lease outlives any sending. */
const CLAIM = `UPDATE notice_mail AS m SET attempts = attempts + 1, next_try_at = now() + interval '15 minutes'
    FROM notice AS n
   WHERE n.notice_id = m.notice_id AND m.notice_id IN (
     SELECT notice_id FROM notice_mail WHERE state = 'WAITING' AND next_try_at <= now()
      ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING m.notice_id AS "noticeId", m.address, m.language, m.attempts, n.code, n.params`;

/**
 * Sends the mails that wait, each as soon as it can be. A mail may go twice when a process dies between sending and
 * noting it; its Message-ID is the same then. No transaction is open while a server answers.
 */
export class MailSender {
  private transport: Promise<Transporter> | undefined;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly settings: MailSettings,
    private readonly logger: Logger,
  ) {}

  /** Sends until none is due; answers how many were sent. */
  async run(): Promise<number> {
    let sent = 0;
    for (;;) {
      const mails = await this.database.unitOfWork.run((tx) => tx.query<ClaimedMail>(CLAIM, [BATCH]));
      for (const mail of mails) if (await this.sendOne(mail)) sent += 1;
      if (mails.length < BATCH) return sent;
    }
  }

  async close(): Promise<void> {
    const transport = await this.transport?.catch(() => undefined);
    transport?.close();
  }

  private async sendOne(mail: ClaimedMail): Promise<boolean> {
    const texts = findNoticeTexts(mail, mail.language);
    if (texts === undefined) {
      // Left over from an earlier release: the mails behind it must not wait for it.
      this.logger.warn('mail not sent', { noticeId: mail.noticeId, attempts: mail.attempts, code: TEXTS_GONE });
      await this.finish(mail.noticeId, 'REFUSED', TEXTS_GONE);
      return false;
    }
    try {
      const transport = await (this.transport ??= this.connect());
      await transport.sendMail({
        from: this.settings.from,
        to: mail.address,
        ...texts,
        messageId: `<${mail.noticeId}@notices.betang>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    } catch (error) {
      await this.putOff(mail, error);
      return false;
    }
    await this.finish(mail.noticeId, 'SENT');
    return true;
  }

  /** A refusal for good (5xx to the address) ends a mail; anything else is tried again, less and less often. */
  private async putOff(mail: ClaimedMail, error: unknown): Promise<void> {
    const { responseCode } = error as { responseCode?: number };
    const code = responseCode === undefined ? 'smtp-unreachable' : `smtp-${responseCode}`;
    // Neither the address nor the server's words, which quote it.
    this.logger.warn('mail not sent', { noticeId: mail.noticeId, attempts: mail.attempts, code });
    if ((responseCode !== undefined && responseCode >= 550) || mail.attempts >= MOST_ATTEMPTS)
      return this.finish(mail.noticeId, 'REFUSED', code);
    await this.database.execute(
      `UPDATE notice_mail SET error_code = $2, next_try_at = now() + make_interval(mins => $3) WHERE notice_id = $1`,
      [mail.noticeId, code, 2 ** mail.attempts],
    );
  }

  /** The address has served; the record that a mail was sent does not need it. */
  private async finish(noticeId: string, state: 'SENT' | 'REFUSED', code: string | null = null): Promise<void> {
    await this.database.execute(
      `UPDATE notice_mail SET state = $2, error_code = $3, address = '', finished_at = now() WHERE notice_id = $1`,
      [noticeId, state, code],
    );
  }

  private async connect(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    const { requireTls } = this.settings;
    return createTransport({
      url: this.settings.url,
      pool: true,
      maxConnections: 2,
      requireTLS: requireTls,
      // A plain connection to loopback is no place for certificates.
      ignoreTLS: !requireTls && this.settings.url.startsWith('smtp:'),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    });
  }
}
