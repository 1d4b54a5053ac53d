import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandPages, writtenPart } from '../../scripts/command-docs';

const PAGES = commandPages();
const INDEX = readFileSync(join(__dirname, '../../docs/commands/README.md'), 'utf8');

describe.each(PAGES)('the page of $command', ({ command, text, fresh }) => {
  it('shows the help that the command prints ("npm run docs" puts it in)', () => {
    expect(text).toBeDefined();
    expect(text).toBe(fresh);
  });

  it('says more than the help, with an example', () => {
    expect(writtenPart(text ?? '')).toMatch(new RegExp(`^# ${command}\\n\\n[^\\n]{40}`));
    expect(writtenPart(text ?? '')).toMatch(new RegExp(`cdktf-rotation ${command}\\b`));
  });

  it('stands in the index', () => {
    expect(INDEX).toContain(`[${command}](${command}.md)`);
  });
});
