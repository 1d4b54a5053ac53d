import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer } from '../../admin/no-answer';
import { OktaError } from '../../admin/okta';
import { RefusedCall } from '../../admin/refused-call';
import { UaaError } from '../../admin/uaa/elevation';
import { UnreadableAnswer } from '../../admin/unreadable-answer';
import { InputError } from '../../rotation';
import type { Context } from '../context';
import { NeedsPerson } from '../exit-code';
import { type Finding, findingsOf } from './findings';
import { judge, type Judged } from './judge';
import type { Inspector, Room } from './room';
import type { Subject } from './subject';

export interface Seen extends Subject {
  readonly judged: readonly Judged[];
  readonly findings: readonly Finding[];
}

/** Before a credential is called gone, in milliseconds. */
const AGAIN = 2_000;

/** The identity providers, each connected when the first set asks for it. */
export class Providers {
  private readonly inspectors = new Map<Room, Promise<Inspector>>();

  constructor(private readonly context: Context) {}

  /** @throws InputError when the environment does not say how to reach the provider */
  connect(room: Room): Promise<Inspector> {
    const known = this.inspectors.get(room) ?? room.connect(this.context);
    this.inspectors.set(room, known);
    return known;
  }

  /** @param milliseconds until the next look */
  async pause(milliseconds: number): Promise<void> {
    await (this.context.timer ?? { sleep }).sleep(milliseconds);
  }

  /**
   * What is missing is looked for twice: one of the provider's replicas may be late.
   *
   * @throws NeedsPerson when the provider cannot be asked
   */
  async look(subject: Subject): Promise<Seen> {
    const { held, room, application } = subject;
    const inspector = await this.connect(room);
    const look = async (): Promise<Seen> => {
      const stock = await inspector.look(application, held).catch((error: unknown) => {
        throw whyNot(error, room, 'look');
      });
      const judged = judge(held, stock, this.context.now());
      return { ...subject, judged, findings: findingsOf({ held, stock, judged, room, application }) };
    };
    const seen = await look();
    if (!held.applied || !seen.judged.some(({ condition }) => condition === 'gone')) return seen;
    await this.pause(AGAIN);
    return look();
  }
}

/** What a failed call means for a person; every other error is passed through. */
export function whyNot(error: unknown, { service, rights }: Room, purpose: 'look' | 'discard'): unknown {
  const isKnown = [NoAnswer, RefusedCall, OktaError, UaaError, UnreadableAnswer, InputError].some(
    (known) => error instanceof known,
  );
  if (!isKnown || !(error instanceof Error)) return error;
  const status = 'status' in error ? error.status : undefined;
  const expired = status === 401 ? ': what the environment has of it is wrong, or expired' : '';
  const right = status === 403 ? `: ${rights[purpose]}` : expired;
  const what = purpose === 'look' ? 'cannot be asked' : 'does not remove it';
  return new NeedsPerson(`${service} ${what}: ${error.message}${right}`);
}
