import type { ScriptedModelRequest } from '@autopack/testkit'

/** What a model is asked, as far as this story looks at it; `schemaName` is `change` where a builder asks and `audit` where an auditor does. */
export type Question = Pick<ScriptedModelRequest, 'prompt' | 'schemaName'>

interface Scene {
  /** Words of the phase's goal. */
  readonly goal: string
  /** What the model writes at first. */
  readonly change: object
  /** What it writes once a hint tells it these words. */
  readonly better?: { readonly whenTold: string; readonly change: object }
  readonly audit: object
}

const discountTest = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { total } from '../src/cart.js'

const cart = [{ name: 'tea', price: 999, quantity: 1 }]

test('a discount is taken off the whole cart', () => {
  assert.equal(total(cart, { discount: 10 }), 899)
})

test('a cart without a discount costs what it did', () => {
  assert.equal(total(cart), 999)
})
`

/** `src/cart.js` with a discount; what reduce() begins with is all that differs between the two attempts. */
function cart(reduce: string): object {
  const content = `/** What a cart of \`{ name, price, quantity }\` costs, in cents; a \`discount\` in per cent is rounded in the buyer's favour. */
export function total(items, { discount = 0 } = {}) {
  const sum = items.map((item) => item.price * item.quantity).${reduce}
  return Math.floor((sum * (100 - discount)) / 100)
}
`
  return {
    summary: 'total() takes a discount in per cent.',
    files: [
      { action: 'write', path: 'src/cart.js', content },
      { action: 'write', path: 'test/discount.test.js', content: discountTest },
    ],
  }
}

const format = {
  summary: 'euros() writes an amount of cents.',
  files: [
    {
      action: 'write',
      path: 'src/format.js',
      content: `/** Cents as people read them: 1250 is \`€12.50\`. */
export function euros(cents) {
  return \`€\${(cents / 100).toFixed(2)}\`
}
`,
    },
    {
      action: 'write',
      path: 'test/format.test.js',
      content: `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { euros } from '../src/format.js'

test('cents are written with two decimals', () => {
  assert.equal(euros(1250), '€12.50')
  assert.equal(euros(5), '€0.05')
})
`,
    },
  ],
}

const entryPoints = {
  summary: 'package.json names the entry points.',
  files: [
    {
      action: 'edit',
      path: 'package.json',
      edits: [{ search: '  "type": "module",\n', replace: '  "type": "module",\n  "exports": {\n    "./cart": "./src/cart.js",\n    "./format": "./src/format.js"\n  },\n' }],
    },
  ],
}

const receiptFiles = [
  {
    action: 'write',
    path: 'src/receipt.js',
    content: `import { total } from './cart.js'
import { euros } from './format.js'

/** A cart as text: one line an item, and the sum. */
export function receipt(items) {
  const lines = items.map((item) => \`\${item.quantity} × \${item.name}  \${euros(item.price * item.quantity)}\`)
  return [...lines, \`total  \${euros(total(items))}\`].join('\\n')
}
`,
  },
  {
    action: 'write',
    path: 'test/receipt.test.js',
    content: `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receipt } from '../src/receipt.js'

test('a receipt has a line for every item and one for the sum', () => {
  assert.equal(receipt([{ name: 'apple', price: 35, quantity: 4 }]), '4 × apple  €1.40\\ntotal  €1.40')
})
`,
  },
]

const advertisement = {
  action: 'edit',
  path: 'README.md',
  edits: [{ search: 'What a small shop computes at its till.', replace: 'What a small shop computes at its till. Now with receipts!' }],
}

const readme = {
  summary: 'The README lists the new functions.',
  files: [
    {
      action: 'edit',
      path: 'README.md',
      edits: [
        {
          search: '- `total(items)`: what a cart costs, in cents\n',
          replace: '- `total(items, { discount })`: what a cart costs, in cents\n- `euros(cents)`: an amount as people read it\n- `receipt(items)`: a cart as text\n',
        },
      ],
    },
  ],
}

const approved = { verdict: 'approve', findings: [] }

const approvedWithRemark = {
  verdict: 'approve',
  findings: [
    {
      severity: 'minor',
      file: 'src/cart.js',
      line: 2,
      category: 'correctness',
      message: 'A discount above 100 gives a negative total; say what it may be, or refuse it.',
      evidence: 'return Math.floor((sum * (100 - discount)) / 100)',
      confidence: 0.8,
    },
  ],
}

/** Everything the scripted models say, by phase. */
const scenes: readonly Scene[] = [
  {
    goal: 'Let total() take a discount',
    change: cart('reduce((left, right) => left + right)'),
    better: { whenTold: 'an empty cart costs nothing', change: cart('reduce((left, right) => left + right, 0)') },
    audit: approvedWithRemark,
  },
  { goal: 'Add euros()', change: format, audit: approved },
  { goal: 'Name the entry points', change: entryPoints, audit: approved },
  {
    goal: 'Add receipt()',
    change: { summary: 'receipt() prints a cart, and the README says so.', files: [...receiptFiles, advertisement] },
    better: { whenTold: 'README.md', change: { summary: 'receipt() prints a cart.', files: receiptFiles } },
    audit: approved,
  },
  { goal: 'Note the three functions', change: {}, audit: approved },
  { goal: 'List the new functions', change: readme, audit: approved },
]

/** What the model says to a question: nothing but its text decides. Throws where the story does not know the goal. */
export function answer({ prompt, schemaName }: Question): string {
  const scene = scenes.find(({ goal }) => prompt.includes(`Goal: ${goal}`))
  if (scene === undefined) throw new Error('this story has no such phase')
  if (schemaName === 'audit') return JSON.stringify(scene.audit)
  const { change, better } = scene
  return JSON.stringify(better !== undefined && hintsOf(prompt).includes(better.whenTold) ? better.change : change)
}

/** What the prompt passes on of earlier attempts. */
function hintsOf(prompt: string): string {
  return Array.from(prompt.matchAll(/<hint>(.*?)<\/hint>/gs), ([, text]) => text ?? '').join('\n')
}
