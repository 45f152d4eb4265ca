/** The reference of the command line, from its definitions. */
export async function generate() {
  // an app exports nothing, so its sources are reached by path
  const { commandReference } = await import(new URL('../../../apps/cli/src/program/reference.ts', import.meta.url).href)
  return { 'docs/cli.md': commandReference() }
}
