import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, type Published } from 'cdktf-rotation/testing';

async function runFor(
  milliseconds: number,
  options: Partial<ConstructorParameters<typeof Consumer>[0]>,
): Promise<Consumer> {
  const consumer = new Consumer({
    name: 'app',
    read: async () => ({ secret: 'x' }),
    signIn: async () => undefined,
    every: 1,
    ...options,
  }).start();
  await sleep(milliseconds);
  await consumer.stop();
  return consumer;
}

describe('Consumer', () => {
  test('does not sign in while nothing is published', async () => {
    const { signIns } = await runFor(30, { read: async () => undefined });
    expect(signIns).toEqual([]);
  });

  test('reads each time, or as often as its cache runs out', async () => {
    const reads = async (cacheFor?: number): Promise<number> => {
      let count = 0;
      await runFor(200, {
        cacheFor,
        read: async () => {
          count++;
          return { secret: 'x' };
        },
      });
      return count;
    };
    expect(await reads()).toBeGreaterThan(10);
    const cached = await reads(100);
    expect(cached).toBeGreaterThanOrEqual(1);
    expect(cached).toBeLessThanOrEqual(3);
  });

  test('counts a sign-in without an answer as refused', async () => {
    const { failures } = await runFor(20, { signIn: async () => Promise.reject(new Error('fetch failed')) });
    expect(failures[0]?.refused).toBe('no answer: fetch failed');
  });

  test('counts what was refused, and why', async () => {
    let valid = true;
    const secrets: Published = { secret: 'x' };
    const consumer = new Consumer({
      name: 'app',
      read: async () => secrets,
      signIn: async () => (valid ? undefined : '401 invalid_client'),
      every: 1,
    }).start();
    await sleep(30);
    expect(consumer.failures).toEqual([]);
    valid = false;
    await sleep(30);
    await consumer.stop();
    expect(consumer.failures.length).toBeGreaterThan(0);
    expect(consumer.failures.every(({ refused }) => refused === '401 invalid_client')).toBe(true);
    expect(consumer.signIns.length).toBeGreaterThan(consumer.failures.length);
  });
});
