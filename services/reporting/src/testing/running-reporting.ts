import type { Role } from '@betang/platform';
import { startRunningService, type Answer, type RegionUnderTest, type RunningService } from '@betang/testing';
import { reporting } from '../reporting.definition.js';
import { ReportingModule } from '../reporting.module.js';

/** A role of whoever calls, in a region and perhaps in one unit of it. */
export interface CallerRole {
  readonly role: Role;
  readonly region: string;
  readonly unit?: string;
  readonly subject?: string;
  readonly employee?: string;
}

/** The service as `split` runs it, in this process: real HTTP, Postgres and bus of a region under test. */
export interface RunningReporting {
  readonly service: RunningService;
  get<T>(path: string, role: CallerRole | undefined, language?: string): Promise<Answer<T>>;
  post<T>(path: string, role: CallerRole, key?: string, body?: unknown): Promise<Answer<T>>;
  stop(): Promise<void>;
}

export async function startReporting(region: RegionUnderTest): Promise<RunningReporting> {
  const service = await startRunningService({ definition: reporting, module: ReportingModule, region });
  const tokenOf = async (caller: CallerRole | undefined) =>
    caller === undefined ? {} : { as: await service.token(caller.role, caller) };
  return {
    service,
    get: async (path, role, language) =>
      service.call('GET', path, {
        ...(await tokenOf(role)),
        ...(language === undefined ? {} : { headers: { 'accept-language': language } }),
      }),
    post: async (path, role, key, body) =>
      service.call('POST', path, { ...(await tokenOf(role)), ...(key === undefined ? {} : { key }), body }),
    stop: () => service.stop(),
  };
}
