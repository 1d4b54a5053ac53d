async function teardown(): Promise<void> {
  await globalThis.realUaaServer?.stop();
}

export = teardown;
