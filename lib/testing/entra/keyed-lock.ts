/** Lets one task a key run at a time, in the order they came. */
export class KeyedLock {
  private readonly last = new Map<string, Promise<unknown>>();

  run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    this.last.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  }
}
