/**
 * How Node is started for a service: it keeps little room for what is young, and begins to give memory back two seconds after a load. By itself it
 * would wait for eight between each of three collections, and a region at rest would be seen with half as much again for most of a minute.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--gc-memory-reducer-start-delay-ms=2000'];
