import { applyTopology, verifyTopology, writeServerConfig, type Difference } from '@betang/messaging';
import type { Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { remedyOf } from '../messages/remedies.js';
import { regionPaths } from '../region/region-paths.js';
import type { Language } from '@betang/platform';

/** `betang topology apply`: makes the running nats-server what the region's topology says, without a restart. */
export const topologyApplyCommand: Command = {
  name: 'topology apply',
  options: { 'config-only': { type: 'boolean' } },
  run: async ({ dataDir, language, options }) => {
    const { nats } = regionPaths(dataDir);
    if (options['config-only'] === true) {
      await writeServerConfig(nats);
      return { data: { changed: [], remaining: [] }, text: cliText(language, 'topology.unchanged') };
    }
    const { changed, remaining } = await applyTopology(nats);
    const head =
      changed.length === 0
        ? cliText(language, 'topology.unchanged')
        : cliText(language, 'topology.changed', { count: changed.length });
    const text = [head, ...changed.map(differenceText), ...remaining.map((found) => withRemedy(found, language))].join(
      '\n',
    );
    return { data: { changed, remaining }, text, exitCode: remaining.length === 0 ? 0 : 1 };
  },
};

/** `betang topology verify`: names every difference and changes nothing. */
export const topologyVerifyCommand: Command = {
  name: 'topology verify',
  run: async ({ dataDir, language }) => {
    const differences = await verifyTopology(regionPaths(dataDir).nats);
    const text =
      differences.length === 0
        ? cliText(language, 'topology.well')
        : differences.map((found) => withRemedy(found, language)).join('\n');
    return { data: { differences }, text, exitCode: differences.length === 0 ? 0 : 1 };
  },
};

function differenceText({ object, field, expected, actual }: Difference): string {
  return `  ${object} ${field}: ${JSON.stringify(actual) ?? '-'} → ${JSON.stringify(expected) ?? '-'}`;
}

function withRemedy(difference: Difference, language: Language): string {
  return `${differenceText(difference)}\n    ${remedyOf(`topology.remedy.${difference.remedy}`, language)}`;
}
