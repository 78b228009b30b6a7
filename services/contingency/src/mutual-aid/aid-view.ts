import type { AidCase, AidMessage } from './aid-case.js';
import type { AidStoryView, AidView, AidWordView, LineQuantityDto } from './mutual-aid.dto.js';

/** What every word may carry besides its own fields. */
interface WordData {
  readonly lines?: readonly LineQuantityDto[];
  readonly returnedOn?: string;
  readonly final?: boolean;
  readonly conditions?: string | null;
  readonly reason?: string;
  readonly condition?: string | null;
}

export function aidView(aid: AidCase): AidView {
  const { aidId, direction, otherRegion, emergencyId, hazardCode, title, neededBy, meetingPoint, state } = aid;
  const { availableFrom, availableUntil, conditions, declinedBy, reason, changedAt } = aid;
  const lines = aid.lines.map((line) => {
    const left = line.accepted - line.returned;
    return { ...line, open: state === 'ACCEPTED' ? left : 0, notReturned: state === 'ACCEPTED' ? 0 : left };
  });
  const what = { aidId, direction, otherRegion, emergencyId, hazardCode, title, neededBy, meetingPoint, state, lines };
  return { ...what, availableFrom, availableUntil, conditions, declinedBy, reason, changedAt };
}

/** The case with everything that was said in it; accounts only where `people` may be read. */
export function aidStory(
  aid: AidCase,
  words: readonly AidMessage[],
  { region, otherLeft, people }: { readonly region: string; readonly otherLeft: boolean; readonly people: boolean },
): AidStoryView {
  const story = words.map((word) => wordView(word, word.own ? region : aid.otherRegion, people));
  return { ...aidView(aid), otherLeft, story };
}

function wordView(word: AidMessage, region: string, people: boolean): AidWordView {
  const { number, type, saidAt, heardAt, eventId, taken, saidBy } = word;
  const { lines = [], returnedOn = null, final = null, conditions, reason, condition } = word.data as WordData;
  return {
    ...{ number, step: stepOf(type), region, saidAt, heardAt, by: people ? saidBy : null, eventId, taken },
    lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
    ...{ returnedOn, final, words: conditions ?? reason ?? condition ?? null },
  };
}

/** `betang.contingency.mutual-aid-offered.v2` -> `OFFERED` */
function stepOf(type: string): string {
  return /mutual-aid-([a-z]+)/.exec(type)![1]!.toUpperCase();
}
