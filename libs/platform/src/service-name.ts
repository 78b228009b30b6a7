/** The six services of a region. */
export const SERVICE_NAMES = [
  'identity',
  'competency-mapping',
  'training-catalog',
  'learning-hours',
  'contingency',
  'reporting',
] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** The schema of a service in the region's database. */
export function schemaOf(service: ServiceName): string {
  return service.replaceAll('-', '_');
}

/** Where a service's endpoints begin. */
export function apiPrefixOf(service: ServiceName): string {
  return `/api/${service}/v1`;
}
