/** `GET /v1/openapi.json`: the description of the local API, made from the contract's schemas. */
import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { contract, grantRequest, type CommandName } from '../../src-shared/contract.ts';
import {
  answerSchema,
  askedSchema,
  gatewaySchema,
  helloSchema,
  listedSchema,
  sessionChangedSchema,
  sessionSchema,
  statusSchema,
  toolErrorSchema,
} from '../../src-shared/local-api.ts';
import { openApiWords } from '../../src-shared/words/tools/open-api-words.ts';

type Json = Readonly<Record<string, unknown>>;

/** What each command that has something to say answers with. Whatever is not here answers with null. */
const values: Readonly<Partial<Record<CommandName, v.GenericSchema>>> = {
  listProfiles: v.array(listedSchema),
  getStatus: statusSchema,
  callOperation: v.unknown(),
  getGateway: gatewaySchema,
  getSession: sessionSchema,
};

/** As JSON Schema; what a schema does beyond that (a code that is read as people write it) is left out. */
function schemaOf(schema: v.GenericSchema): Json {
  const { $schema, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
  return rest;
}

const json = (schema: Json) => ({ 'application/json': { schema } });
const reply = (description: string, schema: Json) => ({ description, content: json(schema) });
const okOf = (value: v.GenericSchema): Json => ({
  type: 'object',
  properties: { ok: { const: true }, value: schemaOf(value) },
  required: ['ok', 'value'],
});

const errors: Json = {
  default: reply(openApiWords.refused, { $ref: '#/components/schemas/Refusal' }),
};

function commandPath(name: CommandName): Json {
  const { input, scopes } = contract[name];
  return {
    post: {
      operationId: name,
      description: `Needs the scope ${scopes.join(' or ')}.`,
      security: [{ grant: [...scopes] }],
      requestBody: { required: true, content: json(schemaOf(input)) },
      responses: { 200: reply('Done.', okOf(values[name] ?? v.null())), ...errors },
    },
  };
}

const get = (operationId: string, schema: Json, more: Json = {}): Json => ({
  get: { operationId, responses: { 200: reply('The answer.', schema), ...errors }, ...more },
});
const parameter = (name: string, place: 'query' | 'path', schema: Json, required = true) => ({
  ...{ name, required, schema },
  in: place,
});

const paths = (): Json => ({
  '/v1/hello': get('hello', schemaOf(helloSchema), {
    description: openApiWords.hello,
    security: [],
    parameters: [parameter('nonce', 'query', { type: 'string', pattern: '^[0-9a-fA-F]{16,256}$' })],
  }),
  '/v1/grants': {
    post: {
      operationId: 'askForGrant',
      description: openApiWords.ask,
      security: [],
      requestBody: { required: true, content: json(schemaOf(grantRequest)) },
      responses: { 202: reply('Asked.', schemaOf(askedSchema)), ...errors },
    },
  },
  '/v1/grants/{id}': get('getGrant', schemaOf(answerSchema), {
    description: openApiWords.answer,
    security: [],
    parameters: [
      parameter('id', 'path', { type: 'string', pattern: '^[0-9a-f]{32}$' }),
      parameter('wait', 'query', { type: 'integer', minimum: 0, maximum: 60 }, false),
    ],
  }),
  '/v1/events': {
    get: {
      operationId: 'events',
      description: openApiWords.events,
      security: [{ grant: ['status'] }],
      responses: {
        200: {
          description: 'The stream. The data of each event is JSON.',
          content: {
            'text/event-stream': {
              schema: { type: 'string' },
              'x-events': {
                status: { $ref: '#/components/schemas/Status' },
                sessionChanged: schemaOf(sessionChangedSchema),
              },
            },
          },
        },
        ...errors,
      },
    },
  },
  ...Object.fromEntries(
    (Object.keys(contract) as CommandName[])
      .filter((name) => contract[name].audience !== 'window')
      .map((name) => [`/v1/${name}`, commandPath(name)]),
  ),
});

/** OpenAPI 3.1. */
export const openApi = (version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Tabkeeper’s local API',
    version,
    description:
      'HTTP/1.1 over a Unix socket or a named pipe; endpoint.json in the folder of the app says where. Send `Host: tabkeeper`.',
  },
  servers: [{ url: 'http://tabkeeper' }],
  paths: paths(),
  components: {
    securitySchemes: { grant: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Status: schemaOf(statusSchema),
      Refusal: {
        type: 'object',
        properties: { ok: { const: false }, error: schemaOf(toolErrorSchema) },
        required: ['ok', 'error'],
      },
    },
  },
});
