export { openLedger, type OpenLedgerOptions, type SqliteLedger } from './ledger/open-ledger.ts'
export { openStore, type OpenStoreOptions, type SqliteStore } from './open-store.ts'
