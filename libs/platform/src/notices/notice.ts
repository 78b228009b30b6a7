import type { Language } from '../errors/message-catalogue.js';

/** What to tell whom. */
export interface NewNotice {
  /** The employee who is told. */
  readonly recipientId: string;
  /** The cause, such as `hours-missing:2026-10`: the same cause tells a person once. No personal data. */
  readonly key: string;
  /** Texts `notice.<code>.subject` and `notice.<code>.text` of the service's messages; the subject has no params. */
  readonly code: string;
  /** What fills the text's places: figures, titles, dates; nobody's name, number or result. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Path in the portal where the matter is dealt with. */
  readonly link?: string;
}

/** Where a person wants e-mail, and in which language. */
export interface NoticeAddress {
  readonly address: string;
  readonly language: Language;
}

/** A notice as its reader sees it. */
export interface NoticeView {
  readonly id: string;
  readonly code: string;
  readonly subject: string;
  readonly text: string;
  readonly link: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

export interface StoredNotice {
  readonly noticeId: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly link: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}
