import { rows, runRows, table } from './matrix';
import { modelGround } from './model-ground';

/** Every seventeenth row: of each event some, at calls that differ. The whole matrix runs at the real UAA. */
const EVERY = 17;

describe('uaa change-secret at a model UAA 4.30.0', () => {
  it('ends restored however it is disturbed or killed, or with 4 and "uaa restore" finishing it', async () => {
    const ground = await modelGround();
    const some = rows().filter((_, i) => i % EVERY === 0);
    const results = await runRows(ground, some, 6).finally(() => ground.model.close());
    const helpers = await ground.helpers();
    process.stdout.write(`${table(results)}\n`);
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(helpers).toEqual([]);
  });
});
