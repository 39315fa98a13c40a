// The office answers those who look after it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseUrl } from './office.mjs'

for (const path of ['/health/live', '/health/ready']) {
  test(`${path} says that all is well`, async () => {
    const answer = await fetch(baseUrl + path)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
  })
}
