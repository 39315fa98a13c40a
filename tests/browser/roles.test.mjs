// What each role of the office, and groups in different states, can reach by links.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crawl, LONGEST_WALK_MS } from './crawl.mjs'
import { open, visit } from './office.mjs'

/** Whom to be: the first person of each role, and every group. */
async function oneOfEachRole(page) {
  await open(page, '/demo')
  const rows = await page
    .locator('form[action^="/demo/sign-in/"]')
    .evaluateAll((forms) =>
      forms.map((form) => {
        const name = form.querySelector('button').textContent.trim()
        return { name, role: form.textContent.trim().slice(name.length).replace(/^\W+/, '') }
      })
    )
  const roles = new Map()
  for (const { name, role } of rows) if (!roles.has(role)) roles.set(role, name)
  return [...roles]
}

// Pages that need no sign-in are walked once, by the test of the public pages.
const isPublic = (path) => /^\/(demo|rounds|privacy|accessibility|contact|sign-in)\b|^\/$/.test(path)

test('each role finds no page by its links that is not fine for everybody', async (t) => {
  let roles = []
  await visit(async (page) => {
    roles = await oneOfEachRole(page)
  })
  assert.ok(roles.length > 8, `too few roles can sign in: ${roles.join('; ')}`)
  // A page that several roles see is checked once; its links are followed for each.
  const checked = new Set()
  for (const [role, name] of roles) {
    await t.test(`${name}, ${role}`, () =>
      visit(
        async (page) => {
          await open(page, '/demo')
          await page.getByRole('button', { name, exact: true }).first().click()
          await page.getByRole('button', { name: 'Sign out' }).waitFor()
          await crawl(page, new URL(page.url()).pathname, { skip: isPublic, checked })
        },
        { longestMs: LONGEST_WALK_MS }
      )
    )
  }
})
