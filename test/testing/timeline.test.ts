import { type Timeline, timelineSvg } from 'cdktf-rotation/testing';

const timeline: Timeline = {
  title: 'a <b> & "c"',
  from: 0,
  until: 1000,
  steps: [{ from: 0, until: 500, label: 'stage' }],
  slots: [{ label: 'slot a', spans: [{ from: 0, until: 1000, label: 'a g1' }] }],
  published: [{ from: 100, until: 1000, label: 'a g1' }],
  consumers: [{ label: 'reads', signIns: [{ at: 200 }, { at: 200.1, refused: '401' }, { at: 200.3 }, { at: 900 }] }],
};

describe('timelineSvg', () => {
  const svg = timelineSvg([timeline]);

  test('has a lane for each slot, the published pointer and each consumer', () => {
    for (const label of ['slot a', 'published', 'reads', 'stage', 'a g1']) expect(svg).toContain(label);
  });

  test('escapes what it is given', () => {
    expect(svg).toContain('a &#60;b&#62; &#38; &#34;c&#34;');
  });

  test('never hides a refused sign-in behind accepted ones of the same pixel', () => {
    const [accepted, refused] = [...svg.matchAll(/<path d="([^"]*)"/g)].map(([, path]) => path?.split('M').length ?? 0);
    expect([accepted, refused]).toEqual([2, 2]);
  });
});
