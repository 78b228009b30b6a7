import { SERVICE_NAMES, apiPrefixOf, openApiOf, type RunningServices, type ServiceName } from '@betang/platform';
import type { Answer } from '../running/http-call.js';
import { AnswerCheck, type SeenAnswer } from './answer-check.js';

type Application = RunningServices['app'];

/** Served beside controllers and described nowhere: the document itself and its page. */
const BESIDE = /^(openapi\.json|docs)(\/|$)/;

/** Holds each answer of a process to the OpenAPI document of the service that gave it. Documents are made when they are first needed. */
export class DescribedAnswers {
  private readonly checks = new Map<ServiceName, Promise<AnswerCheck>>();

  constructor(private readonly app: () => Application) {}

  /** How the answer differs from what its service declares; undefined where it does not, or where nothing is declared of such paths. */
  async differenceOf(answer: SeenAnswer): Promise<string | undefined> {
    const service = SERVICE_NAMES.find((name) => answer.path.startsWith(`${apiPrefixOf(name)}/`));
    if (service === undefined || BESIDE.test(answer.path.slice(apiPrefixOf(service).length + 1))) return undefined;
    return (await this.checkOf(service)).differenceOf(answer);
  }

  /** @throws Error with the operation and the difference */
  async assertDescribed(method: string, url: string, { status, headers, text }: Answer<unknown>): Promise<void> {
    const contentType = headers.get('content-type') ?? '';
    const { pathname: path } = new URL(url);
    const difference = await this.differenceOf({ method, path, status, contentType, text });
    if (difference === undefined) return;
    throw new Error(
      `${difference}\n  Declare it on the endpoint or its view; answers and OpenAPI document must agree.`,
    );
  }

  private checkOf(service: ServiceName): Promise<AnswerCheck> {
    const known = this.checks.get(service);
    if (known !== undefined) return known;
    const made = openApiOf(this.app(), service).then((document) => new AnswerCheck(document));
    this.checks.set(service, made);
    return made;
  }
}
