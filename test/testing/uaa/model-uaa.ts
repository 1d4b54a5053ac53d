import { UaaModel, type UaaModelOptions } from '../../../lib/testing/uaa';
import { fresh, type FreshUser, type FreshZone, TestUaa } from '../../uaa-real/test-uaa';

/** The model in place of the real server. */
export class ModelUaa extends TestUaa {
  static async start(options: UaaModelOptions): Promise<ModelUaa> {
    return new ModelUaa(await UaaModel.start(options));
  }

  private constructor(readonly model: UaaModel) {
    super(model.url, model.admin);
  }

  async freshUser(groups: readonly string[]): Promise<FreshUser> {
    const user = { userName: fresh('user'), password: fresh('password') };
    this.model.addUser({ ...user, groups: [...groups, 'openid'] });
    return user;
  }

  async freshZone(): Promise<FreshZone> {
    const name = fresh('zone');
    const zone = { id: name, subdomain: name };
    this.model.addZone(zone);
    return zone;
  }
}
