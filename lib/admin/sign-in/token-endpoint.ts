import type { KeyObject } from 'node:crypto';
import { clientAssertion, JWT_BEARER } from '../client-assertion';
import { type HttpAnswer, HttpClient } from '../http';
import { NoAnswer } from '../no-answer';
import { type IdentityProvider, judge } from './identity-provider';
import { shownText } from './shown-text';
import { tokenAnswer } from './token-answer';
import { whyUnreachable } from './unreachable';
import type { Verdict } from './verdict';

export type SignInCredential =
  | { readonly secret: string }
  /** The header names the key: `{ kid }`, or `{ 'x5t#S256' }` at Entra. */
  | { readonly privateKey: KeyObject; readonly header: Readonly<Record<string, string>> };

export interface TokenEndpointOptions {
  readonly provider: IdentityProvider;
  readonly tokenUrl: URL;
  readonly clientId: string;
  readonly credential: SignInCredential;
  /** Fields of the form beside those of the grant: scope, audience. */
  readonly fields: Readonly<Record<string, string>>;
  /** @default what the provider takes */
  readonly secretIn?: IdentityProvider['secretIn'];
  readonly clock: () => Date;
}

/** A verdict, and what the provider said to it: one line, without anything that was sent. */
export type SignInResult = Verdict & { readonly said: string };

/** Clocks closer than this count as one: the header Date has whole seconds. */
const SAME_TIME = 2_000;

/** Assertions are dated this much early, in milliseconds: some servers take none from the next second. */
const MARGIN = 5_000;

/**
 * Signs one application in with client_credentials. Every sign-in has a connection of its own, so that several of them
 * do not all meet the same replica.
 */
export class TokenEndpoint {
  /** How many milliseconds the server's clock is ahead of ours, by its header Date; undefined before an answer. */
  ahead?: number;
  /** What assertions are dated by, beside our clock, in milliseconds. */
  private correction = 0;

  constructor(private readonly options: TokenEndpointOptions) {}

  /** Whether assertions are dated by the server's clock, for they are refused by ours. */
  get isCorrected(): boolean {
    return this.correction !== 0;
  }

  /**
   * Signs in once. An assertion that is not accepted while the clocks differ is tried again at once with the time of
   * the server, which is kept where that helps: what is verified is the key, not the clock of this machine.
   *
   * @param limit milliseconds that one try may take
   */
  async signIn(limit: number): Promise<SignInResult> {
    const first = await this.try(limit, this.correction);
    const { ahead = this.correction } = this;
    if (first.kind === 'accepted' || 'secret' in this.options.credential) return first;
    if (first.kind === 'unreachable' || Math.abs(ahead - this.correction) < SAME_TIME) return first;
    const second = await this.try(limit, ahead);
    if (second.kind !== 'accepted') return first;
    this.correction = ahead;
    return second;
  }

  private async try(limit: number, correction: number): Promise<SignInResult> {
    const { provider, tokenUrl, clock } = this.options;
    const { form, headers, hidden } = this.request(correction);
    const http = new HttpClient({ baseUrl: tokenUrl.origin, timeout: limit });
    const path = `${tokenUrl.pathname}${tokenUrl.search}`;
    const asked = clock().getTime();
    try {
      const signal = AbortSignal.timeout(limit);
      const answer = await http.request({ method: 'POST', path, form, headers, signal });
      this.compareClocks(answer, (asked + clock().getTime()) / 2);
      const read = tokenAnswer(answer);
      const said = [`status ${answer.status}`, read.error, read.description].filter(Boolean).join(', ');
      return { ...judge(provider, read), said: shownText(said, hidden) };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { kind: 'unreachable', why: whyUnreachable(error, tokenUrl), said: '' };
    }
  }

  private request(correction: number): {
    readonly form: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly hidden: readonly string[];
  } {
    const { provider, tokenUrl, clientId, credential, fields, secretIn = provider.secretIn, clock } = this.options;
    const grant = { grant_type: 'client_credentials', ...fields };
    if ('secret' in credential) {
      const { secret } = credential;
      const basic = Buffer.from(`${encoded(clientId)}:${encoded(secret)}`).toString('base64');
      const hidden = [secret, encodeURIComponent(secret), encoded(secret), basic];
      return secretIn === 'basic'
        ? { form: grant, headers: { authorization: `Basic ${basic}` }, hidden }
        : { form: { ...grant, client_id: clientId, client_secret: secret }, headers: {}, hidden };
    }
    const assertion = clientAssertion({
      clientId,
      audience: provider.audience(tokenUrl),
      ...credential,
      ...(provider.rsa && { rsa: provider.rsa }),
      clock: () => new Date(clock().getTime() + correction - MARGIN),
    });
    const form = {
      ...grant,
      client_id: clientId,
      client_assertion_type: JWT_BEARER,
      client_assertion: assertion,
    };
    return { form, headers: {}, hidden: [assertion, ...assertion.split('.')] };
  }

  private compareClocks({ headers }: HttpAnswer, ours: number): void {
    const theirs = Date.parse(headers.date ?? '');
    // The header is the beginning of a second, on average half of one ago.
    if (!Number.isNaN(theirs)) this.ahead = theirs + 500 - ours;
  }
}

/** As a form encodes it, which RFC 6749 wants of the two parts of HTTP Basic. */
function encoded(text: string): string {
  return new URLSearchParams({ _: text }).toString().slice(2);
}
