import { findMessage } from '../errors/message-catalogue.js';
import type { Language } from '../errors/message-catalogue.js';
import type { NoticeView, StoredNotice } from './notice.js';

/** A notice in a language. Subjects take no params: they show on locked screens and lie in mail logs. Throws for a code without texts. */
export function noticeTexts(
  { code, params }: Pick<StoredNotice, 'code' | 'params'>,
  language: Language,
): { readonly subject: string; readonly text: string } {
  const subject = findMessage(language, `notice.${code}.subject`);
  const text = findMessage(language, `notice.${code}.text`, params);
  if (subject === undefined || text === undefined) throw new Error(`notice ${code} has no texts`);
  return { subject, text };
}

export function noticeView(notice: StoredNotice, language: Language): NoticeView {
  const { noticeId: id, code, link, createdAt, readAt } = notice;
  return { id, code, ...noticeTexts(notice, language), link, createdAt, readAt };
}
