import { uaaContract } from '../../uaa-real/contract';
import { ModelUaa } from './model-uaa';

describe('the model of UAA 4.30.0', () => {
  let uaa: ModelUaa;

  uaaContract(async () => {
    uaa = await ModelUaa.start({ version: '4.30.0' });
    return uaa;
  });

  afterAll(() => uaa.model.close());
});
