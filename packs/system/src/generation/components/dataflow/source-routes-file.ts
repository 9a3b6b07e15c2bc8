import { entranceNeeds, entranceParameters, renderEntrance } from '../access/entrance.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { SourcePortPlan } from '../../plan/dataflow-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { answerFile, bodiesFile, bodyFile, checkFile, queryFile } from '../api/api-files.ts';
import { routePath } from '../api/routes-file.ts';
import { messageTypeText, dataflowPackage } from './message-code.ts';
import { bodyOf, bodySchema } from './source-body.ts';

/** The type of the port through which the HTTP side hands over what clients sent. */
export function postType(port: SourcePortPlan, file: SourceFile): string {
  const { source } = port;
  const post = file.imports.type(dataflowPackage, 'Post');
  if (source.set.length === 0) return `${post}<${messageTypeText(source.of, file)}>`;
  const { module, typeName } = bodyOf(port);
  return `${post}<${file.imports.type(module, typeName)}>`;
}

/** `src/components/routes/<name>-source-routes.ts`. */
export function renderSourceRoutesFile(port: SourcePortPlan, system: SystemPlan): SourceFile {
  const { source, routesFile, routesFunction, guard } = port;
  const { http } = source.entrance;
  const file = new SourceFile(routesFile);
  file.imports.type('@millwright/harness', 'RequestPort');
  file.imports.value('hono', 'Hono');
  file.imports.value(answerFile, 'answer');
  file.imports.value(bodiesFile, 'readBodies');
  file.imports.value(queryFile, 'expectNoQuery');
  const { module, name } = bodySchema(port);
  const schema = file.imports.value(module, name);
  const { first } = renderEntrance(guard, file);
  const parameters = [
    `source: RequestPort<${postType(port, file)}, number>`,
    ...entranceParameters(entranceNeeds([guard]), file),
  ];
  const path = http.path.some((segment) => typeof segment !== 'string') ? 'c.req.param()' : '{}';
  return file.add(`
export function ${routesFunction}(${parameters.join(', ')}): Hono {
  const routes = new Hono();

  routes.${http.method.toLowerCase()}(${literal(routePath(http.path, system))}, async (c) => {
${first.map((line) => `    ${line}\n`).join('')}    expectNoQuery(c);
    const bodies = await readBodies(c, ${schema});
    const accepted = await source.request({ bodies, path: ${path} });
    return answer(202, { accepted });
  });

  return routes;
}`);
}

/** `src/http/bodies.ts`. */
export function renderBodiesFile(): SourceFile {
  const file = new SourceFile(bodiesFile);
  file.imports.type('hono', 'Context');
  file.imports.value('zod', 'z');
  file.imports.value(bodyFile, 'readBody');
  file.imports.value(checkFile, 'check');
  return file.add(`
/** A body that holds one value or a list of them, as a list. */
export async function readBodies<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<readonly z.output<Schema>[]> {
  const body = await readBody(c, z.unknown());
  return Array.isArray(body) ? check(z.array(schema).min(1), body) : [check(schema, body)];
}`);
}
