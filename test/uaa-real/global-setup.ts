import { build } from '../build';
import { RealUaaServer } from '../../scripts/uaa-real/server';
import { missingTool } from '../../scripts/uaa-real/tools';

declare global {
  var realUaaServer: RealUaaServer | undefined;
}

/** Starts the real UAA once for all suites; where that cannot be, they are skipped, and it says so. */
async function setup(): Promise<void> {
  build();
  const missing = await missingTool();
  if (missing !== undefined) {
    process.stderr.write(`\nSKIPPED: every suite that needs a real UAA, because ${missing}\n`);
    return;
  }
  globalThis.realUaaServer = await RealUaaServer.start();
  process.env.UAA_REAL_URL = globalThis.realUaaServer.url;
}

export = setup;
