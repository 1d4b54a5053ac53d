import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { twoYears } from './print-year';

const exec = promisify(execFile);

test.each(['UTC', 'America/New_York', 'Australia/Lord_Howe'])(
  'the schedule is the same on a machine in %s',
  async (TZ) => {
    const script = join(__dirname, 'print-year.ts');
    const { stdout } = await exec(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ } });
    const here = twoYears();
    expect(here.length).toBeGreaterThan(500);
    expect(JSON.parse(stdout)).toEqual(here);
  },
);
