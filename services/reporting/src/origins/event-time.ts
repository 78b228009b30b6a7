/** When an event was written, by its origin's clock: event ids are UUIDv7 and carry it. Undefined for any other id. */
export function findEventTime(eventId: string | null | undefined): Date | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(eventId ?? '');
  return match ? new Date(Number.parseInt(`${match[1]}${match[2]}`, 16)) : undefined;
}
