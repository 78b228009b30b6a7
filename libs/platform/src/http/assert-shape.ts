import { AppError } from '../errors/app-error.js';
import type { FieldProblem } from '../errors/app-error.js';
import { FORM_TYPE } from '../openapi/request-shape.js';
import type { RequestShape } from '../openapi/request-shape.js';

/** What of a request is looked at. */
export interface ShapedRequest {
  readonly contentType: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

/** As `ParseUUIDPipe` takes it: versions 1 to 8 (RFC 9562), and the two without one. */
const UUID =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(-0{4}){3}-0{12}|f{8}(-f{4}){3}-f{12})$/i;

/**
 * Refuses what does not have the declared shape, by name, before the endpoint's own pipes refuse it without one. Pure.
 * @throws AppError `unsupported-media-type` 415 naming the header, `validation-failed` 400 naming the parameters
 */
export function assertShape({ accepts, parameters }: RequestShape, request: ShapedRequest): void {
  const errors = parameters.flatMap(({ name, form }): FieldProblem[] => {
    const value = request.params[name];
    if (form !== 'is-uuid') return [form.problemOf(value, name) ?? []].flat();
    return typeof value === 'string' && UUID.test(value) ? [] : [{ field: name, code: form }];
  });
  if (errors.length > 0) throw new AppError('validation-failed', { status: 400, errors });
  const type = request.contentType?.split(';')[0]?.trim().toLowerCase();
  const onlyForm = accepts?.every((one) => one === FORM_TYPE) === true;
  if (accepts !== undefined && (type === undefined ? onlyForm : !accepts.includes(type)))
    throw new AppError('unsupported-media-type', {
      status: 415,
      field: 'Content-Type',
      params: { types: accepts.join(', ') },
    });
}
