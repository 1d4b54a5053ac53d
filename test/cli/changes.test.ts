import { changedLines } from '../../lib/cli/changes';
import { Manifest } from '../../lib/rotation';
import { manifestOf } from '../support/manifests';

describe('the lines that a dry run shows', () => {
  it('are none for the same manifest', () => {
    const manifest = manifestOf({ billing: {} });
    expect(changedLines(manifest, manifest)).toEqual([]);
  });

  it('are those of a step, old before new', () => {
    const lines = changedLines(
      manifestOf({ billing: { steps: ['stage'] } }),
      manifestOf({ billing: { steps: ['stage', 'promote'] } }),
    );
    expect(lines.map((line) => line.replace(/\s+/g, ' ').slice(0, 24))).toEqual([
      '- "step": 1,',
      '- "current": "a",',
      '- "standby": "next",',
      '+ "step": 2,',
      '+ "current": "b",',
      '+ "standby": "previous",',
      '- "last": { "step": "sta',
      '- "undo": { "step": 0, "',
      '+ "last": { "step": "pro',
      '+ "undo": { "step": 1, "',
    ]);
  });

  it('are all lines of a manifest that is new', () => {
    expect(changedLines(undefined, Manifest.create('x'))).toContain('+   "id": "x",');
  });

  it('are short', () => {
    const lines = changedLines(undefined, manifestOf({ web: { entry: { policy: { title: 'x'.repeat(200) } } } }));
    expect(Math.max(...lines.map((line) => line.length))).toBe(120);
  });
});
