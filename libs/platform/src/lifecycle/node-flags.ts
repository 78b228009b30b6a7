/**
 * How Node is started for a service: it keeps little room for what is young, and begins to give memory back two seconds after a load. By itself it
 * would wait for eight between each of three collections, and a region at rest would be seen with half as much again for most of a minute. One
 * thread helps it to collect: four, as Node has them on any machine, take two cores from requests and from the database for as long as they mark
 * the heap, a tenth of a second at a time (p99 of a write at half load: 75 to 92 ms with four, 33 to 39 with one).
 */
export const NODE_FLAGS: readonly string[] = [
  '--max-semi-space-size=8',
  '--gc-memory-reducer-start-delay-ms=2000',
  '--v8-pool-size=1',
];
