import { argv, type DetectedTests } from './detect-tests.ts'

/** `.autopack/config.yaml` for a project. */
export function configurationText(tests: DetectedTests | null): string {
  return `# What this project decides for all its plans. \`autopack config schema project-config\` prints the JSON Schema,
# \`autopack config explain\` says which value comes from where.
version: 1

${ciText(tests)}
${setupText(tests)}
# Caps of one run; a plan or a flag may set others.
budget:
  usd: 5

# policy:
#   autoApply: [debt_cleanup]          # categories whose green changes need no approval
#   allowPaths: ["config/**"]          # paths that need no approval although their class asks
`
}

function ciText(tests: DetectedTests | null): string {
  if (tests !== null) return `# Found: ${tests.because}. A change is kept only if these are green.\nci:\n  normal:\n${tests.entry.map((line) => `    ${line}\n`).join('')}`
  return `# No test command was found. Say here how the tests run; the report lets Autopack count them.
# ci:
#   normal:
#     - run: ["node", "--test", "--test-reporter=tap"]
#       report: { format: tap }          # tap, junit, vitest-json or jest-json
`
}

function setupText(tests: DetectedTests | null): string {
  if (tests === null || tests.setup === null) return ''
  return `# Tests run on fresh checkouts: this prepares one, and the result is kept until a lockfile changes.
workspace:
  setup:
    - run: ${argv(tests.setup)}
      network: true
`
}

/** An example plan that runs as it stands, without a key. */
export function planText(project: string, tests: DetectedTests | null): string {
  return `# A plan: phases in order, each one governed change. Try it: autopack run .autopack/plan.yaml
version: 1
project: ${project}
tiers:
  - id: base
    phases:
      - id: say-hello
        category: docs
        goal: Leave a note that says this repository is built with Autopack.
        scope: ["AUTOPACK.md"]
        deliverables: ["AUTOPACK.md"]
${tests === null ? '        ci: none # no test command was found; see .autopack/config.yaml\n' : ''}        # Without \`builder\` the configured model makes the change; this one needs no key.
        builder:
          kind: command
          run: ["node", "-e", "require('node:fs').writeFileSync('AUTOPACK.md', 'Built with Autopack.\\\\n')"]
`
}
