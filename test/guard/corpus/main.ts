import { make } from './make';
import { isKept, SITUATIONS } from './situations';

void main(process.argv.slice(2));

/** Makes the plans again: all, `dangerous` or `safe` ones, or those whose name begins as one of the names. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = SITUATIONS.filter(isKept).filter(
    ({ name, verdict }) => names.length === 0 || names.some((one) => name.startsWith(one) || verdict === one),
  );
  if (chosen.length === 0)
    throw new Error(`no such situation; there are ${SITUATIONS.map(({ name }) => name).join(', ')}`);
  const waiting = [...chosen];
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        console.log(await make(next));
      } catch (error) {
        failed++;
        console.error(`${next.name} could not be brought about: ${(error as Error).message}`);
      }
    }
  };
  await Promise.all([work(), work()]);
  process.exitCode = failed === 0 ? 0 : 1;
}
