export { openStore, type OpenStoreOptions, type SqliteStore } from './open-store.ts'
