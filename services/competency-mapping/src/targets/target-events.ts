import {
  DevelopmentTargetPublished,
  DevelopmentTargetRecorded,
  type Cause,
  type EventData,
  type NewEvent,
} from '@betang/contracts';
import { eventList } from '../events.js';
import type { DevelopmentTarget } from './development-target.js';

/** A node as the region's own services are told it. */
export function targetRecorded(target: DevelopmentTarget, cause: Cause): NewEvent {
  const [event] = eventList(
    DevelopmentTargetRecorded.create({ subject: target.targetId, data: dataOf(target), cause }),
  );
  return event!;
}

/** The same node as the federation is told it. */
export function targetPublished(target: DevelopmentTarget, region: string): NewEvent {
  const data = { region, ...dataOf(target) };
  const [event] = eventList(DevelopmentTargetPublished.create({ subject: target.targetId, data }));
  return event!;
}

function dataOf({
  withdrawnReason,
  values,
  ...target
}: DevelopmentTarget): EventData<typeof DevelopmentTargetRecorded> {
  return { ...target, values: values.map((value) => ({ ...value })), withdrawn: withdrawnReason !== null };
}
