import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PluginError, type ProviderType, serveLaunched, terraformLog } from '../../../lib/plugin';

const log = terraformLog('files', (line) => process.stderr.write(line));

/** A provider of files that outlive the process; `seconds` makes a creation slow, Stop cuts it short, `cleanup` is what it takes then. */
const files: ProviderType = {
  address: 'local.invalid/acme/files',
  schema: {},
  configure: async () => undefined,
  resources: {
    files_file: {
      schema: {
        attributes: {
          path: { type: 'string', required: true, forceNew: true },
          secret: { type: 'string', optional: true, sensitive: true },
          seconds: { type: 'number', optional: true },
          cleanup: { type: 'number', optional: true },
          pid: { type: 'number', computed: true },
        },
      },
      async create({ signal }, planned) {
        const path = String(planned.path);
        if (path.endsWith('forbidden')) throw new PluginError('the path is forbidden', undefined, ['path']);
        writeFileSync(`${path}.pid`, String(process.pid));
        await sleep(Number(planned.seconds ?? 0) * 1000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) await sleep(Number(planned.cleanup ?? 0) * 1000);
        writeFileSync(path, signal.aborted ? 'cut short' : 'whole');
        return { ...planned, pid: process.pid };
      },
      read: async (_context, state) => (existsSync(String(state.path)) ? state : undefined),
      update: async (_context, _prior, planned) => planned,
      delete: async (_context, state) => rmSync(String(state.path), { force: true }),
    },
  },
};

const print = (line: string): void => void process.stdout.write(line);
const patience = process.env.PATIENCE === undefined ? undefined : Number(process.env.PATIENCE);
void serveLaunched(files, { environment: process.env, print, log, patience }).then(() => process.exit());
