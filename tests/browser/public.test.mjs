// Everything that somebody who has not signed in can reach by links.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crawl, LONGEST_WALK_MS } from './crawl.mjs'
import { visit } from './office.mjs'

test('every public page is fine for everybody and no link leads nowhere', () =>
  visit(
    async (page) => {
      // What only a demonstration has is no page of the public.
      const seen = await crawl(page, '/', { skip: (path) => path.startsWith('/demo') })
      assert.ok(seen.includes('/sign-in'), `the way in was not found among ${seen.join(', ')}`)
    },
    { longestMs: LONGEST_WALK_MS }
  ))
