import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { configure } from './configure';
import { type Installation, installation } from './install';
import { java } from './tools';

/** From a warm start on an idle machine, 12 s, to a cold one on a busy machine. */
const START_TIMEOUT = 240_000;

/** Ends the server when its standard input ends, which it does however this process ends. */
const LEASH = `exec 3<&0
"$@" 3<&- & server=$!
(cat <&3 >/dev/null; kill "$server" 2>/dev/null) & leash=$!
wait "$server"
kill "$leash" 2>/dev/null`;

/** A real UAA 4.30.0 on the loopback interface, with an in-memory database and the client admin / adminsecret. */
export class RealUaaServer {
  /** Sets up what is missing, starts, and waits for the first answer. */
  static async start(): Promise<RealUaaServer> {
    const installed = await installation();
    const port = await freePort();
    const base = await mkdtemp(join(tmpdir(), 'uaa-real-'));
    const configuration = await configure(base, port, installed);
    const server = new RealUaaServer(`http://127.0.0.1:${port}/uaa`, base, launch(base, configuration, installed));
    await server.ready();
    return server;
  }

  private constructor(
    readonly url: string,
    private readonly base: string,
    private readonly process: ChildProcess,
  ) {}

  async stop(): Promise<void> {
    await this.end();
    await rm(this.base, { recursive: true });
  }

  private async end(): Promise<void> {
    const exit = this.hasEnded() ? undefined : once(this.process, 'exit');
    this.process.stdin?.end();
    await exit;
  }

  private hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + START_TIMEOUT;
    for (;;) {
      const status = await this.status();
      if (status === 200) return;
      // The port opens after the deployment, so that any other answer is a failed one.
      if (status !== undefined) return this.fail(`did not deploy (${status})`);
      if (this.hasEnded()) return this.fail('ended');
      if (Date.now() > until) return this.fail(`did not answer within ${START_TIMEOUT / 1000} s`);
      await sleep(250);
    }
  }

  private async status(): Promise<number | undefined> {
    try {
      return (await fetch(`${this.url}/info`, { headers: { accept: 'application/json' } })).status;
    } catch {
      return undefined;
    }
  }

  private async fail(what: string): Promise<never> {
    await this.end();
    throw new Error(`the uaa ${what}: see ${join(this.base, 'uaa.log')}`);
  }
}

function launch(base: string, configuration: string, { tomcat }: Installation): ChildProcess {
  const log = openSync(join(base, 'uaa.log'), 'w');
  const opens = ['java.lang', 'java.util'].flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]);
  const properties = {
    'java.io.tmpdir': join(base, 'temp'),
    'catalina.home': tomcat,
    'catalina.base': base,
    'spring.profiles.active': 'default,hsqldb',
  };
  const child = spawn(
    'sh',
    [
      '-c',
      LEASH,
      'sh',
      java,
      ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...opens],
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
      ...['-cp', ['bootstrap.jar', 'tomcat-juli.jar'].map((jar) => join(tomcat, 'bin', jar)).join(':')],
      ...['org.apache.catalina.startup.Bootstrap', 'start'],
    ],
    {
      stdio: ['pipe', log, log],
      env: {
        ...process.env,
        UAA_CONFIG_FILE: configuration,
        LOGIN_CONFIG_URL: 'WEB-INF/classes/required_configuration.yml',
      },
    },
  );
  closeSync(log);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
