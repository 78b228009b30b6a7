/** Runs `work` for 0 … count-1, `connections` at a time, each beginning as soon as one has ended; answers the seconds it took. */
export async function closedLoop(
  count: number,
  connections: number,
  work: (index: number, connection: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const began = performance.now();
  const loop = async (connection: number): Promise<void> => {
    while (next < count) await work(next++, connection);
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => loop(connection)));
  return (performance.now() - began) / 1_000;
}
