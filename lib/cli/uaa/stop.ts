import { Refusal } from '../../rotation';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something that a signal stops at its next safe place, after which it cleans up. A second signal changes nothing. */
export async function stoppable<Result>(
  say: (line: string) => void,
  body: (stop: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const listeners = SIGNALS.map((signal) => {
    const stop = (): void => {
      say(`${signal}: stopping; what was added is taken away first`);
      controller.abort(new Refusal(`it was stopped by ${signal}`));
    };
    process.on(signal, stop);
    return [signal, stop] as const;
  });
  try {
    return await body(controller.signal);
  } finally {
    for (const [signal, stop] of listeners) process.off(signal, stop);
  }
}
