import { AppError } from '@betang/platform';
import { cliText } from '../messages/cli-texts.js';
import { textOption, type Invocation } from './command.js';

/**
 * Asks back before what cannot be undone: the code of the region is given once more, by `--confirm` or typed.
 * @throws AppError `confirmation-missing` without a terminal, `confirmation-differs`
 */
export async function confirmRegion(
  invocation: Pick<Invocation, 'options' | 'ask' | 'language'>,
  command: string,
  region: string,
): Promise<void> {
  const given = textOption(invocation, 'confirm') ?? (await askedFor(invocation, region));
  if (given === undefined) throw new AppError('confirmation-missing', { params: { command, region } });
  if (given.trim() !== region) throw new AppError('confirmation-differs', { params: { region } });
}

function askedFor(
  { ask, language }: Pick<Invocation, 'ask' | 'language'>,
  region: string,
): Promise<string> | undefined {
  return ask?.(cliText(language, 'confirm.region', { region }));
}
