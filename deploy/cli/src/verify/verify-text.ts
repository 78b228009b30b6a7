import type { Language } from '@betang/platform';
import { figure } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { remedyOf } from '../messages/remedies.js';
import { verifyText } from './verify-texts.js';
import type { Difference, LineReport } from './line-report.js';

/** What `betang verify` prints: a line each, what could not be computed and why, and what contradicts itself with what to do. */
export function verifyReportText(lines: readonly LineReport[], language: Language): string {
  const differences = lines.reduce((sum, line) => sum + countOf(line), 0);
  const checked = figure(
    lines.reduce((sum, line) => sum + line.checked, 0),
    language,
  );
  const verdict =
    differences === 0
      ? cliText(language, 'verify.sound', { checked })
      : cliText(language, 'verify.differences', { count: figure(differences, language) });
  return [...lines.flatMap((line) => lineText(line, language)), verdict].join('\n');
}

/** How many positions of a line contradict each other. */
export function countOf({ differences }: LineReport): number {
  return differences.reduce((sum, { count }) => sum + count, 0);
}

function lineText(line: LineReport, language: Language): string[] {
  const { region, service, audience, epoch, begin, notCheckable, head } = line;
  const amount = (positions: number): string => figure(positions, language);
  const unchecked = notCheckable.reduce((sum, { positions }) => sum + positions, 0);
  const reasons = notCheckable.map(({ reason, positions }) =>
    verifyText(language, reason, { positions: amount(positions) }),
  );
  const parts = [
    verifyText(language, 'checked', { checked: amount(line.checked), through: amount(line.through) }),
    begin === null ? '' : verifyText(language, `begin-${begin.from}`, { position: amount(begin.position) }),
    unchecked === 0 ? '' : verifyText(language, 'not-checkable', { count: amount(unchecked), why: reasons.join('; ') }),
    head === null || head.equal === null ? '' : verifyText(language, head.equal ? 'head-equal' : 'head-other'),
  ].filter((part) => part !== '');
  return [
    `${region} ${service} ${audience} ${epoch}: ${parts.join(', ')}`,
    ...line.behind.map(({ holder, positions }) => {
      const params = { count: amount(positions), holder, region, service, audience, epoch };
      return `  ${verifyText(language, 'behind', params)}`;
    }),
    ...line.differences.flatMap((difference) => differenceText(difference, line, language)),
  ];
}

function differenceText(difference: Difference, line: LineReport, language: Language): string[] {
  const { kind, position, count, holder, computed, stated } = difference;
  const { region, service, audience, epoch } = line;
  const none = verifyText(language, 'none');
  return [
    `  ! ${verifyText(language, 'difference', { kind, position: figure(position, language), count: figure(count, language), holder })}`,
    `      ${verifyText(language, 'computed')} ${computed ?? none}`,
    `      ${verifyText(language, 'stated')} ${stated ?? none}`,
    `      ${remedyOf(`chain-${kind}`, language, { region, service, audience, epoch, holder, position })}`,
  ];
}
