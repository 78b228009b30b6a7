import type { Figures } from './report.js';

/** Share of one figure in another in per cent, cut to one decimal: 100 only when it is everyone; null where there is nobody. */
export const percent =
  (part: string, whole: string) =>
  (sums: Figures): number | null => {
    const [of, all] = [sums[part] ?? null, sums[whole] ?? null];
    return of === null || all === null || all === 0 ? null : Math.floor((of * 1_000) / all) / 10;
  };

/** A sum of hundredths in whole units, 40.5. */
export const hundredthsOf =
  (figure: string) =>
  (sums: Figures): number | null => {
    const value = sums[figure] ?? null;
    return value === null ? null : value / 100;
  };

/** A weighted sum by its weight, with two decimals. */
export const average =
  (weighted: string, weight: string, scale = 1) =>
  (sums: Figures): number | null => {
    const [sum, by] = [sums[weighted] ?? null, sums[weight] ?? null];
    return sum === null || by === null || by === 0 ? null : Math.round((sum / by / scale) * 100) / 100;
  };
