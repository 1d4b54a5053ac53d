import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { complaint, type Result, Workshop } from '../workshop';
import { runIn } from './texts';

const OPTIONS = ['--job', 'nightly', '--from', '.'];

describe('pipeline notify', () => {
  let shop: Workshop;
  let server: Server;
  let status = 200;
  const told: { readonly path: string; readonly type: string; readonly body: unknown }[] = [];
  beforeAll(async () => {
    server = createServer((request, answer) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const headers: IncomingHttpHeaders = request.headers;
        told.push({ path: request.url ?? '', type: headers['content-type'] ?? '', body: JSON.parse(text) });
        answer.statusCode = status;
        answer.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    shop = new Workshop();
    told.length = 0;
    status = 200;
  });
  afterEach(() => shop.remove());

  const address = (): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/T0/secret-part?key=secret-key`;
  const notify = (argv: readonly string[], url: string = address()): Promise<Result> =>
    runIn(shop, ['pipeline', 'notify', ...OPTIONS, ...argv], { ROTATION_WEBHOOK: url });

  it('posts nothing after a run without news', async () => {
    expect(await notify(['--result', 'Succeeded'])).toMatchObject({ exitCode: 0, stdout: 'nothing to tell\n' });
    expect(told).toEqual([]);
  });

  it('posts text as Slack takes it, and prints it without the address', async () => {
    const refused = { sets: [{ set: 'billing', error: 'a <b> & c' }, { set: 'fine' }] };
    shop.write('advance.json', JSON.stringify(refused));
    const { exitCode, stdout, stderr } = await notify(['--result', 'failed', '--link', 'https://forge.test/1']);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain('secret');
    expect(told).toEqual([
      {
        path: '/T0/secret-part?key=secret-key',
        type: 'application/json',
        body: {
          text: [
            'cdktf-rotation, rotation.json, nightly:',
            'the nightly job ended with "failed": what is due is taken by the next run that works',
            'refused: billing: a &lt;b&gt; &amp; c',
            'https://forge.test/1',
          ].join('\n'),
        },
      },
    ]);
  });

  it('takes what a step left half-written for nothing', async () => {
    shop.write('advance.json', '{"sets": [');
    shop.write('status.json', '{"error": "x", "exitCode": 2}');
    expect(await notify(['--result', 'success'])).toMatchObject({ exitCode: 0, stdout: 'nothing to tell\n' });
  });

  it.each(['', '$(ROTATION_WEBHOOK)'])('tells the log alone where the secret is %j', async (url) => {
    const { exitCode, stdout, stderr } = await notify(['--result', 'failed'], url);
    expect([exitCode, stdout, stderr]).toEqual([
      0,
      expect.stringContaining('ended with "failed"'),
      'note: ROTATION_WEBHOOK is not set: nobody is told\n',
    ]);
  });

  it.each([
    ['no address', 2, 'must hold the address of a webhook'],
    ['http://example.com/secret', 2, 'must hold an https address'],
    ['http://127.0.0.1:9/secret', 4, 'gave no answer (refused)'],
  ])('names the variable and never the address %j', async (url, code, message) => {
    const said = complaint(await notify(['--result', 'failed'], url));
    expect(said).toEqual([code, expect.stringContaining(`ROTATION_WEBHOOK`)]);
    expect(said[1]).toContain(message);
    expect(said[1]).not.toContain(url);
  });

  it('needs a person where the webhook refuses', async () => {
    status = 404;
    expect(complaint(await notify(['--result', 'failed']))).toEqual([4, expect.stringContaining('it answered 404')]);
  });

  it('posts nothing in a dry run', async () => {
    const { json } = await notify(['--result', 'failed', '--dry-run', '--json']);
    expect(json).toMatchObject({ sent: false, news: [expect.stringContaining('failed')] });
    expect(told).toEqual([]);
  });
});
