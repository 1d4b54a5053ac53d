import type { Values } from '../../../lib/plugin';
import { connectionsOf } from '../../../lib/provider/connections';
import { oktaClientSecret } from '../../../lib/provider/okta-client-secret';
import { type OktaApp, OktaModel, type OktaModelOptions } from '../../../lib/testing';
import { signInWithSecret } from '../../testing/okta/organization';
import { Desk } from '../desk';

/** An app with the secret that it came with, and the resource that rotates it. */
export class RotatedApp {
  static async start(options: OktaModelOptions = {}): Promise<RotatedApp> {
    const okta = await OktaModel.start(options);
    return new RotatedApp(okta, okta.addApp({ label: 'app' }));
  }

  readonly appId: string;
  readonly birth: { readonly id: string; readonly value: string };
  /** Environment of the provider. */
  access: Readonly<Record<string, string>>;
  readonly desk = this.newDesk();

  private constructor(
    readonly okta: OktaModel,
    readonly app: OktaApp,
  ) {
    this.appId = app.appId;
    this.birth = app.secret as RotatedApp['birth'];
    this.access = { OKTA_API_TOKEN: okta.apiToken };
  }

  /** Another pipeline, or the same one after its state was lost. */
  newDesk(): Desk {
    const settings = { request_timeout: 0.6 };
    return new Desk(oktaClientSecret, () =>
      connectionsOf({ okta: settings }, { OKTA_ORG_URL: this.okta.url, ...this.access }),
    );
  }

  /** Ids at Okta, the inactive ones with a minus sign. */
  get secrets(): readonly string[] {
    return this.okta.secrets(this.appId).map(({ id, status }) => (status === 'ACTIVE' ? id : `-${id}`));
  }

  /** The configuration of a step: `a1 b2` are the slots, the first one named is current. */
  config(slots: string, more: Values = { initial: { id: this.birth.id, value: null, secret_hash: null } }): Values {
    const [current = '', ...rest] = slots.split(' ');
    const filled = [current, ...rest].filter((slot) => slot !== 'outside');
    return {
      app_id: this.appId,
      current: current === 'outside' ? current : current.slice(0, 1),
      ...Object.fromEntries(filled.map((slot) => [`generation_${slot.slice(0, 1)}`, Number(slot.slice(1))])),
      ...(current === 'outside' ? { ...more, initial: null } : more),
    };
  }

  async apply(...steps: readonly string[]): Promise<Values> {
    for (const slots of steps) await this.desk.apply(this.config(slots));
    return this.desk.state ?? {};
  }

  /** What the plan of a step says against it; fails when it says nothing. */
  async refusal(slots: string, more?: Values): Promise<Error> {
    const error: unknown = await this.desk.plan(this.config(slots, more)).catch((thrown: unknown) => thrown);
    if (error instanceof Error) return error;
    throw new Error(`the plan of ${slots} was not refused`);
  }

  /** Calls that changed something, such as `POST secrets`, since the model was started. */
  get writes(): readonly string[] {
    return this.okta.calls
      .filter(({ mutating }) => mutating)
      .map(({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`.replace(/ocs\w+/, 'secret'));
  }

  /** Why the secret is refused, or undefined when it is not. */
  signIn(secret: unknown): Promise<string | undefined> {
    return signInWithSecret(this.okta, this.app.clientId, String(secret));
  }

  close(): Promise<void> {
    return this.okta.close();
  }
}
