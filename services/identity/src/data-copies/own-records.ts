import { SERVICE_NAMES, apiPrefixOf, type ServiceName } from '@betang/platform';

/** Where a service tells a person a part of what it keeps of them. */
export interface OwnRecord {
  readonly service: ServiceName;
  readonly path: string;
  /** Whether it is a list of pages; others refuse what they do not know. */
  readonly paged: boolean;
}

const lists = (service: ServiceName, ...paths: readonly string[]): OwnRecord[] =>
  paths.map((path) => ({ service, path: `${apiPrefixOf(service)}/${path}`, paged: true }));
const singles = (service: ServiceName, ...paths: readonly string[]): OwnRecord[] =>
  lists(service, ...paths).map((record) => ({ ...record, paged: false }));

/** Plans of these years belong to a copy: the present one, the one before and the one to come. */
const plansOf = (year: number) => [year - 1, year, year + 1].map((one) => `individual-plans/me/${one}`);

/** All addresses at which the other services tell a person what they keep of them, and every service who read it. */
export function ownRecords(year: number): readonly OwnRecord[] {
  return [
    ...lists('learning-hours', 'me/entries', 'me/claims', 'me/later-use'),
    ...lists('training-catalog', 'me/enrolments', 'me/enrolments-elsewhere', 'me/outcomes', 'me/certificates'),
    ...singles('training-catalog', 'me/certificates-elsewhere'),
    ...singles('competency-mapping', 'people/me/profile', ...plansOf(year)),
    ...singles('contingency', 'me/assignments'),
    ...SERVICE_NAMES.flatMap((service) => lists(service, 'me/data-accesses')),
  ];
}
