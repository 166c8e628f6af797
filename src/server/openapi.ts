import * as z from 'zod';
import type { RouteDescription } from './route.js';
import { type SchemaName, schemas } from './schemas.js';

type Description = Readonly<Record<string, unknown>>;

/** What every route of a kind may answer with, beside its own. */
const COMMON: Readonly<Record<number, readonly string[]>> = {
  400: ['invalid-json', 'invalid-request'],
  413: ['too-large'],
  429: ['rate-limited'],
  500: ['internal-error'],
  503: ['storage-unavailable', 'unavailable'],
};
const SESSION = ['session-invalid', 'session-expired', 'session-revoked'];

/** Describes the routes as OpenAPI 3.1. Addresses are relative to that of the description. */
export function describeApi(routes: readonly RouteDescription[]): Description {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'rethread companion',
      version: '1',
      description: 'What chat clients need beside Azure Communication Services. Every error is a problem document.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.' }],
    paths,
    components: {
      schemas: describeSchemas(),
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The session of the connection token.' },
        acsToken: {
          type: 'apiKey',
          in: 'header',
          name: 'x-acs-token',
          description:
            'The ACS access token of the same user: Azure is asked with it whether they are in the conversation.',
        },
        login: {
          type: 'apiKey',
          in: 'cookie',
          name: 'app',
          description: 'Stands for whatever the login of the app is.',
        },
      },
    },
  };
}

function describeRoute(route: RouteDescription): Description {
  const { name, summary, access, body } = route;
  const security = {
    public: [],
    login: [{ login: [] }],
    session: [{ session: [] }],
    chat: [{ session: [], acsToken: [] }],
  };
  return {
    operationId: name,
    summary,
    security: security[access],
    parameters: describeParameters(route),
    ...(body && { requestBody: { required: body !== 'Join', content: { 'application/json': { schema: ref(body) } } } }),
    responses: { ...describeAnswers(route), ...describeProblems(route) },
  };
}

function describeParameters({ path, query = {}, condition }: RouteDescription): Description[] {
  const schema = { type: 'string' };
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({ name, in: 'path', required: true, schema }));
  const inQuery = Object.entries(query).map(([name, { description, isRequired = false }]) => {
    return { name, in: 'query', required: isRequired, description, schema };
  });
  const inHeader = condition === undefined ? [] : [{ name: condition, in: 'header', required: false, schema }];
  return [...inPath, ...inQuery, ...inHeader];
}

function describeAnswers({ answers }: RouteDescription): Description {
  const entries = Object.entries(answers).map(
    ([status, { description, schema, isTextToo = false, hasEtag = false }]) => {
      const json = schema && { 'application/json': { schema: ref(schema) } };
      const text = isTextToo ? { 'text/plain': { schema: { type: 'string' } } } : {};
      const headers = hasEtag && { headers: { ETag: { schema: { type: 'string' } } } };
      return [status, { description, ...(json && { content: { ...json, ...text } }), ...headers }] as const;
    },
  );
  return Object.fromEntries(entries);
}

function describeProblems({ access, body, problems = {} }: RouteDescription): Description {
  const codes = new Map<number, Set<string>>();
  const add = (status: number, more: readonly string[]): void => {
    codes.set(status, new Set([...(codes.get(status) ?? []), ...more]));
  };
  for (const [status, more] of Object.entries(problems)) add(Number(status), more);
  if (access === 'session' || access === 'chat') add(401, SESSION);
  if (access === 'chat') {
    add(401, ['acs-token-invalid']);
    add(403, ['identity-mismatch']);
  }
  for (const [status, more] of Object.entries(COMMON)) {
    const isOfBody = status === '400' || status === '413';
    if (!isOfBody || body !== undefined) add(Number(status), more);
  }
  const content = { 'application/problem+json': { schema: ref('Problem') } };
  const sorted = [...codes].sort(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, set]) => [status, { description: [...set].join(', '), content }]));
}

const ref = (name: SchemaName): Description => ({ $ref: `#/components/schemas/${name}` });

function describeSchemas(): Description {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const described = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, unrepresentable: 'any' });
  const entries = Object.entries(described.schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => {
    return [name, schema] as const;
  });
  return Object.fromEntries(entries);
}
