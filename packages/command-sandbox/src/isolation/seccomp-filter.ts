import { type FilteredArchitecture, type MaskedCall, systemCalls, type ValuedCall } from './system-calls.ts'

/** One instruction of the kernel's classic packet filter. */
interface Instruction {
  readonly code: number
  readonly whenTrue: number
  readonly whenFalse: number
  readonly value: number
}

const load = (offset: number): Instruction => ({ code: 0x20, whenTrue: 0, whenFalse: 0, value: offset })
const answer = (value: number): Instruction => ({ code: 0x06, whenTrue: 0, whenFalse: 0, value })
/** Goes on when it holds; else skips as many instructions. */
const ifEqual = (value: number, skip: number): Instruction => ({ code: 0x15, whenTrue: 0, whenFalse: skip, value })
const ifAtLeast = (value: number, skip: number): Instruction => ({ code: 0x35, whenTrue: 0, whenFalse: skip, value })
const ifAnyBit = (value: number, skip: number): Instruction => ({ code: 0x45, whenTrue: 0, whenFalse: skip, value })

/** Where the kernel puts what a filter reads. Of an argument only the lower half is looked at: every flag and mode lies there. */
const numberAt = 0
const architectureAt = 4
const argumentAt = (index: number): number => 16 + 8 * index

const allowed = answer(0x7fff_0000)
const killed = answer(0x8000_0000)
const notPermitted = answer(0x0005_0001)
const notImplemented = answer(0x0005_0026)

const architectures = { x64: 0xc000_003e, arm64: 0xc000_00b7 } as const
/** Calls of the x32 interface, which the tables do not list. */
const otherInterface = 0x4000_0000

/** Null for an architecture whose system calls are not listed here. */
export function filteredArchitecture(name: string): FilteredArchitecture | null {
  return name === 'x64' || name === 'arm64' ? name : null
}

/** The filter as bubblewrap reads it: what is dangerous fails with EPERM, another architecture's calls end the process. */
export function seccompFilter(architecture: FilteredArchitecture): Uint8Array {
  const calls = systemCalls(architecture)
  return encode([
    load(architectureAt),
    ifEqual(architectures[architecture], 1),
    ...skip(1, [killed]),
    load(numberAt),
    ifAtLeast(otherInterface, 1),
    notPermitted,
    ...calls.absent.flatMap((number) => [ifEqual(number, 1), notImplemented]),
    ...calls.refused.flatMap((number) => [ifEqual(number, 1), notPermitted]),
    ...calls.masked.flatMap(whenMasked),
    ...calls.valued.flatMap(whenValued),
    allowed,
  ])
}

/** Jumps over `instructions`, which are reached only by a jump. */
function skip(over: number, instructions: readonly Instruction[]): readonly Instruction[] {
  return [{ code: 0x05, whenTrue: 0, whenFalse: 0, value: over }, ...instructions]
}

function whenMasked({ number, argument, bits, when }: MaskedCall): readonly Instruction[] {
  const test = [load(argumentAt(argument)), ifAnyBit(bits, 1), notPermitted, allowed]
  const condition = when === undefined ? [] : [load(argumentAt(when.argument)), ifAnyBit(when.bits, test.length - 1)]
  return [ifEqual(number, condition.length + test.length), ...condition, ...test]
}

function whenValued({ number, argument, values }: ValuedCall): readonly Instruction[] {
  const tests = values.flatMap((value) => [ifEqual(value, 1), notPermitted])
  return [ifEqual(number, tests.length + 2), load(argumentAt(argument)), ...tests, allowed]
}

const instructionBytes = 8

function encode(instructions: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(instructions.length * instructionBytes)
  for (const [index, { code, whenTrue, whenFalse, value }] of instructions.entries()) {
    const at = index * instructionBytes
    bytes.writeUInt16LE(code, at)
    bytes.writeUInt8(whenTrue, at + 2)
    bytes.writeUInt8(whenFalse, at + 3)
    bytes.writeUInt32LE(value, at + 4)
  }
  return bytes
}
