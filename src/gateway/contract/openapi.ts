/** The contract as an OpenAPI 3.1 document, made from the descriptor set. */
import type { JsonObject } from '../../shared/json.js';
import { readComments } from './comments.js';
import type { Comments } from './comments.js';
import { type Contract, type ContractMethod, PROBLEM } from './contract.js';
import { SchemaCollector } from './openapi-schemas.js';

/** Statuses that any operation may be refused with, and what each means. docs/errors.md has the reasons. */
const REFUSALS: Readonly<Record<string, string>> = {
  '400': 'The request breaks a rule or cannot be read.',
  '401': 'The authority is not known, or the officer token does not hold.',
  '403': 'The legal basis does not allow it.',
  '404': 'The thing named does not exist, or the caller may not see it.',
  '413': 'The request is too large.',
  '415': 'The body is not application/json.',
  '429': 'Too many calls at once.',
  '499': 'The caller gave up.',
  '500': 'A fault of the gateway.',
  '503': 'The system or the audit log is not available. Nothing was disclosed.',
  '504': 'There was no answer in time.',
};

/** Builds the document. */
export function buildOpenApi(contract: Contract): JsonObject {
  const comments = readComments(contract.registry.files);
  const collector = new SchemaCollector(contract.options, comments);
  const services = [...contract.registry.files].flatMap((file) => file.services);
  const paths: Record<string, JsonObject> = {};
  for (const method of contract.methods.values()) {
    if (method.http === undefined) continue;
    // An operation with a stream of requests has no path here: REST has none, and its messages are calls of one that has.
    const streams = [...contract.streams.values()].filter(({ calls }) => calls === method);
    const described = [comments(method.descriptor), ...streams.map(({ path }) => overStream(path))].join('\n\n');
    paths[method.http.path] = { [method.http.verb.toLowerCase()]: operation(method, collector, comments, described) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ostiary',
      version: 'v1',
      summary: 'Gateway for law-enforcement information exchange. All data are synthetic.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    security: [{ mutualTLS: [], officerToken: [] }],
    tags: services.map((service) => ({ name: service.typeName, description: comments(service) })),
    paths,
    components: {
      schemas: { ...collector.schemas(), Problem: problemSchema() },
      responses: Object.fromEntries(Object.entries(REFUSALS).map(([code, text]) => [`Refusal${code}`, refusal(text)])),
      headers: HEADERS,
      parameters: { Deadline: DEADLINE },
      securitySchemes: {
        mutualTLS: { type: 'mutualTLS', description: 'Client certificate of the authority.' },
        officerToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Token of the officer, bound to the client certificate (RFC 8705).',
        },
      },
    },
  };
}

const overStream = (path: string): string =>
  `Many such requests go over one stream of gRPC (${path.slice(1)}), each an access of its own. REST has no such operation.`;

function operation(
  method: ContractMethod,
  collector: SchemaCollector,
  comments: Comments,
  description: string,
): JsonObject {
  const json = (schema: JsonObject) => ({ 'application/json': { schema } });
  const query = method.http?.body === false ? method.input.fields : [];
  const parameters = query.map((field) => ({
    name: field.jsonName,
    in: 'query',
    description: comments(field),
    schema: collector.parameter(field),
  }));
  const refusals = Object.keys(REFUSALS).map((code) => [code, { $ref: `#/components/responses/Refusal${code}` }]);
  return {
    operationId: `${method.service}.${method.name}`,
    tags: [method.service],
    description,
    // A proof needs a known authority, but no officer.
    ...(method.publicProof && { security: [{ mutualTLS: [] }] }),
    parameters: [...parameters, { $ref: '#/components/parameters/Deadline' }],
    ...(method.http?.body === true && {
      requestBody: { required: true, content: json(collector.request(method.input)) },
    }),
    responses: {
      '200':
        method.maxParts === undefined
          ? { description: 'The answer.', headers: headerRefs(), content: json(collector.response(method.output)) }
          : inParts(method.maxParts, collector.response(method.output)),
      ...(Object.fromEntries(refusals) as JsonObject),
    },
  };
}

/** OpenAPI 3.1 has no word for a sequence of JSON texts: the schema is that of one line. */
function inParts(maxParts: number, line: JsonObject): JsonObject {
  const failed = {
    type: 'object',
    description: 'The line that ends an answer which failed after its first part.',
    required: [PROBLEM],
    properties: { [PROBLEM]: { $ref: '#/components/schemas/Problem' } },
  };
  return {
    description:
      `The answer, in at most ${maxParts} parts as they come: one JSON text a line, for which the schema is. The last line ` +
      `holds "receipt" alone, or "${PROBLEM}" when the answer fails midway. Without such a line it was cut off.`,
    headers: headerRefs(),
    content: { 'application/x-ndjson': { schema: { anyOf: [line, failed] } } },
  };
}

const HEADERS: JsonObject = {
  'Ostiary-Synthetic': { description: 'Always "true": the data are synthetic.', schema: { const: 'true' } },
  'Ostiary-Request-Id': {
    description: 'Identifier of the request (ULID), as in the audit log.',
    schema: { type: 'string' },
  },
};

const DEADLINE: JsonObject = {
  name: 'Ostiary-Deadline-Ms',
  in: 'header',
  description: 'Milliseconds, from its arrival, that the caller gives the call. Each operation has an upper bound.',
  schema: { type: 'integer', minimum: 1, maximum: 3_600_000 },
};

function headerRefs(): JsonObject {
  return Object.fromEntries(Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function refusal(description: string): JsonObject {
  return {
    description,
    headers: headerRefs(),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function problemSchema(): JsonObject {
  const text = (description: string) => ({ type: 'string', description });
  return {
    type: 'object',
    description: 'A refusal (RFC 9457). docs/errors.md explains each code.',
    required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
    properties: {
      type: text('urn:ostiary:error: and the code.'),
      title: text('Fixed summary of the code.'),
      status: { type: 'integer', description: 'HTTP status code.' },
      detail: text('What is wrong with this call. Never quotes a value.'),
      instance: text('urn:ulid: and the identifier of the request.'),
      code: text('Reason of the refusal, from a documented list.'),
      violations: {
        type: 'array',
        description: 'Every broken rule, at once.',
        items: {
          type: 'object',
          required: ['field', 'rule', 'description'],
          properties: {
            field: text('Path in proto names.'),
            rule: text('Name of the rule.'),
            description: text('What the rule demands.'),
          },
        },
      },
      retry_after: { type: 'integer', description: 'Seconds to wait before a retry.' },
      metadata: { type: 'object', additionalProperties: { type: 'string' } },
      receipt: { $ref: '#/components/schemas/ostiary.common.v1.AuditReceipt' },
    },
  };
}
