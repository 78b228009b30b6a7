import { getRepositoryRoot } from '@betang/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface AlarmRule {
  readonly alert: string;
  readonly expr: string;
  /** All that is said of it, in which `$labels.<name>` stands for a label. */
  readonly text: string;
}

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: Readonly<Record<'summary' | 'description', string>>;
    }[];
  }[];
}

/** The rules for Prometheus that operators are given. */
export function readAlarms(): AlarmRule[] {
  const file = join(getRepositoryRoot(), 'deploy', 'observability', 'alerts.yml');
  const { groups } = parse(readFileSync(file, 'utf8')) as RuleFile;
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr, annotations: { summary, description } }) => ({
      alert,
      expr,
      text: `${summary} ${description}`,
    })),
  );
}

/** Our own metrics that an expression asks for. */
export function metricsIn(expression: string): string[] {
  return [...new Set(expression.match(/betang_\w+/g))];
}

/** Labels that a text shows, but for that of the scrape itself. */
export function labelsIn(text: string): string[] {
  const labels = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, name]) => name!);
  return [...new Set(labels)].filter((name) => name !== 'instance');
}
