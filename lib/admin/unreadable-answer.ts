/** An admin API, or something on the way to it, answered a read with something else than what was asked for. */
export class UnreadableAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableAnswer';
  }
}
