import type { Published } from '../../lib/testing';
import { HOUR } from './clock';
import type { Year } from './year';

const MINUTE = HOUR / 60;

/** A credential in use that leaked, and what became of it. */
export class Compromise {
  /** Milliseconds from the discovery until the identity provider refused it. */
  tookUntilGone?: number;
  private leaked?: Published;

  constructor(
    private readonly year: Year,
    readonly set: string,
  ) {}

  /** Somebody finds the leak; whoever is on call runs the pipeline until the credential is gone. */
  readonly discovered = async (): Promise<void> => {
    const { year, set } = this;
    const { pipeline, world, consumers } = year;
    const begin = year.now;
    this.leaked = world.store.readAt(set, begin);
    year.noteAsked(set);
    consumers.readAgain(set);
    const { kind } = pipeline.members.find(({ name }) => name === set) ?? { kind: '' };
    const keys = await pipeline.keyOptions(set, kind);
    const { show } = pipeline.deployments;
    await year.byHand(() =>
      pipeline.commandLine.done(
        ['replace', set, '--slot', 'current', '--reason', 'in a log', '--applied', '-', ...keys],
        show,
      ),
    );
    this.goOn(begin);
  };

  /** Why the leaked credential is refused; undefined when it still signs in. */
  async refusal(): Promise<string | undefined> {
    return this.leaked && this.year.pipeline.deployments.application(this.set).signIn(this.leaked);
  }

  private goOn(begin: number): void {
    const { year, set } = this;
    year.agenda.add(year.now + 11 * MINUTE, async () => {
      if ((await this.refusal()) !== undefined) {
        this.tookUntilGone = year.now - begin;
        year.consumers.cacheAgain(set);
        return;
      }
      if (year.now - begin > 24 * HOUR) throw new Error(`the leaked credential of ${set} still signs in after a day`);
      const proposal = await year.pipeline.advanceOne(set);
      if (proposal && year.pipeline.merge(proposal)) await year.applyAll();
      this.goOn(begin);
    });
  }
}
