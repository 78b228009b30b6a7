import { ContractError, type EventRecord } from '@betang/contracts';

/** Most bytes of what stands in an index: Postgres refuses a row whose part of one is longer than a third of a page. */
const MOST_BYTES = { type: 256, subject: 1_024, epoch: 64, correlationId: 512, causationId: 512 } as const;
const HEADER_OF = {
  type: 'ce-type',
  subject: 'ce-subject',
  epoch: 'ce-epoch',
  correlationId: 'ce-correlationid',
  causationId: 'ce-causationid',
} as const;
const FIELDS = Object.keys(MOST_BYTES) as (keyof typeof MOST_BYTES)[];

/**
 * Refuses what no database could keep, however well it is numbered and signed: with it in a batch every reader of every region would fail at the
 * same place for ever. Such an event is set aside like any other message that is none.
 * @throws ContractError `envelope-invalid`, naming the header
 */
export function assertKeepable(event: EventRecord): void {
  for (const field of FIELDS) {
    const value = event[field];
    if (value !== undefined && !isKeepableText(value, MOST_BYTES[field])) throw unkeepable(HEADER_OF[field]);
  }
  if (!isTimeOfPostgres(event.time)) throw unkeepable('ce-time');
}

/** The same text as far as a database keeps it, for what is set aside. */
export function keepableText(text: string, most: number): string {
  return text.replaceAll('\u0000', '\ufffd').slice(0, most);
}

function isKeepableText(value: string, most: number): boolean {
  // A character has at most three bytes a unit: most values need not be measured.
  return (value.length * 3 <= most || Buffer.byteLength(value) <= most) && !value.includes('\u0000');
}

const MOST_TIME = 40;
/** Postgres knows no offset further from UTC than this. */
const MOST_OFFSET_HOURS = 15;
const TIME = /^(\d{4})-(\d{2})-(\d{2})T.*?(?:Z|[+-](\d{2}):\d{2})$/;

/** The 30th of February is a day to JavaScript, and so is one in the year 0; a time of RFC 3339 is neither. */
function isTimeOfPostgres(time: string): boolean {
  const [, year, month, day, offset = '0'] = TIME.exec(time) ?? [];
  if (time.length > MOST_TIME || year === undefined || year === '0000') return false;
  const lastDay = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  return Number(day) <= lastDay && Number(offset) <= MOST_OFFSET_HOURS;
}

function unkeepable(header: string): ContractError {
  return new ContractError('envelope-invalid', `header ${header} holds what no database keeps`, header);
}
