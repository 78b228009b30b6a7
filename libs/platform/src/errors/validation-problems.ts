import { getMetadataStorage } from 'class-validator';
import type { ValidationError } from 'class-validator';

import { AppError } from './app-error.js';
import type { FieldProblem } from './app-error.js';
import { findSearch } from './asked-by-search.js';
import { findExample } from './pattern-examples.js';

const CODE_OF_CONSTRAINT: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown',
  isNotEmpty: 'required',
  isDefined: 'required',
  isIso8601: 'is-date-string',
  isEnum: 'is-in',
  isNumberString: 'is-number',
  nestedValidation: 'is-object',
  unknownValue: 'is-object',
};

/** Who has sent another kind of value is told of that alone: its limits say nothing about it. Earlier ones first. */
const TELLING: readonly string[] = [
  'required',
  'unknown',
  'is-array',
  'is-object',
  'is-boolean',
  'is-int',
  'is-number',
  'is-in',
  'is-string',
  'is-uuid',
  'is-date-string',
];

const MOST_PROBLEMS = 100;
const MOST_CHOICES = 100;

/** The refused fields of a DTO as one error, `validation-failed`, with paths such as `sessions[0].startDate`. */
export function validationFailed(failures: readonly ValidationError[]): AppError {
  const byField = new Map<string, FieldProblem>();
  for (const problem of failures.flatMap((failure) => problemsOf(failure, ''))) {
    const known = byField.get(problem.field);
    byField.set(problem.field, known === undefined ? problem : mostTelling([known, problem])!);
  }
  return new AppError('validation-failed', { status: 400, errors: [...byField.values()].slice(0, MOST_PROBLEMS) });
}

function problemsOf(failure: ValidationError, parent: string): FieldProblem[] {
  const field = pathOf(failure.property, parent);
  const own = Object.keys(failure.constraints ?? {}).map((constraint) => fieldProblem(failure, constraint, field));
  const children = (failure.children ?? []).flatMap((child) => problemsOf(child, field));
  const telling = mostTelling(own);
  return telling === undefined ? children : [telling, ...children];
}

/** One wrong value breaks several rules of its field; one of them says it all. */
function mostTelling(problems: readonly FieldProblem[]): FieldProblem | undefined {
  const rank = ({ code }: FieldProblem): number => {
    const at = TELLING.indexOf(code);
    return at === -1 ? TELLING.length : at;
  };
  return problems.reduce<FieldProblem | undefined>(
    (best, problem) => (best === undefined || rank(problem) < rank(best) ? problem : best),
    undefined,
  );
}

function fieldProblem(failure: ValidationError, constraint: string, field: string): FieldProblem {
  const search =
    constraint === 'whitelistValidation' && failure.target && findSearch(failure.target.constructor, failure.property);
  if (search) return { field, code: 'asked-by-search', params: { path: search.path, field: search.field } };
  const context = failure.contexts?.[constraint] as { code?: string } | undefined;
  const code =
    context?.code ?? (isMissing(failure) ? 'required' : (CODE_OF_CONSTRAINT[constraint] ?? kebab(constraint)));
  const limits = limitsOf(failure, constraint);
  return limits === undefined ? { field, code } : { field, code, params: limits };
}

/** What a rule says in figures (`@MaxLength(100)`), choices (`@IsIn`) and by a pattern (`@Matches`), for the text: the way out. */
function limitsOf(failure: ValidationError, constraint: string): Record<string, string | number> | undefined {
  if (failure.target === undefined) return undefined;
  const rules = getMetadataStorage().getTargetValidationMetadatas(failure.target.constructor, '', false, false);
  const rule = rules.find((metadata) => metadata.propertyName === failure.property && metadata.name === constraint);
  const constraints: unknown[] = Array.isArray(rule?.constraints) ? rule.constraints : [];
  const numbers = constraints.flatMap((value, index) =>
    typeof value === 'number' ? [[String(index + 1), value] as const] : [],
  );
  const [first] = constraints;
  // Who reads a pattern is helped by it too, where nobody has thought of an example.
  if (constraint === 'matches' && first instanceof RegExp) return { example: findExample(first) ?? first.source };
  const choices = constraint === 'isIn' ? choicesText(first) : undefined;
  const found = choices === undefined ? numbers : [...numbers, ['choices', choices] as const];
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Long lists are in the OpenAPI document. */
function choicesText(choices: unknown): string | undefined {
  if (!Array.isArray(choices) || choices.length === 0 || choices.length > MOST_CHOICES) return undefined;
  return `: ${choices.map(String).join(', ')}`;
}

function isMissing(failure: ValidationError): boolean {
  const value: unknown = failure.value;
  return (value === undefined || value === null) && failure.constraints?.['whitelistValidation'] === undefined;
}

/** An unknown field's name is the sender's own text: only what looks like a name is repeated. */
export function pathOf(property: string | undefined, parent: string): string {
  // A body that is no object at all has no property either.
  if (property === undefined) return parent === '' ? 'body' : parent;
  if (/^\d{1,9}$/.test(property)) return `${parent}[${property}]`;
  const name = /^[\w-]{1,60}$/.test(property) && !/\d{6,}/.test(property) ? property : '?';
  return parent === '' ? name : `${parent}.${name}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
