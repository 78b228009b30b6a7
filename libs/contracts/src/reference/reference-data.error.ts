/** Where a reference file is wrong. `line` counts the header as 1; `column` is the header's name. */
export interface ReferencePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: string;
}

/** Reference data that cannot be trusted: the product does not start on it. */
export class ReferenceDataError extends Error {
  readonly code = 'reference-data-invalid';

  constructor(
    readonly place: ReferencePlace,
    problem: string,
    options?: ErrorOptions,
  ) {
    const { file, line, column } = place;
    super(
      [file, line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ') + `: ${problem}`,
      options,
    );
    this.name = 'ReferenceDataError';
  }
}
