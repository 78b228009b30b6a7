import { getMetadataStorage } from 'class-validator';
import type { ValidationError } from 'class-validator';

import { AppError } from './app-error.js';
import type { FieldProblem } from './app-error.js';

const CODE_OF_CONSTRAINT: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown',
  isNotEmpty: 'required',
  isDefined: 'required',
  isIso8601: 'is-date-string',
  isEnum: 'is-in',
  isNumberString: 'is-number',
};

const MOST_PROBLEMS = 100;

/** The refused fields of a DTO as one error, `validation-failed`, with paths such as `sessions[0].startDate`. */
export function validationFailed(failures: readonly ValidationError[]): AppError {
  const errors = failures.flatMap((failure) => problemsOf(failure, '')).slice(0, MOST_PROBLEMS);
  return new AppError('validation-failed', { status: 400, errors });
}

function problemsOf(failure: ValidationError, parent: string): FieldProblem[] {
  const field = pathOf(failure.property, parent);
  const own = Object.keys(failure.constraints ?? {}).map((constraint) => fieldProblem(failure, constraint, field));
  // A missing value breaks every rule of its field; "required" says it all.
  const required = own.find((problem) => problem.code === 'required');
  const children = (failure.children ?? []).flatMap((child) => problemsOf(child, field));
  return [...(required === undefined ? own : [required]), ...children];
}

function fieldProblem(failure: ValidationError, constraint: string, field: string): FieldProblem {
  const context = failure.contexts?.[constraint] as { code?: string } | undefined;
  const code =
    context?.code ?? (isMissing(failure) ? 'required' : (CODE_OF_CONSTRAINT[constraint] ?? kebab(constraint)));
  const limits = limitsOf(failure, constraint);
  return limits === undefined ? { field, code } : { field, code, params: limits };
}

/** The numbers in a rule (`@MaxLength(100)`), for the text; other arguments, such as patterns, help nobody. */
function limitsOf(failure: ValidationError, constraint: string): Record<string, number> | undefined {
  if (failure.target === undefined) return undefined;
  const rules = getMetadataStorage().getTargetValidationMetadatas(failure.target.constructor, '', false, false);
  const rule = rules.find((metadata) => metadata.propertyName === failure.property && metadata.name === constraint);
  const constraints: unknown[] = Array.isArray(rule?.constraints) ? rule.constraints : [];
  const numbers = constraints.flatMap((value, index) =>
    typeof value === 'number' ? [[String(index + 1), value]] : [],
  );
  return numbers.length === 0 ? undefined : (Object.fromEntries(numbers) as Record<string, number>);
}

function isMissing(failure: ValidationError): boolean {
  const value: unknown = failure.value;
  return (value === undefined || value === null) && failure.constraints?.['whitelistValidation'] === undefined;
}

/** An unknown field's name is the sender's own text: only what looks like a name is repeated. */
function pathOf(property: string, parent: string): string {
  if (/^\d{1,9}$/.test(property)) return `${parent}[${property}]`;
  const name = /^[\w-]{1,60}$/.test(property) && !/\d{6,}/.test(property) ? property : '?';
  return parent === '' ? name : `${parent}.${name}`;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
