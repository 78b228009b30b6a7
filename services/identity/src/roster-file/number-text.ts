/** A number without what offices write around it: `NIP. 1986…`, and `="1986…"`, by which portals keep a spreadsheet from rounding it. */
export function withoutLabel(text: string): string {
  return text.replace(/^="(.*)"$/, '$1').replace(/^(?:NIP|NI\s?PPPK)[\s.:]*(?=\d)/i, '');
}
