import { fileArgument } from '../../lib/cli/file-argument';

describe('the manifest in a command that is to be typed', () => {
  it.each([
    ['rotation.json', ''],
    ['rotation.prod.json', ' --file rotation.prod.json'],
    ['../a b/rotation.json', " --file '../a b/rotation.json'"],
    ["it's.json", " --file 'it'\\''s.json'"],
    ['$(id).json', " --file '$(id).json'"],
    ['-m.json', ' --file ./-m.json'],
  ])('%s is named as "%s"', (path, words) => {
    expect(fileArgument(path)).toBe(words);
  });
});
