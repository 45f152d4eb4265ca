// ESLint says who may import whom, and the few things that oxlint cannot say.
import nx from '@nx/eslint-plugin'
import typescript from 'typescript-eslint'
import { layers, layersWithTestkit } from './tools/lint/layers.mjs'

const boundaries = (table) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    // the command line loads core late where it can; elsewhere it needs it at once
    checkDynamicDependenciesExceptions: ['.*'],
    depConstraints: Object.entries(table).map(([sourceTag, onlyDependOnLibsWithTags]) => ({ sourceTag, onlyDependOnLibsWithTags })),
  },
]

const restrictedSyntax = [
  'error',
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock: time is passed in.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
]

export default [
  { ignores: ['**/dist/**', '.nx/**', 'reports/**', 'coverage/**', 'apps/cli/src/demo/project/**'] },
  {
    files: ['packages/**/*.ts', 'apps/**/*.ts', 'tools/**/*.{ts,mjs}'],
    languageOptions: { parser: typescript.parser },
    plugins: { '@nx': nx },
    rules: { '@nx/enforce-module-boundaries': boundaries(layers) },
  },
  {
    files: ['**/*.{test,fixture}.ts', 'packages/*/test/**', 'apps/*/test/**', 'apps/cli/src/demo/**'],
    rules: { '@nx/enforce-module-boundaries': boundaries(layersWithTestkit) },
  },
  {
    files: ['packages/**/*.ts'],
    ignores: ['**/*.{test,fixture}.ts', '**/system-clock.ts', 'packages/core/src/node.ts', 'packages/core/src/node/**'],
    rules: { 'no-restricted-syntax': restrictedSyntax },
  },
]
