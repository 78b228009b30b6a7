const THOUSANDS = new Intl.NumberFormat('en-US');

/** `12,345` */
export function figure(value: number): string {
  return THOUSANDS.format(value);
}

/** `1,200 / 2,000`, or `1,200` where the whole is not known yet. */
export function ofTotal(done: number, total: number | null | undefined): string {
  return total === null || total === undefined ? figure(done) : `${figure(done)} / ${figure(total)}`;
}
