export { createMemoryLedger } from './ledger/memory-ledger.ts'
export { createModelClient, type ModelClientOptions } from './model-client.ts'
export { route, type RouteCandidate, type RouteDecision } from './routing/route.ts'
