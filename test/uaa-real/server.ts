import { fresh, type FreshUser, type FreshZone, TestUaa } from './test-uaa';

/** Set by the global setup of `npm run test:uaa`; absent where the server could not be had. */
const url = process.env.UAA_REAL_URL;

/** `describe` for suites that need the real server: skipped, and counted as such, where it could not be had. */
export const describeReal: typeof describe | typeof describe.skip = url === undefined ? describe.skip : describe;

/** The real UAA 4.30.0 of this run, over its HTTP API alone. */
export class RealUaa extends TestUaa {
  static get(): RealUaa {
    if (url === undefined) throw new Error('there is no real UAA in this run: use describeReal');
    return new RealUaa(url);
  }

  async freshUser(groups: readonly string[]): Promise<FreshUser> {
    const user = { userName: fresh('user'), password: fresh('password') };
    const { userName, password } = user;
    const email = { value: `${userName}@example.test` };
    const id = await this.created('/Users', { userName, password, name: {}, emails: [email] });
    for (const name of groups) {
      const group = (await this.groupId(name)) ?? (await this.created('/Groups', { displayName: name }));
      await this.created(`/Groups/${group}/members`, { value: id, type: 'USER', origin: 'uaa' });
    }
    return user;
  }

  async freshZone(): Promise<FreshZone> {
    const name = fresh('zone');
    return { id: await this.created('/identity-zones', { id: name, subdomain: name, name }), subdomain: name };
  }

  private async groupId(name: string): Promise<string | undefined> {
    const filter = encodeURIComponent(`displayName eq "${name}"`);
    const { body } = await this.api.json('GET', `/Groups?filter=${filter}`, { token: await this.adminToken() });
    const [group] = body.resources as readonly { readonly id: string }[];
    return group?.id;
  }

  private async created(path: string, body: object): Promise<string> {
    const answer = await this.api.json('POST', path, { token: await this.adminToken(), body });
    if (answer.status !== 201) throw new Error(`POST ${path} was answered by ${answer.status}`);
    return String(answer.body.id);
  }
}
