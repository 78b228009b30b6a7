/** The six services, in the order in which a region starts them. */
export const SERVICE_NAMES = [
  'identity',
  'competency-mapping',
  'training-catalog',
  'learning-hours',
  'contingency',
  'reporting',
] as const;

/** A service of a region; also the second token of every event subject and the tail of every CloudEvents source. */
export type ServiceName = (typeof SERVICE_NAMES)[number];

export function isServiceName(value: string): value is ServiceName {
  return (SERVICE_NAMES as readonly string[]).includes(value);
}
