import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installation } from './install';

/** Writes what Tomcat and UAA want to have of their own in `base`; answers the file of UAA's configuration. */
export async function configure(base: string, port: number, { war }: Installation): Promise<string> {
  for (const folder of ['conf', 'temp', 'logs', 'work']) await mkdir(join(base, folder), { recursive: true });
  await writeFile(join(base, 'conf/server.xml'), serverXml(port, war));
  await writeFile(join(base, 'conf/web.xml'), WEB_XML);
  const url = `http://127.0.0.1:${port}/uaa`;
  const configuration = join(base, 'conf/uaa.yml');
  await writeFile(configuration, `issuer: {uri: '${url}'}\nuaa: {url: '${url}'}\nlogin: {url: '${url}'}\n`);
  return configuration;
}

/** Without the shutdown port, and without looking through every jar for what UAA has not. */
function serverXml(port: number, war: string): string {
  return `<Server port="-1"><Service name="Catalina">
  <Connector address="127.0.0.1" port="${port}" protocol="HTTP/1.1"/>
  <Engine name="Catalina" defaultHost="localhost">
    <Host name="localhost" appBase="none" autoDeploy="false" deployOnStartup="false" deployXML="false">
      <Context path="/uaa" docBase="${war}">
        <JarScanner scanManifest="false">
          <JarScanFilter defaultTldScan="false" defaultPluggabilityScan="false"/>
        </JarScanner>
        <Manager pathname=""/>
      </Context>
    </Host>
  </Engine>
</Service></Server>
`;
}

const WEB_XML = `<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0">
  <servlet>
    <servlet-name>default</servlet-name>
    <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
  </servlet>
</web-app>
`;
