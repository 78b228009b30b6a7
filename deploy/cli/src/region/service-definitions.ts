import { AppError, type RunnableService, type ServiceDefinition } from '@betang/platform';

/** The composition root of the services. Named, not imported: whoever only watches a region needs none of them. */
const COMPOSITION = '@betang/all-in-one';

/** What the installed services are made of. @throws AppError `services-not-installed` where this is not a whole installation */
export async function installedDefinitions(): Promise<readonly ServiceDefinition[]> {
  try {
    const { SERVICES } = (await import(COMPOSITION)) as { readonly SERVICES: readonly RunnableService[] };
    return SERVICES.map(({ definition }) => definition);
  } catch (cause) {
    throw new AppError('services-not-installed', { params: { package: COMPOSITION }, cause });
  }
}
