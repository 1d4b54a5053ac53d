/** `tsx scripts/uaa-real/main.ts`: a real UAA to try things on, until it is interrupted. */
import { once } from 'node:events';
import { RealUaaServer } from './server';
import { missingTool } from './tools';

async function main(): Promise<void> {
  const missing = await missingTool();
  if (missing !== undefined) throw new Error(missing);
  const server = await RealUaaServer.start();
  console.log(`${server.url} (client admin, secret adminsecret); end it with Ctrl-C`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await server.stop();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
