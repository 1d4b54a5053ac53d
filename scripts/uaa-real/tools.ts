import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What has to be on a machine for a real UAA. */
const JAVA = 17;

/** `java` of JAVA_HOME, or that of the path. */
export const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';

/** Why this machine cannot run a real UAA; undefined when it can. */
export async function missingTool(): Promise<string | undefined> {
  const version = await outputOf(java, '-version');
  if (version === undefined) return `java is missing, version ${JAVA} is needed`;
  const [, major] = /version "(\d+)/.exec(version) ?? [];
  if (major !== String(JAVA)) return `java ${JAVA} is needed, got ${major ?? 'one that does not say its version'}`;
  if ((await outputOf('mvn', '-v')) === undefined) return 'maven (mvn) is missing';
  return undefined;
}

async function outputOf(command: string, argument: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(command, [argument]);
    return stdout + stderr;
  } catch {
    return undefined;
  }
}
