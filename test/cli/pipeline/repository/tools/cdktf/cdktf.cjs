#!/usr/bin/env node
/* eslint-disable @typescript-eslint/no-require-imports */
// "cdktf synth" without the command line of cdktf, which the tests do not need.
const { spawnSync } = require('node:child_process');

const { status } = spawnSync(process.execPath, [process.env.ROTATION_APP], { stdio: 'inherit' });
process.exit(status ?? 1);
