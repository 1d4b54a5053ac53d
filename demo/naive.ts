import { ApplicationPasswordA } from '@cdktf/provider-azuread/lib/application-password';
import { KvSecretV2 } from '@cdktf/provider-vault/lib/kv-secret-v2';
import { dependable, Fn, type TerraformStack } from 'cdktf';
import { Auth0ClientCredentials } from 'cdktf-rotation/auth0';

/** The usual patterns, each as a list of applies. Written as one finds them, without a set of ours. */
export interface NaivePattern<Subject> {
  readonly pattern: string;
  readonly title: string;
  /** What is applied, one after the other. */
  readonly applies: readonly {
    readonly label: string;
    readonly build: (stack: TerraformStack, subject: Subject) => void;
  }[];
}

export interface EntraSubject {
  readonly applicationId: string;
  readonly clientId: string;
}

export interface Auth0Subject {
  readonly clientId: string;
  /** Public keys in the order of their use. */
  readonly keys: readonly { readonly pem: string; readonly keyId: string }[];
}

const EXPIRES = '2099-01-01T00:00:00Z';

function password(
  stack: TerraformStack,
  subject: EntraSubject,
  slot: string,
  generation: number,
): ApplicationPasswordA {
  return new ApplicationPasswordA(stack, slot, {
    applicationId: subject.applicationId,
    displayName: `naive ${slot} g${generation}`,
    endDate: EXPIRES,
    rotateWhenChanged: { generation: String(generation) },
  });
}

function publish(stack: TerraformStack, entries: Readonly<Record<string, string>>): KvSecretV2 {
  return new KvSecretV2(stack, 'store', { mount: 'kv', name: 'app', dataJson: Fn.jsonencode(entries) });
}

function publishSecret(
  stack: TerraformStack,
  { clientId }: EntraSubject,
  { value, keyId }: ApplicationPasswordA,
): void {
  publish(stack, { clientId, clientSecret: value, keyId });
}

/** One resource with `rotate_when_changed`: what most pipelines do. */
const singleResource: NaivePattern<EntraSubject> = {
  pattern: 'single-resource',
  title: 'one resource with rotate_when_changed',
  applies: [1, 2, 3].map((generation) => ({
    label: `rotate to g${generation}`,
    build: (stack, subject) => publishSecret(stack, subject, password(stack, subject, 'only', generation)),
  })),
};

/** Two slots that share a trigger, so that one plan replaces both. */
const bothReplaced: NaivePattern<EntraSubject> = {
  pattern: 'both-slots-replaced',
  title: 'both slots replaced in one apply',
  applies: [1, 2, 3].map((generation) => ({
    label: `both to g${generation}`,
    build: (stack, subject) => {
      const slots = [password(stack, subject, 'a', generation), password(stack, subject, 'b', generation)] as const;
      publishSecret(stack, subject, slots[generation % 2 === 1 ? 0 : 1]);
    },
  })),
};

/** The pointer moves and the old secret leaves the code in one apply, without create_before_destroy. */
const movedAndRemoved: NaivePattern<EntraSubject> = {
  pattern: 'pointer-moved-old-removed',
  title: 'pointer moved and old one removed in one apply',
  applies: [
    { label: 'a', build: (stack, subject) => publishSecret(stack, subject, password(stack, subject, 'a', 1)) },
    {
      label: 'add b',
      build: (stack, subject) => {
        publishSecret(stack, subject, password(stack, subject, 'a', 1));
        password(stack, subject, 'b', 2);
      },
    },
    {
      label: 'move to b, remove a',
      build: (stack, subject) => publishSecret(stack, subject, password(stack, subject, 'b', 2)),
    },
  ],
};

export const ENTRA_PATTERNS: readonly NaivePattern<EntraSubject>[] = [singleResource, bothReplaced, movedAndRemoved];

function credentials(
  stack: TerraformStack,
  { clientId, keys }: Auth0Subject,
  names: Readonly<Record<string, number>>,
): Auth0ClientCredentials {
  return new Auth0ClientCredentials(stack, 'credentials', {
    clientId,
    credentials: Object.entries(names).map(([name, key]) => ({
      name,
      pem: keys[key]?.pem ?? '',
      algorithm: 'RS256',
      expiresAt: new Date(EXPIRES).toISOString(),
    })),
  });
}

function publishKey(
  stack: TerraformStack,
  { clientId, keys }: Auth0Subject,
  key: number,
  after: Auth0ClientCredentials,
): void {
  publish(stack, { clientId, keyId: keys[key]?.keyId ?? '' }).dependsOn = [dependable(after)];
}

/** Auth0's guide: add the next key, move the application to it, then drop the old one and rename next to current. */
export const GUIDE_RENAME: NaivePattern<Auth0Subject> = {
  pattern: 'guide-final-rename',
  title: "Auth0 guide's final rename",
  applies: [
    {
      label: 'current',
      build: (stack, subject) =>
        publishKey(stack, subject, 0, credentials(stack, subject, { 'Current Credential': 0 })),
    },
    {
      label: 'add next',
      build: (stack, subject) =>
        publishKey(stack, subject, 0, credentials(stack, subject, { 'Current Credential': 0, 'Next Credential': 1 })),
    },
    {
      label: 'use next',
      build: (stack, subject) =>
        publishKey(stack, subject, 1, credentials(stack, subject, { 'Current Credential': 0, 'Next Credential': 1 })),
    },
    {
      label: 'rename',
      build: (stack, subject) =>
        publishKey(stack, subject, 1, credentials(stack, subject, { 'Current Credential': 1 })),
    },
  ],
};
