import { Transform } from 'node:stream';

const SHORT = 16;
const NOTICE = '[lines with the private key were left out]\n';

/** Passes lines through, but none that holds a part of the secret: "tee" prints what it is given. */
export function redactLines(secret: string): Transform {
  const parts = secret.split('\n').filter((line) => line !== '');
  const holdsSecret = (line: string): boolean =>
    parts.some((part) => (part.length < SHORT ? line.trim() === part : line.includes(part)));
  let rest = '';
  let inSecret = false;
  const pass = (line: string): string => {
    const before = inSecret;
    inSecret = holdsSecret(line);
    if (!inSecret) return line;
    return before ? '' : NOTICE;
  };
  return new Transform({
    decodeStrings: false,
    transform(chunk: Buffer | string, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines.map((line) => pass(`${line}\n`)).join(''));
    },
    flush(done) {
      done(null, rest === '' ? '' : pass(rest));
    },
  });
}
