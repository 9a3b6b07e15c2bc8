import { baseBody } from '../../acceptance/dataflow/candidate-bodies.ts';
import type { HttpSourceComponent } from '../../model/http-sources.ts';
import { spaced } from '../../naming/letter-case.ts';
import { typeName } from '../plan/named-type.ts';
import { defined, inputSchema, type JsonSchema, objectSchema, requiredOnInput } from './field-schema.ts';
import { pathParameters } from './parameter-objects.ts';
import { entranceRefusals, securityOf } from './security.ts';
import { problemResponse, problemResponses } from './problem-response.ts';

/** The operation object of OpenAPI 3.1 for a source that clients send messages to. */
export function sourceObject(source: HttpSourceComponent): JsonSchema {
  const { name, summary, entrance } = source;
  const parameters = pathParameters(entrance.http);
  const schema = bodySchema(source);
  const example = baseBody(source);
  return defined({
    operationId: name,
    summary,
    tags: [spaced(name)],
    security: securityOf(entrance),
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: {
      required: true,
      content: {
        'application/json': defined({
          schema: { anyOf: [schema, { type: 'array', items: schema, minItems: 1 }] },
          example,
        }),
      },
    },
    responses: {
      202: {
        description: 'The messages are accepted and will be handled.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { accepted: { type: 'integer', description: 'How many they are.' } },
              required: ['accepted'],
            },
          },
        },
      },
      400: problemResponse('invalid_input', 'invalid_json'),
      ...problemResponses(entranceRefusals(entrance)),
      413: problemResponse('body_too_large'),
      415: problemResponse('unsupported_media_type'),
      503: problemResponse('overloaded'),
    },
  });
}

function bodySchema({ set, of, entrance }: HttpSourceComponent): JsonSchema {
  if (set.length === 0) return { $ref: `#/components/schemas/${typeName(of)}` };
  return objectSchema(
    entrance.body,
    (field) => inputSchema(field, { isPartial: false }),
    requiredOnInput(entrance.body),
  );
}
