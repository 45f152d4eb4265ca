export { createModelClient, type ModelClientOptions } from './model-client.ts'
export { route, type RouteCandidate, type RouteDecision } from './routing/route.ts'
