#!/usr/bin/env node
/* eslint-disable @typescript-eslint/no-require-imports */
// The command that was built, at the time that NOW says.
if (process.env.NOW) {
  const now = Date.parse(process.env.NOW);
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...parts) {
      super(...(parts.length === 0 ? [now] : parts));
    }
    static now() {
      return now;
    }
  };
}
require(process.env.ROTATION_MAIN);
