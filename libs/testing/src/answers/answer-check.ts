import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { OperationFinder, type DescribedAnswer, type OpenApiDocument } from './operation-finder.js';
import { strictSchema } from './strict-schema.js';

/** An answer as it came over the wire. */
export interface SeenAnswer {
  readonly method: string;
  /** With or without its query. */
  readonly path: string;
  readonly status: number;
  /** The header as it stands; empty for none. */
  readonly contentType: string;
  readonly text: string;
}

const PROBLEM_TYPE = 'application/problem+json';
const NOT_MODIFIED = 304;
const MOST_DIFFERENCES = 12;

/** Holds real answers to what the OpenAPI document of their service declares. */
export class AnswerCheck {
  private readonly operations: OperationFinder;
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  private readonly validators = new Map<object, ValidateFunction>();

  constructor(private readonly document: OpenApiDocument) {
    this.operations = new OperationFinder(document);
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.ajv);
    this.ajv.addSchema({ $id: 'openapi', components: strictSchema(document.components ?? {}) } as object);
  }

  /** What of the answer differs from its declaration, with the operation; undefined for one that does not. */
  differenceOf(answer: SeenAnswer): string | undefined {
    const [path = ''] = answer.path.split('?');
    if (answer.status >= 400) return this.told(`${answer.method} ${path}`, answer, this.problemDifference(answer));
    const operation = this.operations.find(answer.method, path);
    if (operation === undefined) return `${answer.method} ${path} answered ${answer.status}: not in the document`;
    return this.told(operation.name, answer, this.bodyDifference(answer, operation.responses));
  }

  private told(name: string, { status }: SeenAnswer, difference: string | undefined): string | undefined {
    return difference === undefined ? undefined : `${name} answered ${status}: ${difference}`;
  }

  private problemDifference(answer: SeenAnswer): string | undefined {
    const schema = { $ref: '#/components/schemas/Problem' };
    return this.contentDifference(answer, { [PROBLEM_TYPE]: { schema } });
  }

  private bodyDifference(answer: SeenAnswer, responses: Readonly<Record<string, DescribedAnswer>>): string | undefined {
    if (answer.status === NOT_MODIFIED && answer.method === 'GET' && answer.text === '') return undefined;
    const declared = responses[String(answer.status)];
    if (declared === undefined) {
      const known = Object.keys(responses).filter((status) => status !== 'default');
      return `status not declared, only ${known.join(', ')}`;
    }
    return this.contentDifference(answer, declared.content ?? {});
  }

  private contentDifference(
    { contentType, text }: SeenAnswer,
    content: NonNullable<DescribedAnswer['content']>,
  ): string | undefined {
    const types = Object.keys(content);
    if (text === '' && types.length === 0) return undefined;
    const type = contentType.split(';')[0]!.trim();
    if (types.length === 0) return `a body of ${type}, and none is declared`;
    const declared = content[type];
    if (declared === undefined) return `a body of ${type === '' ? 'no type' : type}, declared ${types.join(', ')}`;
    return /json$/.test(type) && declared.schema !== undefined
      ? this.valueDifference(text, declared.schema)
      : undefined;
  }

  private valueDifference(text: string, schema: object): string | undefined {
    const validate = this.validatorOf(schema);
    if (validate(JSON.parse(text))) return undefined;
    const told = [...new Set((validate.errors ?? []).map(wordOf))];
    return told.slice(0, MOST_DIFFERENCES).join('; ');
  }

  private validatorOf(schema: object): ValidateFunction {
    const known = this.validators.get(schema);
    if (known !== undefined) return known;
    const made = this.ajv.compile(withDocument(strictSchema(schema)) as object);
    this.validators.set(schema, made);
    return made;
  }
}

/** References of an operation point into its document. */
function withDocument(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
}

function wordOf({ instancePath, message = '', params, keyword }: ErrorObject): string {
  const at = instancePath.replace(/\/\d+/g, '[]');
  const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: unknown[] };
  if (keyword === 'additionalProperties') return `${at}/${additionalProperty} is not declared`;
  return `${at === '' ? 'body' : at} ${message}${allowedValues === undefined ? '' : ` ${JSON.stringify(allowedValues)}`}`;
}
