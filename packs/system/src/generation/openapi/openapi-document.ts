import { pathOf } from '../../acceptance/find-operation.ts';
import { allListened } from '../../model/feed.ts';
import { httpSources } from '../../model/http-sources.ts';
import { publicEntities } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import { piece } from '../../tracking/pieces.ts';
import { spaced } from '../../naming/letter-case.ts';
import { type JsonSchema, defined } from './field-schema.ts';
import { feedObject } from './feed-object.ts';
import { operationObject } from './operation-object.ts';
import { securitySchemes, signatureSchemes } from './security.ts';
import { sourceObject } from './source-object.ts';
import { componentSchemas } from './schemas.ts';

/** JSON; what may be many is named. */
export interface OpenApiDocument extends JsonSchema {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** The OpenAPI 3.1 description of the system's HTTP interface. Every object in it is plain JSON. */
export function openApiDocument(model: SystemModel): OpenApiDocument {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of model.operations) {
    const path = pathOf(model, operation);
    paths[path] = {
      ...paths[path],
      [operation.http.method.toLowerCase()]: piece(model, `operation object of ${operation.name}`, '', () =>
        operationObject(model, operation),
      ),
    };
  }
  for (const source of httpSources(model)) {
    const { http } = source.entrance;
    const path = pathOf(model, { http });
    paths[path] = { ...paths[path], [http.method.toLowerCase()]: sourceObject(source) };
  }
  for (const feed of allListened(model)) {
    const path = pathOf(model, feed);
    paths[path] = { ...paths[path], get: feedObject(feed) };
  }
  return {
    openapi: '3.1.0',
    info: defined({ title: model.title, description: model.description, version: '1.0.0' }),
    servers: [{ url: `http://localhost:${model.http.port}` }],
    tags: [
      ...publicEntities(model).map((entity) =>
        defined({ name: spaced(entity.plural), description: entity.description }),
      ),
      ...httpSources(model).map(({ name }) => ({ name: spaced(name) })),
      ...(allListened(model).length === 0 ? [] : [{ name: 'feeds' }]),
    ],
    paths,
    components: {
      schemas: componentSchemas(model),
      ...defined({ securitySchemes: schemesOf(model) }),
    },
  };
}

function schemesOf({ access, operations }: SystemModel): Readonly<Record<string, JsonSchema>> | undefined {
  const schemes = { ...(access && securitySchemes(access)), ...signatureSchemes(operations) };
  return access === undefined && Object.keys(schemes).length === 0 ? undefined : schemes;
}
