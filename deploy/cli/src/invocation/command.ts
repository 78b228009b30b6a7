import type { Language } from '@betang/platform';

/** Options of a command by their long names, as `parseArgs` of Node takes them. */
export type CommandOptions = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>;

/** What a command was called with. */
export interface Invocation {
  readonly language: Language;
  /** Folders of the regions that it is about, one unless the command says otherwise. */
  readonly dataDirs: readonly string[];
  readonly dataDir: string;
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Token to sign in with, where it is not the region's own. */
  readonly tokenFile?: string;
  /** Progress for people, on stderr; silent with `--json`. */
  readonly tell: (line: string) => void;
  /** What a person has to do now, on stderr also with `--json`. */
  readonly announce: (line: string) => void;
  /** Asks the person at the terminal and answers what was typed; absent where nobody sits at one. */
  readonly ask?: (question: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/** What a command answers. */
export interface Outcome {
  /** For `--json`. */
  readonly data: object;
  /** For people. */
  readonly text: string;
  /** Default 0; 1: it was carried out, and what it found is not well. */
  readonly exitCode?: 0 | 1;
}

export interface Command {
  /** One or two words: `parked list`. */
  readonly name: string;
  /** How its arguments are shown: `<id>`. */
  readonly arguments?: readonly string[];
  readonly options?: CommandOptions;
  /** `one` region (default), `each` region that is found here unless one is named, or `none`. */
  readonly about?: 'one' | 'each' | 'none';
  run(invocation: Invocation): Promise<Outcome>;
}

/** The text option of a name; undefined when it was not given. */
export function textOption({ options }: Pick<Invocation, 'options'>, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
