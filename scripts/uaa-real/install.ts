import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const TOMCAT = '9.0.98';

/** The newest UAA that is published as an artifact: later ones are not. */
const UAA = '4.30.0';

/** What the war does not bring for Java 17. Its own groovy fails there and is replaced. */
const LIBRARIES = [
  ['javax.xml.bind', 'jaxb-api', '2.3.1'],
  ['com.sun.activation', 'javax.activation', '1.2.0'],
  ['org.glassfish.jaxb', 'jaxb-runtime', '2.3.1'],
  ['com.sun.istack', 'istack-commons-runtime', '3.0.7'],
] as const;

export interface Installation {
  /** A Tomcat with the libraries that the war lacks. */
  readonly tomcat: string;
  /** The unpacked war. */
  readonly war: string;
}

/** A UAA in the user's cache folder: fetched by Maven the first time, about 80 MB unpacked. */
export async function installation(): Promise<Installation> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdktf-rotation');
  const home = join(cache, `uaa-${UAA}-tomcat-${TOMCAT}`);
  if (!existsSync(home)) await install(home);
  return { tomcat: join(home, `apache-tomcat-${TOMCAT}`), war: join(home, 'uaa') };
}

/** Beside its place first, so that a broken installation or a parallel one does no harm. */
async function install(home: string): Promise<void> {
  const fresh = `${home}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await writeFile(join(fresh, 'pom.xml'), pom(fresh));
  await run('mvn', ['-q', '-B', '-f', join(fresh, 'pom.xml'), 'validate']);
  await withoutComments(join(fresh, 'uaa/WEB-INF/classes/uaa.yml'));
  await rename(fresh, home).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true });
    if (!existsSync(home)) throw error;
  });
}

/** The YAML parser of this version is quadratic in comments: they cost 10 to 40 s of every start. */
async function withoutComments(file: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, lines.filter((line) => !/^ *#/.test(line)).join('\n'));
}

function pom(to: string): string {
  const item = (artifact: readonly [string, string, string], type: string, folder: string, excludes = ''): string => {
    const [group, name, version] = artifact;
    return `<artifactItem><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>
      <type>${type}</type><outputDirectory>${join(to, folder)}</outputDirectory>${excludes}</artifactItem>`;
  };
  const war = ['org.cloudfoundry.identity', 'cloudfoundry-identity-uaa', UAA] as const;
  const unpacked = [
    item(war, 'war', 'uaa', '<excludes>WEB-INF/lib/groovy-2.5.2.jar</excludes>'),
    item(['org.apache.tomcat', 'tomcat', TOMCAT], 'tar.gz', ''),
  ];
  const copied = [
    item(['org.codehaus.groovy', 'groovy', '2.5.23'], 'jar', 'uaa/WEB-INF/lib'),
    ...LIBRARIES.map((library) => item(library, 'jar', `apache-tomcat-${TOMCAT}/lib`)),
  ];
  const execution = (goal: string, items: readonly string[]): string =>
    `<execution><id>${goal}</id><phase>validate</phase><goals><goal>${goal}</goal></goals>
      <configuration><artifactItems>${items.join('\n')}</artifactItems></configuration></execution>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
    <groupId>uaa</groupId><artifactId>uaa-real</artifactId><version>1</version><packaging>pom</packaging>
    <build><plugins><plugin>
      <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.6.1</version>
      <executions>${execution('unpack', unpacked)}${execution('copy', copied)}</executions>
    </plugin></plugins></build></project>`;
}
