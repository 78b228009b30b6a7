import type { openApiOf } from '@betang/platform';

export type OpenApiDocument = Awaited<ReturnType<typeof openApiOf>>;

/** What an operation declares of its answers, by status. */
export interface DescribedOperation {
  /** `GET /api/identity/v1/units/{unitId}` */
  readonly name: string;
  readonly responses: Readonly<Record<string, DescribedAnswer>>;
}

export interface DescribedAnswer {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

interface Template {
  readonly segments: readonly string[];
  readonly path: string;
}

/** Finds the operation of a document that serves a path, as the router does: what is written out goes before a parameter. */
export class OperationFinder {
  private readonly templates: readonly Template[];

  constructor(private readonly document: OpenApiDocument) {
    this.templates = Object.keys(document.paths)
      .map((path) => ({ path, segments: path.split('/') }))
      .sort((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
  }

  find(method: string, path: string): DescribedOperation | undefined {
    const segments = path.split('/');
    for (const template of this.templates.filter((one) => fits(one, segments))) {
      const item = this.document.paths[template.path] as Record<string, unknown> | undefined;
      const operation = item?.[method.toLowerCase()] as Pick<DescribedOperation, 'responses'> | undefined;
      if (operation !== undefined) return { name: `${method} ${template.path}`, responses: operation.responses };
    }
    return undefined;
  }
}

function rankOf({ segments }: Template): string {
  return segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
}

function fits({ segments }: Template, given: readonly string[]): boolean {
  return (
    segments.length === given.length && segments.every((segment, at) => segment.includes('{') || segment === given[at])
  );
}
