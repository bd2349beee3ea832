import type { ChatBody } from './request.ts';

export const clients = ['curl', 'python-openai', 'python-mistral', 'typescript-openai', 'typescript-mistral'] as const;
export type Client = (typeof clients)[number];

/** The same request for a program; `RIAD_API_KEY` is the one thing to fill in. */
export function sampleFor(client: Client, body: ChatBody, address: string): string {
  const make: Readonly<Record<Client, () => string>> = {
    curl: () => curl(body, address),
    'python-openai': () => pythonOpenai(body, address),
    'python-mistral': () => pythonMistral(body, address),
    'typescript-openai': () => typescriptOpenai(body, address),
    'typescript-mistral': () => typescriptMistral(body, address),
  };
  return make[client]();
}

function curl(body: ChatBody, address: string): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl ${address}/v1/chat/completions \\
  -H "Authorization: Bearer $RIAD_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${json}'`;
}

function pythonOpenai(body: ChatBody, address: string): string {
  return `import os
from openai import OpenAI

client = OpenAI(base_url="${address}/v1", api_key=os.environ["RIAD_API_KEY"])
answer = client.chat.completions.create(
${argumentsOf(body)}
)
print(answer.choices[0].message)`;
}

function pythonMistral(body: ChatBody, address: string): string {
  const { logprobs: _logprobs, top_logprobs: _top, seed, ...rest } = body;
  const known = seed === undefined ? rest : { ...rest, random_seed: seed };
  return `import os
from mistralai import Mistral

client = Mistral(server_url="${address}", api_key=os.environ["RIAD_API_KEY"])
answer = client.chat.complete(
${argumentsOf(known)}
)
print(answer.choices[0].message)`;
}

function typescriptOpenai(body: ChatBody, address: string): string {
  return `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${address}/v1', apiKey: process.env.RIAD_API_KEY });
const answer = await client.chat.completions.create(${JSON.stringify(body, null, 2)});
console.log(answer.choices[0]?.message);`;
}

function typescriptMistral(body: ChatBody, address: string): string {
  const { logprobs: _logprobs, top_logprobs: _top, seed, ...rest } = body;
  const known = seed === undefined ? rest : { ...rest, random_seed: seed };
  return `import { Mistral } from '@mistralai/mistralai';

const client = new Mistral({ serverURL: '${address}', apiKey: process.env.RIAD_API_KEY });
const answer = await client.chat.complete(${JSON.stringify(inCamelCase(known), null, 2)});
console.log(answer.choices[0]?.message);`;
}

/** Names of the request's own fields; what stands inside a schema or a tool is the caller's. */
function inCamelCase(body: ChatBody): ChatBody {
  const camel = (name: string): string =>
    name.replaceAll(/_(?<letter>[a-z])/g, (_all, letter: string) => letter.toUpperCase());
  const renamed = Object.fromEntries(Object.entries(body).map(([name, value]) => [camel(name), value]));
  return { ...renamed, ...mistralFormat(body['response_format']) };
}

/** The schema of an answer has other names in Mistral's client. */
function mistralFormat(format: unknown): ChatBody {
  if (typeof format !== 'object' || format === null || !('json_schema' in format)) return {};
  const { json_schema: wanted } = format;
  if (typeof wanted !== 'object' || wanted === null || !('schema' in wanted)) return {};
  const { schema, ...rest } = wanted;
  return { responseFormat: { type: 'json_schema', jsonSchema: { ...rest, schemaDefinition: schema } } };
}

function argumentsOf(body: ChatBody): string {
  return Object.entries(body)
    .map(([name, value]) => `    ${name}=${python(value)},`)
    .join('\n');
}

function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([name, inner]) => `${JSON.stringify(name)}: ${python(inner)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
