import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Rotations } from 'cdktf-rotation';
import { ShopStack } from './stack';

// What a reviewer of a rotation pull request reads: one step changes the manifest and this snapshot, nothing else.
test('the stack of the manifest on this branch', () => {
  const rotations = Rotations.fromFile(join(__dirname, 'rotation.json'));
  expect(Testing.synth(new ShopStack(Testing.app(), 'shop', rotations), true)).toMatchSnapshot();
});
