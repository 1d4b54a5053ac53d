import { uaaContract } from './contract';
import { describeReal, RealUaa } from './server';

describeReal('the real UAA 4.30.0', () => {
  uaaContract(async () => RealUaa.get());
});
