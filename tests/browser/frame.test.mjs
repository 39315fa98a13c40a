// The frame around every page, on pages that are always there.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFineForEverybody, open, visit } from './office.mjs'

const ALWAYS_THERE = ['/privacy', '/accessibility', '/contact']

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with JavaScript' : 'without JavaScript'

  for (const path of ALWAYS_THERE) {
    test(`${path} is fine for everybody, ${how}`, () =>
      visit(
        async (page) => {
          await open(page, path)
          await isFineForEverybody(page)
        },
        { javaScript }
      ))
  }

  test(`an address that does not exist gets a page of the office, ${how}`, () =>
    visit(
      async (page) => {
        const answer = await page.goto('/no-such-page')
        assert.equal(answer.status(), 404)
        assert.match(await page.locator('h1').innerText(), /not found/i)
        await isFineForEverybody(page)
      },
      { javaScript }
    ))

  test(`the menu can be reached on a narrow screen, ${how}`, () =>
    visit(
      async (page) => {
        await open(page, '/privacy')
        const link = page.locator('nav').getByRole('link', { name: 'Funding rounds' })
        if (javaScript) await page.getByRole('button', { name: 'Menu' }).click()
        assert.ok(await link.isVisible())
      },
      { javaScript, width: 320, height: 640 }
    ))

  test(`the first key press offers to skip to the main content, ${how}`, () =>
    visit(
      async (page) => {
        await open(page, '/privacy')
        await page.keyboard.press('Tab')
        const skip = page.locator('a.govuk-skip-link')
        assert.ok(await skip.evaluate((link) => link === document.activeElement))
        assert.ok(await skip.isVisible())
        await page.keyboard.press('Enter')
        assert.ok(page.url().endsWith('#main-content'))
      },
      { javaScript }
    ))
}

test('every page says that the office is invented', () =>
  visit(async (page) => {
    await open(page, '/privacy')
    const body = await page.locator('body').innerText()
    assert.match(body, /not decisions of any Commissioner/)
  }))
