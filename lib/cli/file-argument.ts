import { quoted } from './quoted';

/** How a command that is to be typed names this manifest: nothing for the default, else ` --file PATH`. */
export function fileArgument(path: string): string {
  return path === 'rotation.json' ? '' : ` --file ${pathWord(path)}`;
}

/** A path as a word of a shell, which no command takes for an option. */
export function pathWord(path: string): string {
  const word = path.startsWith('-') ? `./${path}` : path;
  return /^[\w./-]+$/.test(word) ? word : quoted(word);
}
