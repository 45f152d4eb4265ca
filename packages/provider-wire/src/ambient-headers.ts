/**
 * Takes back what the SDKs of OpenAI and Anthropic add to every request from `OPENAI_CUSTOM_HEADERS` and `ANTHROPIC_CUSTOM_HEADERS`, which could even replace
 * the key: they ask for the variable by themselves and have no option against it. Returns the client.
 */
export function withoutAmbientHeaders<Client extends object>(client: Client): Client {
  const options: unknown = Reflect.get(client, '_options')
  if (typeof options === 'object' && options !== null) Reflect.deleteProperty(options, 'defaultHeaders')
  return client
}
