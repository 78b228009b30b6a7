import type { LinkProxy } from '@betang/testing';
import type { ChaosContext, Fault } from './fault.js';

const WHILE_CUT = 40;
const FLAPS = 6;
const SLOW = { latencyMs: 250, bytesPerSecond: 24 * 1024 };

/** What happens to the line between a region and the hub. Nothing of it may be noticed by the region's own users. */
export const LINK_FAULTS: readonly Fault[] = [
  {
    name: 'link-cut',
    hit: (context) => {
      const kind = context.random.chance(0.5) ? 'silent' : 'closed';
      return onLine(
        context,
        `cut, ${kind === 'silent' ? 'nobody is told' : 'both ends are told'}`,
        async (line, waited) => {
          line.cut(kind);
          await waited(WHILE_CUT);
          line.restore();
        },
      );
    },
  },
  {
    name: 'link-slow',
    hit: (context) =>
      onLine(context, `${SLOW.latencyMs} ms and ${SLOW.bytesPerSecond / 1024} KiB/s each way`, async (line, waited) => {
        line.setLatency(SLOW.latencyMs);
        line.setBandwidth(SLOW.bytesPerSecond);
        await waited(WHILE_CUT * 2);
        line.setLatency(0);
        line.setBandwidth(Infinity);
      }),
  },
  {
    name: 'link-flapping',
    hit: (context) =>
      onLine(context, `flapping ${FLAPS} times`, async (line, waited) => {
        for (let flap = 0; flap < FLAPS; flap += 1) {
          line.cut(flap % 3 === 2 ? 'silent' : 'closed');
          await waited(4);
          line.restore();
          await waited(4);
        }
      }),
  },
];

async function onLine(
  { federation, random, load }: ChaosContext,
  what: string,
  work: (line: LinkProxy, waited: (completions: number) => Promise<void>) => Promise<void>,
): Promise<string> {
  const { code, line } = random.pick(federation.members);
  await work(line!, (completions) => load.accepted(completions, code));
  return `the link of ${code}: ${what}`;
}
