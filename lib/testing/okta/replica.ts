/** What the token endpoint knows of each thing at a moment: what the management API knew `lag` milliseconds ago. */
export class Replica<Thing> {
  private readonly history = new Map<string, readonly { readonly from: number; readonly thing?: Thing }[]>();

  constructor(
    private readonly now: () => Date,
    private readonly lag: number,
  ) {}

  change(id: string, thing: Thing | undefined): void {
    const from = this.now().getTime() + this.lag;
    this.history.set(id, [...(this.history.get(id) ?? []), { from, thing }]);
  }

  find(id: string): Thing | undefined {
    const now = this.now().getTime();
    const known = this.history.get(id) ?? [];
    const current = known.findLastIndex(({ from }) => from <= now);
    if (current > 0) this.history.set(id, known.slice(current));
    return known[current]?.thing;
  }
}
