import { startRunningService, waitUntil, type Answer, type RunningService } from '@betang/testing';
import type { RegionUnderTest } from '@betang/testing';
import { identity } from '../identity.definition.js';
import { IdentityModule } from '../identity.module.js';
import type { RosterImportView } from '../roster-import/roster-import.dto.js';
import { writeRoster, type RosterPerson } from './office-roster.js';

/** Identity as a personnel officer meets it: rosters, searches, records. */
export interface IdentityOffice {
  readonly service: RunningService;
  /** Token of a personnel officer of the whole region. */
  readonly officer: string;
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, more?: CallMore): Promise<Answer<T>>;
  items<T>(path: string, as?: string): Promise<T[]>;
  preview(people: readonly RosterPerson[]): Promise<RosterImportView>;
  apply(importId: string, order?: object): Promise<RosterImportView>;
  importAll(people: readonly RosterPerson[], order?: object): Promise<RosterImportView>;
  settled(importId: string, states: readonly string[]): Promise<RosterImportView>;
  /** The id of a person by number. */
  idOf(number: string | number): Promise<string>;
  stop(): Promise<void>;
}

export interface CallMore {
  readonly as?: string;
  readonly headers?: Record<string, string>;
}

export async function openIdentityOffice(region?: string | RegionUnderTest): Promise<IdentityOffice> {
  const service = await startRunningService({
    definition: identity,
    module: IdentityModule,
    ...(region === undefined ? {} : { region }),
  });
  const officer = await service.token('bkpsdm-officer');
  const call: IdentityOffice['call'] = (method, path, body, more = {}) =>
    service.call(method, path, { as: officer, ...(body === undefined ? {} : { body }), ...more });
  const settled: IdentityOffice['settled'] = (importId, states) =>
    waitUntil(`the import is ${states.join(' or ')}`, async () => {
      const { body } = await call<RosterImportView>('GET', `imports/${importId}`);
      return states.includes(body.state) ? body : undefined;
    });
  const preview: IdentityOffice['preview'] = async (people) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(await writeRoster(people))]), 'duk.xlsx');
    const { body } = await service.call<{ importId: string }>('POST', 'imports', { as: officer, form });
    return settled(body.importId, ['PREVIEWED', 'NEEDS_MAPPING', 'FAILED']);
  };
  const apply: IdentityOffice['apply'] = async (importId, order = {}) => {
    await call('POST', `imports/${importId}/apply`, order);
    return settled(importId, ['APPLIED', 'FAILED']);
  };
  return {
    service,
    officer,
    call,
    settled,
    preview,
    apply,
    items: async (path, as) =>
      (await call<{ items: never[] }>('GET', path, undefined, as === undefined ? {} : { as })).body.items,
    importAll: async (people, order) => apply((await preview(people)).importId, order),
    idOf: async (number) => {
      const { body } = await call<{ items: { employeeId: string }[] }>('POST', 'employees/search', {
        employeeNumber: String(number),
      });
      return body.items[0]!.employeeId;
    },
    stop: () => service.stop(),
  };
}
