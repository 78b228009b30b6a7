import { findMessage } from '../errors/message-catalogue.js';
import type { Language } from '../errors/message-catalogue.js';
import type { NoticeView, StoredNotice } from './notice.js';

/** What a person reads of a notice. */
export interface NoticeTexts {
  readonly subject: string;
  readonly text: string;
}

/** A notice in a language; undefined for a code without texts. Subjects take no params: they show on locked screens and lie in mail logs. */
export function findNoticeTexts(
  { code, params }: Pick<StoredNotice, 'code' | 'params'>,
  language: Language,
): NoticeTexts | undefined {
  const subject = findMessage(language, `notice.${code}.subject`);
  const text = findMessage(language, `notice.${code}.text`, params);
  return subject === undefined || text === undefined ? undefined : { subject, text };
}

/** A notice as its reader sees it. Notices outlive releases: one whose texts are gone must not hide the others of its page. */
export function noticeView(notice: StoredNotice, language: Language): NoticeView {
  const { noticeId: id, code, link, createdAt, readAt } = notice;
  const texts = findNoticeTexts(notice, language) ?? getPastTexts(language);
  return { id, code, ...texts, link, createdAt, readAt };
}

function getPastTexts(language: Language): NoticeTexts {
  const past = findNoticeTexts({ code: 'past', params: {} }, language);
  if (past === undefined) throw new Error('past notices have no texts');
  return past;
}
