import { Readable } from 'node:stream';
import { readInput } from '../../lib/cli/input';
import { Sink } from './workshop';

describe('standard input', () => {
  it.each([
    [
      'says that it waits when it is a terminal',
      true,
      'note: standard input is this terminal, and is read until ctrl-d: a pipe was expected\n',
    ],
    ['is read without a word when it is a pipe', false, ''],
  ])('%s', async (_name, isTTY, said) => {
    const [stdout, stderr] = [new Sink(), new Sink()];
    const stdin = Object.assign(Readable.from([Buffer.from('typed')]), { isTTY });
    const context = { now: () => new Date(0), stdin, stdout, stderr, isTerminal: false, env: {} };
    expect(await readInput('-', context)).toBe('typed');
    expect([stdout.text, stderr.text]).toEqual(['', said]);
  });
});
