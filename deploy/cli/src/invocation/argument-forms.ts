import { AppError } from '@betang/platform';
import { textOption, type Invocation } from './command.js';

/** How what an operator types is written; whether it exists is for the services to say. */
export const FORMS = {
  region: /^\d{2}(\.\d{2})?$/,
  audience: /^(local|province|federation|to\.r\d{2,4})$/,
  epoch: /^\d{1,9}\.[0-9a-f]{1,64}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  position: /^[1-9]\d{0,14}$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
} as const;

/**
 * The option of a name as it was given; undefined when it was not. Told before anything is asked: a service answers what is mistyped with its own name of the field.
 * @throws AppError `usage`, naming the option
 */
export function checkedOption(
  invocation: Pick<Invocation, 'options'>,
  name: string,
  allowed: RegExp | readonly string[],
): string | undefined {
  const value = textOption(invocation, name);
  if (value === undefined) return undefined;
  const isAllowed = allowed instanceof RegExp ? allowed.test(value) : allowed.includes(value);
  if (!isAllowed) throw new AppError('usage', { params: { problem: `--${name}` } });
  return value;
}

/** The same for an argument. @throws AppError `usage` */
export function checkedArgument(value: string, parameter: string, form: RegExp): string {
  if (!form.test(value)) throw new AppError('usage', { params: { problem: parameter } });
  return value;
}
