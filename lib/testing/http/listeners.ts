/** Those who want to hear of an event, in the order they came. */
export class Listeners<Event> {
  private readonly all = new Set<(event: Event) => void>();

  /** Answers how to stop hearing. */
  add(listener: (event: Event) => void): () => void {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  }

  emit(event: Event): void {
    for (const listener of this.all) listener(event);
  }
}
