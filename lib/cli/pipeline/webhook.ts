import { HttpClient } from '../../admin/http';
import { NoAnswer } from '../../admin/no-answer';
import { InputError } from '../../rotation';
import { NeedsPerson } from '../exit-code';

/** How long a webhook may take, in milliseconds: an apply waits for nobody. */
const TIMEOUT = 20_000;

/**
 * Posts `{"text": …}`, as Slack, Mattermost and Teams workflows take it. The address is a secret: no message holds it.
 *
 * @param name the environment variable that holds it, for messages
 * @throws InputError when it is no address
 * @throws NeedsPerson when the message did not arrive
 */
export async function postText(address: string, name: string, text: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isTyped = url && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '';
  if (!isTyped)
    throw new InputError(`${name} must hold the address of a webhook, https://host/path; it holds another thing`);
  const answer = await send(url, name, text);
  if (answer >= 300) throw new NeedsPerson(`the webhook in ${name} must take the message, it answered ${answer}`);
}

async function send(url: URL, name: string, text: string): Promise<number> {
  try {
    const client = new HttpClient({ baseUrl: url.origin, timeout: TIMEOUT });
    const query = Object.fromEntries(url.searchParams);
    const { status } = await client.request({
      method: 'POST',
      path: url.pathname,
      query,
      json: { text: escaped(text) },
    });
    return status;
  } catch (error) {
    if (error instanceof NoAnswer) throw new NeedsPerson(`the webhook in ${name} gave no answer (${error.reason})`);
    if (error instanceof InputError) throw new InputError(`${name} must hold an https address`);
    throw error;
  }
}

/** The three characters that Slack reads as markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
