/** The way of a private key to where the application finds it. */
export interface Delivery {
  /** What happened, as a clause: `private key in keys/x.pem`. */
  readonly summary: string;
  /** Throws what {@link deliver} would surely throw, without doing anything. */
  check(): Promise<void>;
  deliver(): Promise<void>;
  /** Called when the manifest could not be written after all. @throws NeedsPerson when the key stays where it is */
  takeBack(cause: Error): Promise<void>;
}

/** What a delivery may know of the credential. */
export interface DeliveredKey {
  readonly set: string;
  readonly slot: string;
  readonly generation: number;
  readonly kid: string;
  readonly privateKey: string;
}
