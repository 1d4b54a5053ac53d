import { isLaunched, serveLaunched, terraformLog } from '../plugin';
import { explained } from './explained';
import { rotationProvider } from './provider';

const log = terraformLog('rotation', (line) => process.stderr.write(line));

if (isLaunched(process.env)) {
  const print = (line: string): void => void process.stdout.write(line);
  const options = { environment: process.env, print, log };
  void serveLaunched(explained(rotationProvider(process.env, log), log), options).then(() => process.exit());
} else {
  process.stderr.write('this file is a Terraform provider: terraform starts it, there is nothing to do by hand\n');
  process.exitCode = 2;
}
