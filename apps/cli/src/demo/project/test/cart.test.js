import assert from 'node:assert/strict'
import { test } from 'node:test'
import { total } from '../src/cart.js'

test('a price counts once for every piece', () => {
  assert.equal(total([{ name: 'apple', price: 35, quantity: 4 }]), 140)
})

test('a cart costs what its items cost together', () => {
  assert.equal(total([{ name: 'bread', price: 320, quantity: 1 }, { name: 'milk', price: 119, quantity: 2 }]), 558)
})

test('an empty cart costs nothing', () => {
  assert.equal(total([]), 0)
})
