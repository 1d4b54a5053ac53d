import { setTimeout as sleep } from 'node:timers/promises';

/** What a consumer finds in its secret store: names and values. */
export type Published = Readonly<Record<string, string>>;

export interface ConsumerOptions {
  readonly name: string;
  /** Reads what is published; undefined while nothing is. */
  readonly read: () => Promise<Published | undefined>;
  /** Signs in once and answers why it was refused, or undefined when it was not. */
  readonly signIn: (published: Published) => Promise<string | undefined>;
  /**
   * How long what was read is used again, in milliseconds.
   *
   * @default 0, every sign-in reads
   */
  readonly cacheFor?: number;
  /**
   * The pause between two sign-ins, in milliseconds.
   *
   * @default 10
   */
  readonly every?: number;
}

/** One sign-in of a consumer. */
export interface SignIn {
  readonly at: number;
  readonly published: Published;
  /** Why it was refused; absent when it was accepted. */
  readonly refused?: string;
}

/** Signs in again and again with what is published, as an application does. */
export class Consumer {
  readonly name: string;
  readonly signIns: SignIn[] = [];
  private stopped = false;
  private loop?: Promise<void>;

  constructor(private readonly options: ConsumerOptions) {
    this.name = options.name;
  }

  get failures(): readonly SignIn[] {
    return this.signIns.filter((signIn) => signIn.refused !== undefined);
  }

  start(): this {
    this.loop ??= this.run();
    return this;
  }

  /** Ends after the sign-in that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
  }

  private async run(): Promise<void> {
    const { read, signIn, cacheFor = 0, every = 10 } = this.options;
    let cached: { readonly published: Published; readonly until: number } | undefined;
    while (!this.stopped) {
      if (!cached || Date.now() >= cached.until) {
        const published = await read();
        cached = published && { published, until: Date.now() + cacheFor };
      }
      if (cached) {
        const at = Date.now();
        const { published } = cached;
        const refused = await signIn(published).catch((error: Error) => `no answer: ${error.message}`);
        this.signIns.push({ at, published, ...(refused === undefined ? {} : { refused }) });
      }
      await sleep(every);
    }
  }
}
